import { type Context, currentScope, defaultContext, scrub, sleep } from '@opsbook/context';
import { type Agents, createAgents } from './agents.ts';
import { type AttemptFailure, type RawAnswer, attempt } from './attempt.ts';
import type { HttpError } from './errors.ts';
import { abortedError, afterUnknownOutcome, attemptError, bodyError, notRepeated, statusError } from './failures.ts';
import type { HttpClientOptions } from './http-client-options.ts';
import type { HttpRequest, HttpResponse } from './http-request.ts';
import { parseBody } from './parse-body.ts';
import { type PreparedRequest, prepare } from './prepare.ts';
import { release } from './read-body.ts';
import { readStream } from './read-stream.ts';
import { redactUrl } from './redact.ts';
import { redirectTarget } from './redirect.ts';
import { Retries } from './retries.ts';

const MOST_REDIRECTS = 3;
const REQUEST_ID_HEADERS = ['x-openstack-request-id', 'x-compute-request-id', 'x-request-id'];

interface Answer extends RawAnswer {
  body: unknown;
  requestId: string | undefined;
}

/** How the next attempt of a request is made. */
interface Try {
  request: PreparedRequest;
  number: number;
  /** On a new connection. */
  fresh: boolean;
  /** Seconds. */
  timeout: number;
  signal: AbortSignal;
}

/**
 * Sends requests to a service: asks the guard before every attempt, keeps to the time-outs, repeats what may be repeated
 * and says in a typed error what went wrong. Keeps connections alive until {@link close}.
 */
export class HttpClient {
  readonly #options: HttpClientOptions;
  readonly #context: Context;
  readonly #agents: Agents;
  readonly #closing = new AbortController();

  constructor(options: HttpClientOptions = {}) {
    this.#options = options;
    this.#context = options.context ?? defaultContext;
    this.#agents = createAgents(options.tls);
  }

  /**
   * Resolves with an answer of a status below 400.
   * @throws HttpError for everything else; what the guard throws, and UnknownInPlan, come through as they are
   */
  async request<T = unknown>(request: HttpRequest): Promise<HttpResponse<T>> {
    const prepared = prepare(request, this.#options);
    const { repeatable } = prepared;
    const { clock } = this.#context;
    const { retries = 4, maxRateLimitWait = 300, random = Math.random } = this.#options;
    const policy = new Retries({ retries, maxRateLimitWait, random, repeatable });
    const signal = joinSignals(this.#closing.signal, this.#context.signal, request.signal, currentScope()?.signal);
    const timeout = request.timeout ?? this.#options.timeout ?? 60;
    // A kept-alive connection that the service has just closed would leave the outcome of such a request unknown.
    const next: Try = { request: prepared, number: 1, fresh: !repeatable, timeout, signal };
    let redirects = 0;
    // The last attempt that may have taken effect. A read has none, however it ends.
    let doubtful: HttpError | undefined;
    const fail = (error: HttpError) => (doubtful === undefined ? error : afterUnknownOutcome(error));

    for (;;) {
      if (signal.aborted) throw fail(abortedError(prepared, signal.reason));
      this.#ask(next.request, doubtful);
      const result = await this.#attempt(next);
      if ('answer' in result) {
        const target = redirects < MOST_REDIRECTS ? redirectTarget(next.request, result.answer) : undefined;
        if (target === undefined) return toResponse<T>(result.answer, next, redirects);
        redirects += 1;
        next.request = { ...next.request, url: target };
      } else {
        const { error, staleConnection } = result;
        if (error.outcomeUnknown && prepared.effect === 'change') doubtful = error;
        if (staleConnection && repeatable) {
          next.fresh = true;
        } else {
          // Of an upload a part may have been read, even where nothing was sent.
          const wait = prepared.upload === undefined ? policy.after(error) : undefined;
          if (wait === undefined) throw fail(error);
          await sleep(clock, Math.round(wait * 1000), signal).catch((reason: unknown) => {
            throw fail(abortedError(prepared, reason));
          });
          next.fresh = !repeatable;
        }
      }
      next.number += 1;
    }
  }

  /** Ends the requests under way, which fail with HTTP_ABORTED as later ones do, and destroys the connections. */
  close(): void {
    this.#closing.abort(new Error('the client was closed'));
    this.#agents.destroy();
  }

  // Who refuses a further attempt must not hide that an earlier one may have taken effect.
  #ask(request: PreparedRequest, doubtful: HttpError | undefined): void {
    try {
      this.#context.guard.check({ effect: request.effect, summary: summarize(request) });
    } catch (refusal) {
      throw doubtful === undefined ? refusal : notRepeated(doubtful, refusal);
    }
  }

  async #attempt(next: Try): Promise<{ answer: Answer } | { error: HttpError; staleConnection: boolean }> {
    const { request, number, fresh, timeout, signal } = next;
    const { clock, log } = this.#context;
    const release = clock.hold();
    const start = clock.now();
    const done = (what: string | number, requestId: string | undefined) =>
      log?.(`${request.method} ${redactUrl(request.url)} ${what} in ${clock.now() - start} ms`, {
        requestId,
        attempt: number,
      });
    try {
      const connectTimeout = this.#options.connectTimeout ?? 10;
      const agents = fresh ? this.#agents.fresh : this.#agents.pooled;
      const result = await attempt(request, { agents, clock, connectTimeout, timeout, signal });
      if ('failure' in result) {
        const error = attemptError(request, result.failure, { connectTimeout, timeout });
        done(error.code, error.requestId);
        return { error, staleConnection: result.failure.staleConnection };
      }
      const requestId = this.#requestIdOf(result.answer);
      done(result.answer.status, requestId);
      const { stream } = result.answer;
      if (stream === undefined) return this.#judge(request, result.answer, requestId);
      const toError = (failure: AttemptFailure) => attemptError(request, failure, { connectTimeout, timeout });
      const body = readStream(stream, { clock, timeout, signal, toError });
      return { answer: { ...result.answer, body, requestId } };
    } finally {
      release();
    }
  }

  #judge(
    request: PreparedRequest,
    answer: RawAnswer,
    requestId: string | undefined,
  ): { answer: Answer } | { error: HttpError; staleConnection: boolean } {
    const failed = (error: HttpError) => ({ error, staleConnection: false });
    if (answer.status >= 400) return failed(statusError(request, answer, requestId, this.#context.clock.now()));
    try {
      if (request.answer === 'bytes') return { answer: { ...answer, body: answer.bytes, requestId } };
      const body = parseBody(answer);
      release(answer.bytes);
      return { answer: { ...answer, body, requestId } };
    } catch {
      return failed(bodyError(request, answer, requestId));
    }
  }

  #requestIdOf({ headers }: RawAnswer): string | undefined {
    const names = this.#options.requestIdHeaders ?? REQUEST_ID_HEADERS;
    return names.map((name) => headers[name.toLowerCase()]).find((value) => value !== undefined);
  }
}

function toResponse<T>(answer: Answer, last: Try, redirects: number): HttpResponse<T> {
  const { status, headers, body, requestId } = answer;
  return {
    status,
    headers,
    body: body as T,
    requestId,
    url: redactUrl(last.request.url),
    retries: last.number - 1 - redirects,
  };
}

const summarize = ({ method, url, label }: PreparedRequest): string =>
  `${method} ${redactUrl(url)}${label === undefined ? '' : ` (${scrub(label)})`}`;

function joinSignals(own: AbortSignal, ...others: (AbortSignal | undefined)[]): AbortSignal {
  const given = others.filter((signal) => signal !== undefined);
  return given.length > 0 ? AbortSignal.any([own, ...given]) : own;
}
