import type { SimulatorAnswer, SimulatorRequest, SimulatorServer } from '@opsbook/http/testing';
import { isAlertmanagerError } from '../errors.ts';
import type { Matcher } from '../matcher/matcher.ts';
import { parseMatcher } from '../matcher/parse-matcher.ts';
import { Refusal, said } from './refusal.ts';
import type { World } from './world.ts';

/** Answers one request to the API; errors are thrown as {@link Refusal}. An answer of undefined has no body. */
export type ApiHandler = (request: SimulatorRequest) => unknown;

/** Registers the routes of the API: what is due happens first, and who may ask is checked. */
export class Api {
  readonly world: World;
  readonly #server: SimulatorServer;

  constructor(server: SimulatorServer, world: World) {
    this.#server = server;
    this.world = world;
  }

  /** Whoever sends another method is told which there are. */
  route(path: string, handlers: Readonly<Record<string, ApiHandler>>): void {
    const pattern = `${this.world.settings.prefix}/api/v2${path}`;
    for (const [method, handler] of Object.entries(handlers)) {
      this.#server.route(method, pattern, (request) => this.#answer(request, handler));
    }
    const allowed = Object.keys(handlers).sort().join(',');
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].filter((one) => handlers[one] === undefined)) {
      this.#server.route(method, pattern, (request) =>
        this.#answer(request, () => {
          const message = `method ${method} is not allowed, but [${allowed}] are`;
          throw new Refusal(405, { code: 405, message });
        }),
      );
    }
  }

  #answer(request: SimulatorRequest, handler: ApiHandler): SimulatorAnswer {
    const { auth } = this.world.settings;
    const wanted = auth === undefined ? undefined : Buffer.from(`${auth.username}:${auth.password}`).toString('base64');
    if (wanted !== undefined && request.headers['authorization'] !== `Basic ${wanted}`) {
      return { status: 401, headers: { 'www-authenticate': 'Basic' }, body: 'Unauthorized\n' };
    }
    const type = request.headers['content-type'] ?? '';
    this.world.settle();
    try {
      if (request.body !== undefined && !/^application\/json\b/.test(type)) {
        const message = `unsupported media type ${JSON.stringify(type)}, only [application/json] are allowed`;
        throw new Refusal(415, { code: 415, message });
      }
      const body = handler(request);
      return body === undefined ? { status: 200 } : { status: 200, body };
    } catch (error) {
      if (error instanceof Refusal) return error.answer;
      throw error;
    }
  }
}

/** What a service answers where there is nothing. */
export function nowhere({ path }: SimulatorRequest, prefix: string): SimulatorAnswer {
  if (!path.startsWith(`${prefix}/api/v2/`)) return { status: 404, body: '404 page not found\n' };
  return { status: 404, body: { code: 404, message: `path ${path.slice(prefix.length)} was not found` } };
}

/** The matchers of `filter` parameters, by the classic parser. */
export const filterOf = ({ query }: SimulatorRequest): Matcher[] => query.getAll('filter').map(readMatcher);

function readMatcher(text: string): Matcher {
  try {
    return parseMatcher(text, { syntax: 'classic' });
  } catch (error) {
    if (!isAlertmanagerError(error)) throw error;
    const expression = error.code !== 'ALERTMANAGER_MATCHER';
    throw said(400, expression ? `error parsing regexp: ${error.message}` : `bad matcher format: ${text}`);
  }
}

/** A parameter that is true unless something else is said. */
export const flagOf = ({ query }: SimulatorRequest, name: string): boolean =>
  /^(true|1|yes|ok|y|on|selected|checked|t|enabled)$/i.test(query.get(name) ?? 'true');
