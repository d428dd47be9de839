import { isLedgerError } from '@opsbook/sqlite';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Admission } from './admission.ts';
import { authenticateBody, authenticateHead } from './authenticate.ts';
import type { IntakeServerOptions } from './intake-server.ts';
import { UnusableBody, parseJson } from './parse-json.ts';
import { type BodyReader, type Reading, bodyReader } from './read-body.ts';
import { Refusal, overloaded, unusable } from './refusal.ts';
import type { RequestState } from './request-state.ts';
import { type Source, sourcesOf } from './source.ts';

type Options = IntakeServerOptions & { admission: Admission };

interface Params {
  name?: string;
}

// Seconds. Alertmanager has a back-off of its own; others may heed it.
const RETRY_AFTER = 5;
// Node reads and throws away what is left of a refused body, up to this; a larger one is not worth its bytes.
const DRAINED = 64 * 1024;

/** `POST /v1/alertmanager[/:name]` and `POST /v1/webhooks/:name`. */
export function addIntakeRoutes(root: FastifyInstance, options: Options): void {
  const { settings, clock, metrics, intake } = options;
  const sources = sourcesOf(settings, { clock, memory: (owner) => intake.memory(owner) });
  const readBody = bodyReader(options);

  root.decorateRequest('intake', null);
  void root.register(
    (app, _, done) => {
      app.removeAllContentTypeParsers();
      const json = /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i;
      app.addContentTypeParser(json, { parseAs: 'buffer' }, (_request, body, parsed) => parsed(null, body));
      app.setErrorHandler(errorHandler(options));
      app.addHook('onResponse', (request, reply, next) => {
        count(request, reply, options);
        next();
      });
      app.addHook('preHandler', (request, _reply, next) => {
        authenticateBody(request, stateOf(request), metrics);
        next();
      });
      const add = (path: string, type: Source['type']) =>
        app.post<{ Params: Params }>(
          path,
          {
            onRequest: (request, reply, next) => {
              admit(request, reply, candidatesOf(sources[type], request.params.name), options);
              next();
            },
          },
          (request) => take(request, readBody, options),
        );
      add('/alertmanager', 'alert');
      add('/alertmanager/:name', 'alert');
      add('/webhooks/:name', 'webhook');
      done();
    },
    { prefix: '/v1' },
  );
}

function candidatesOf(known: ReadonlyMap<string, Source>, name: string | undefined): Source[] {
  if (name === undefined) return [...known.values()];
  const source = known.get(name);
  if (source === undefined) throw new Refusal(404, 'UNKNOWN_SOURCE', `there is no source of this name`);
  return [source];
}

/** All that can be decided before the body is read. */
function admit(request: FastifyRequest, reply: FastifyReply, candidates: Source[], options: Options): void {
  const { settings, admission, metrics, clock } = options;
  const state: RequestState = {
    ...{ candidates, source: undefined, claim: undefined, leave: () => undefined, since: clock.now() },
  };
  request.intake = state;
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity') throw new Refusal(415, 'UNSUPPORTED_ENCODING', 'compressed bodies are not taken');
  authenticateHead(request, state, metrics);
  const announced = Number(request.headers['content-length'] ?? settings.bodyLimit);
  const leave = admission.enter(Math.min(announced, settings.bodyLimit));
  if (leave === undefined) {
    metrics.overload.inc({ reason: 'requests' });
    throw overloaded('too much is under way; send it again');
  }
  state.leave = leave;
  reply.raw.once('finish', leave).once('close', leave);
}

async function take(request: FastifyRequest, readBody: BodyReader, options: Options) {
  const { intake, truncated, clock } = options;
  const { source, claim } = stateOf(request);
  if (source === undefined) throw new Error('a request of nobody got past the check');
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  try {
    const reading = await readOrReject(source, body, request, readBody, options);
    // Noted before the alerts that came: after a crash in between the notification comes again.
    if (reading.truncated !== undefined) await truncated.note(reading.truncated, clock.now());
    const arrivals = reading.events.map((event) => ({ event }));
    const { accepted, known, rejected, ids } = await intake.take(source, arrivals, {
      since: stateOf(request).since,
      remembered: claim?.remembered(),
    });
    request.log.info({ source: source.name, accepted, known, rejected, events: ids.slice(0, 10) }, 'events taken');
    return { accepted, known, rejected };
  } catch (error) {
    // Nothing was kept, and the sender may try again.
    if (!(error instanceof Refusal)) claim?.giveBack();
    throw error;
  }
}

async function readOrReject(
  source: Source,
  body: Buffer,
  request: FastifyRequest,
  readBody: BodyReader,
  { intake }: Options,
): Promise<Reading> {
  try {
    const { signature } = stateOf(request).claim ?? {};
    return readBody(source, { body: parseJson(body), headers: request.headers, signature });
  } catch (error) {
    if (!(error instanceof UnusableBody)) throw error;
    await intake.reject(source, error.message, body);
    request.log.warn({ source: source.name, why: error.message }, 'rejected');
    throw unusable(error.message);
  }
}

function errorHandler(options: Options) {
  return async (given: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
    let error: unknown = given;
    const source = request.intake?.source;
    if (given.code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
      const why = `the body is larger than ${options.settings.bodyLimit} bytes`;
      request.log.warn({ source: source?.name, from: request.ip, why }, 'rejected');
      error = new Refusal(413, 'BODY_TOO_LARGE', why);
      // Whoever did not prove himself writes nothing into the ledger.
      if (source !== undefined)
        await options.intake.rejectUnread(source, why).catch((other: unknown) => (error = other));
    }
    const { statusCode, code, message } = answerTo(error, request, options);
    if (statusCode === 503) reply.header('retry-after', String(RETRY_AFTER));
    if (statusCode === 401) reply.header('www-authenticate', 'Bearer, Basic realm="opsbook"');
    const left = Number(request.headers['content-length'] ?? Infinity);
    if (request.body === undefined && left > DRAINED) reply.header('connection', 'close');
    return reply.code(statusCode).send({ error: { code, message } });
  };
}

function answerTo(error: unknown, request: FastifyRequest, { metrics }: Options) {
  if (error instanceof Refusal) return error;
  if (isLedgerError(error)) {
    metrics.overload.inc({ reason: 'ledger' });
    request.log.error({ code: error.code, why: error.message }, 'the ledger cannot take it');
    return { statusCode: 503, code: error.code, message: 'the ledger cannot take it now; send it again' };
  }
  const { statusCode = 500, code, message } = error as FastifyError;
  if (statusCode < 500) return { statusCode, code, message };
  request.log.error({ err: error }, 'failed');
  return { statusCode: 500, code: 'INTERNAL', message: 'opsbook failed; its log says why' };
}

function count(request: FastifyRequest, reply: FastifyReply, { metrics, clock }: Options): void {
  const state = request.intake;
  if (state === null) return;
  const type = request.url.startsWith('/v1/webhooks') ? 'webhook' : 'alert';
  // Names that are not ours would make a series each.
  metrics.requests.inc({ type, source: state.source?.name ?? '', code: String(reply.statusCode) });
  metrics.duration.observe({ type }, (clock.now() - state.since) / 1000);
}

function stateOf({ intake }: FastifyRequest): RequestState {
  if (intake === null) throw new Error('a request got past the check');
  return intake;
}
