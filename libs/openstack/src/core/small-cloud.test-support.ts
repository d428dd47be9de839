import { type Clock, type Context, Secret, VirtualClock, unrestricted } from '@opsbook/context';
import { HttpClient } from '@opsbook/http';
import { type Handler, SimulatorServer } from '@opsbook/http/testing';
import type { CloudAuth, CloudConfig } from '../config/cloud-config.ts';
import { type ServiceDefinition, ServiceClient } from './service-client.ts';
import { Session } from './session.ts';

/** A keystone that gives tokens, and whatever else a test puts behind them. Closed by {@link SmallCloud.stop}. */
export class SmallCloud {
  readonly server: SimulatorServer;
  readonly clock: VirtualClock;
  /** Seconds that a token lives. */
  lifetime = 3600;
  /** Tokens that keystone and the services accept. */
  readonly live = new Set<string>();
  /** How far keystone's clock is from ours, in milliseconds. */
  skew = 0;
  password = 'correct-horse';
  logins = 0;
  readonly #clients: HttpClient[] = [];

  constructor(clock = new VirtualClock()) {
    this.clock = clock;
    this.server = new SimulatorServer({ clock });
    this.server.route('POST', '/v3/auth/tokens', ({ body }) => this.#issue(body));
    this.server.route('GET', '/v3/auth/tokens', ({ headers }) =>
      this.live.has(headers['x-subject-token'] ?? '')
        ? { status: 200, body: { token: this.#tokenBody() } }
        : { status: 404, body: { error: { code: 404, title: 'Not Found', message: 'Failed to validate token' } } },
    );
    this.route('GET', '/v2.1/', () => ({
      status: 200,
      body: { version: { id: 'v2.1', version: '2.93', min_version: '2.1' } },
    }));
  }

  /** Serves a path to those who have a live token. */
  route(method: string, pattern: string, handler: Handler): void {
    this.server.route(method, pattern, (request) =>
      this.live.has(request.headers['x-auth-token'] ?? '') ? handler(request) : UNAUTHORIZED,
    );
  }

  revokeAll(): void {
    this.live.clear();
  }

  config(auth: Partial<CloudAuth> = {}): CloudConfig {
    return {
      name: 'small',
      auth: {
        authUrl: `${this.server.url}/v3`,
        type: 'password',
        username: 'admin',
        password: new Secret(this.password),
        projectName: 'admin',
        ...auth,
      },
      region: 'RegionOne',
      interface: 'public',
      endpointOverrides: {},
      verify: true,
    };
  }

  session(config = this.config(), context: Partial<Context> = {}): Session {
    const clock: Clock = this.clock;
    const http = new HttpClient({ context: { guard: unrestricted, clock, ...context }, random: () => 0.5 });
    this.#clients.push(http);
    return new Session(config, http, clock);
  }

  client(definition: Partial<ServiceDefinition> = {}, config = this.config()): ServiceClient {
    return new ServiceClient(this.session(config), { type: 'compute', version: 'v2.1', ...definition });
  }

  /** How often a path was asked for, whatever was answered. */
  asked(method: string, path: string): number {
    return this.server.requests.filter((request) => request.method === method && request.path === path).length;
  }

  async stop(): Promise<void> {
    for (const client of this.#clients) client.close();
    await this.server.stop();
  }

  #issue(body: unknown) {
    const text = JSON.stringify(body);
    if (!text.includes(this.password)) return UNAUTHORIZED;
    this.logins += 1;
    const token = `token-number-${this.logins}`;
    this.live.add(token);
    return { status: 201, headers: { 'x-subject-token': token }, body: { token: this.#tokenBody() } };
  }

  #tokenBody() {
    const now = this.clock.now() + this.skew;
    return {
      issued_at: new Date(now).toISOString(),
      expires_at: new Date(now + this.lifetime * 1000).toISOString(),
      user: { id: 'u1', name: 'admin', domain: { id: 'default', name: 'Default' } },
      project: { id: 'p1', name: 'admin' },
      roles: [{ name: 'reader' }, { name: 'admin' }],
      catalog: ['compute', 'image', 'identity', 'network'].map((type) => ({
        type,
        endpoints: [{ interface: 'public', region_id: 'RegionOne', url: this.server.url }],
      })),
    };
  }
}

/** What keystonemiddleware and keystone answer to a token or credentials that are no good. */
export const UNAUTHORIZED = {
  status: 401,
  headers: { 'www-authenticate': 'Keystone uri="http://keystone"' },
  body: {
    error: { code: 401, title: 'Unauthorized', message: 'The request you have made requires authentication.' },
  },
};
