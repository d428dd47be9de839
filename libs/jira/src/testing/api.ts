import type { SimulatorAnswer, SimulatorRequest, SimulatorServer } from '@opsbook/http/testing';
import { Login } from './login.ts';
import { Refusal, refused } from './refusal.ts';
import type { World } from './world.ts';

/** Answers one request; errors are thrown as {@link Refusal}. */
export type ApiHandler = (request: SimulatorRequest) => SimulatorAnswer | Promise<SimulatorAnswer>;

/** Registers the routes of the API: who may ask is looked at first. */
export class Api {
  readonly world: World;
  readonly #server: SimulatorServer;
  readonly #login: Login;
  #requests = 0;

  constructor(server: SimulatorServer, world: World) {
    this.#server = server;
    this.world = world;
    this.#login = new Login(world.settings);
  }

  /** What addresses in answers begin with. */
  get url(): string {
    return `${this.#server.url}${this.world.settings.contextPath}`;
  }

  /** Below `/rest/api/3` in Cloud, `/rest/api/2` in Data Center. */
  platform(method: string, path: string, handler: ApiHandler): void {
    this.route(method, `/rest/api/${this.world.cloud ? 3 : 2}${path}`, handler);
  }

  /** @param path below the context path */
  route(method: string, path: string, handler: ApiHandler): void {
    this.#server.route(method, `${this.world.settings.contextPath}${path}`, (request) =>
      this.#answer(request, handler),
    );
  }

  /** What is open to everybody who knows its address. */
  open(method: string, path: string, handler: ApiHandler): void {
    this.#server.route(method, `${this.world.settings.contextPath}${path}`, handler);
  }

  async #answer(request: SimulatorRequest, handler: ApiHandler): Promise<SimulatorAnswer> {
    const { refusal, anonymous, headers } = this.#login.check(request);
    const answer = refusal ?? (await this.#handled(request, handler, anonymous));
    return { ...answer, headers: { ...headers, ...this.#trace(), ...answer.headers } };
  }

  async #handled(request: SimulatorRequest, handler: ApiHandler, anonymous: boolean): Promise<SimulatorAnswer> {
    try {
      if (anonymous) return anonymously(request, this.world.cloud);
      return await handler(request);
    } catch (error) {
      if (error instanceof Refusal) return error.answer;
      throw error;
    }
  }

  #trace(): Record<string, string> {
    this.#requests += 1;
    const id = String(this.#requests);
    return this.world.cloud ? { 'atl-traceid': `trace-${id}` } : { 'x-arequestid': `600x${id}x1` };
  }
}

/** Nothing is open to everybody here: what is there cannot be seen, and a search finds nothing. */
function anonymously({ path }: SimulatorRequest, cloud: boolean): SimulatorAnswer {
  if (path.endsWith('/search/jql')) return { status: 200, body: { issues: [], isLast: true } };
  if (cloud && /\/issue\/[^/]+$/.test(path)) {
    throw refused(404, 'Issue does not exist or you do not have permission to see it.');
  }
  return {
    status: 401,
    body: { message: 'Client must be authenticated to access this resource.', 'status-code': 401 },
  };
}
