import type { Clock, Effect } from '@opsbook/context';
import type { HttpClient, HttpMethod, HttpResponse, QueryValue } from '@opsbook/http';
import type * as cloud from 'jira.js/cloud';
import type { Client, SendRequestOptions } from 'jira.js/core';
import type * as serviceDesk from 'jira.js/serviceDesk';
import * as z from 'zod';
import { type Attempted, loginFault, toJiraError } from './error-from-http.ts';
import { JiraError } from './errors.ts';
import type { LoginGate } from './login-gate.ts';
import type { Deployment } from './options.ts';

type CloudEndpoints = typeof cloud;
type DeskEndpoints = typeof serviceDesk;

/** One call of the API: what it does, and what may be done with it. */
export interface Call<T> {
  /** What is done to what, for errors, logs and the guard: "create an issue in OPS". */
  label: string;
  /** Default by the method: GET reads, anything else changes. A search by POST is a read. */
  effect?: Effect;
  /** Whether sending it twice does no more than sending it once; default by the method: all but POST. */
  repeatable?: boolean;
  /** What of the answer is used. Jira adds keys at any time: whatever else it holds is ignored. */
  answer: z.ZodType<T>;
  /** `bytes`: the answer is a file. */
  as?: 'bytes';
  /** Seconds for one attempt; default the client's. */
  timeout?: number;
}

/** An answer without a body, or whose body does not matter. */
export const nothing: z.ZodType<void> = z.unknown().transform(() => undefined);

interface ApiOptions {
  deployment: Deployment;
  url: string;
  http: HttpClient;
  clock: Clock;
  /** For credentials whose failures are counted. */
  gate: LoginGate | undefined;
}

/** Runs endpoint functions of jira.js on the transport of `@opsbook/http`. */
export class Api {
  readonly deployment: Deployment;
  /** The base URL, without a slash at the end. */
  readonly url: string;
  readonly #http: HttpClient;
  readonly #clock: Clock;
  readonly #gate: LoginGate | undefined;

  constructor({ deployment, url, http, clock, gate }: ApiOptions) {
    this.#clock = clock;
    this.deployment = deployment;
    this.url = url.replace(/\/+$/, '');
    this.#http = http;
    this.#gate = gate;
  }

  get cloud(): boolean {
    return this.deployment === 'cloud';
  }

  /**
   * Calls an endpoint function of jira.js for the platform, which sends one request, with a client that asks the guard.
   * @throws JiraError for whatever the transport or Jira says; anything else as it was thrown
   */
  async call<T>(call: Call<T>, send: (client: Client, endpoints: CloudEndpoints) => Promise<unknown>): Promise<T> {
    const endpoints = await this.#loaded(() => import('jira.js/cloud'));
    return this.#run(call, (client) => send(client, endpoints));
  }

  /** The same for Service Management. */
  async callDesk<T>(call: Call<T>, send: (client: Client, endpoints: DeskEndpoints) => Promise<unknown>): Promise<T> {
    const endpoints = await this.#loaded(() => import('jira.js/serviceDesk'));
    return this.#run(call, (client) => send(client, endpoints));
  }

  /** For what jira.js has no function: `path` begins with `/rest`. */
  request<T>(call: Call<T>, options: SendRequestOptions): Promise<T> {
    return this.#run(call, (client) => client.sendRequest(options));
  }

  close(): void {
    this.#http.close();
  }

  // jira.js is large: whoever never asks Jira does not wait for it.
  async #loaded<T>(load: () => Promise<T>): Promise<T> {
    const release = this.#clock.hold();
    try {
      return await load();
    } finally {
      release();
    }
  }

  async #run<T>(call: Call<T>, send: (client: Client) => Promise<unknown>): Promise<T> {
    // What the endpoint function makes of the answer is not looked at: its schemas want more than is used here.
    let answer: unknown;
    const client: Client = {
      sendRequest: async <R>(options: SendRequestOptions<R>): Promise<R> => {
        const sent = () => this.#send(call, options);
        answer = this.#gate === undefined ? await sent() : await this.#gate.pass(call.label, sent);
        return answer as R;
      },
    };
    await send(client);
    return answer as T;
  }

  async #send<T>(call: Call<T>, { url, method = 'GET', headers, body, searchParams }: SendRequestOptions): Promise<T> {
    const attempted = { label: call.label, effect: call.effect ?? effectOf(method) };
    try {
      const form = await multipart(body);
      const response = await this.#http.request({
        method,
        url: `${this.url}${this.#pathOf(url)}`,
        ...attempted,
        headers: { ...this.#headersOf(url), ...headers, ...form?.headers },
        ...(body !== undefined && { body: form?.bytes ?? body }),
        ...(searchParams !== undefined && { query: searchParams as Record<string, QueryValue> }),
        ...(call.repeatable !== undefined && { repeatable: call.repeatable }),
        ...(call.timeout !== undefined && { timeout: call.timeout }),
        ...(call.as !== undefined && { answer: call.as }),
      });
      const arrived = call.as === 'bytes' && this.cloud ? await this.#followed(response, call) : response;
      checkFrame(arrived, attempted, call.as);
      return read(arrived, call, attempted);
    } catch (error) {
      throw toJiraError(error, attempted);
    }
  }

  // Cloud keeps files on another host, which is given a token in the address and must not see the credentials.
  async #followed(response: HttpResponse<unknown>, { label, timeout }: Call<unknown>): Promise<HttpResponse<unknown>> {
    const { location = '' } = response.headers;
    const secure = location.startsWith('https:') || this.url.startsWith('http:');
    if (response.status < 300 || !URL.canParse(location) || !secure) return response;
    return this.#http.request({
      method: 'GET',
      url: location,
      label,
      headers: { authorization: undefined },
      answer: 'bytes',
      ...(timeout !== undefined && { timeout }),
    });
  }

  // jira.js knows Cloud's paths; those that are used here are the same in Data Center but for the version.
  #pathOf(url: string): string {
    return this.cloud ? url : url.replace(/^\/rest\/api\/3\//, '/rest/api/2/');
  }

  // Data Center keeps parts of Service Management's API behind this header.
  #headersOf(url: string): Record<string, string> {
    return !this.cloud && url.startsWith('/rest/servicedeskapi/') ? { 'x-experimentalapi': 'opt-in' } : {};
  }
}

const effectOf = (method: HttpMethod): Effect => (method === 'GET' || method === 'HEAD' ? 'read' : 'change');

// The encoding of a form is the platform's own; nothing is sent by this.
async function multipart(body: unknown): Promise<{ bytes: Buffer; headers: Record<string, string> } | undefined> {
  if (!(body instanceof FormData)) return undefined;
  const form = new Response(body);
  return {
    bytes: Buffer.from(await form.arrayBuffer()),
    headers: { 'content-type': form.headers.get('content-type') ?? '' },
  };
}

// A proxy or a login page may answer in Jira's place, with a status that is none of an error.
function checkFrame(
  { status, url, headers, body, requestId }: HttpResponse<unknown>,
  attempted: Attempted,
  as?: 'bytes',
) {
  const login = attempted.effect === 'read' ? loginFault(headers) : undefined;
  if (login !== undefined) {
    const message = `${attempted.label}: ${url} took the request for an anonymous one; the credentials were not accepted`;
    throw new JiraError(login, message, { status, requestId });
  }
  const isPage = as === undefined && typeof body === 'string' && /^\s*</.test(body);
  if (status < 300 && !isPage) return;
  // What follows the path may be a token.
  const target = headers['location']?.replace(/[?#].*$/s, '') ?? 'somewhere';
  const what = status >= 300 ? `a redirect to ${target}` : 'a page of HTML';
  throw strange(`answered ${status} with ${what}; is that Jira's base URL?`, { status, url, requestId }, attempted);
}

function read<T>({ body, status, url, requestId }: HttpResponse<unknown>, call: Call<T>, attempted: Attempted): T {
  const parsed = call.answer.safeParse(body);
  if (parsed.success) return parsed.data;
  const why = z.prettifyError(parsed.error).replace(/\s+/g, ' ');
  throw strange(`answered ${status} with what is no answer of the API: ${why}`, { status, url, requestId }, attempted);
}

function strange(
  what: string,
  { status, url, requestId }: Pick<HttpResponse<unknown>, 'status' | 'url' | 'requestId'>,
  { label, effect }: Attempted,
): JiraError {
  const outcomeUnknown = effect === 'change' && status < 300;
  const doubt = outcomeUnknown ? '; it may have taken effect: look before you repeat it' : '';
  const message = `${label}: ${url} ${what}${doubt}`;
  return new JiraError('JIRA_UNAVAILABLE', message, { status, requestId, outcomeUnknown });
}
