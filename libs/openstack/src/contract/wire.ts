/* oxlint-disable typescript/no-unsafe-assignment
   -- answers are looked into as they come: their shape is what is under test */
import { type Clock, unrestricted } from '@opsbook/context';
import { HttpClient, type HttpRequest, isHttpError } from '@opsbook/http';
import type { CloudConfig } from '../config/cloud-config.ts';
import { tlsOf } from '../config/tls.ts';
import { authRequest } from '../core/auth-request.ts';
import { endpointOf } from '../core/catalog.ts';
import { keystoneRoot } from '../core/cloud-id.ts';
import type { TokenBody } from '../core/token.ts';

/** An answer as it came, whatever its status. */
export interface WireAnswer {
  status: number;
  headers: Record<string, string>;
  /** Parsed when it is JSON, else the text. */
  body: Json;
}

// Answers are looked into without knowing their shape: that is what is under test.
// oxlint-disable-next-line typescript/no-explicit-any
export type Json = any;

export interface WireRequest {
  body?: unknown;
  headers?: Record<string, string>;
  /** Nova's microversion; default the newest that this library knows, null: none is asked for. */
  version?: string | null;
  /** Default true. */
  withToken?: boolean;
}

type Method = HttpRequest['method'];
type Service = 'identity' | 'compute' | 'image' | 'network' | 'placement' | 'block-storage';

const ROOTS: Record<Service, string> = {
  identity: '/v3',
  compute: '/v2.1',
  image: '/v2',
  network: '/v2.0',
  placement: '',
  'block-storage': '/v3',
};

/** Speaks to one cloud as one user without a client's help: one request, one answer, nothing repeated or mapped. */
export class Wire {
  readonly config: CloudConfig;
  readonly #http: HttpClient;
  #login: { value: string; body: TokenBody } | undefined;

  constructor(config: CloudConfig, clock: Clock) {
    this.config = config;
    const context = { guard: unrestricted, clock };
    this.#http = new HttpClient({ context, retries: 0, sendRequestId: false, tls: tlsOf(config) });
  }

  /** The token's body, after a login if need be. */
  async token(): Promise<TokenBody> {
    return (await this.login()).body;
  }

  /** A new token, which the following requests use. */
  async renew(): Promise<WireAnswer> {
    const answer = await this.send('POST', `${keystoneRoot(this.config.auth.authUrl)}/v3/auth/tokens`, {
      body: authRequest(this.config.auth),
      withToken: false,
    });
    if (answer.status === 201) {
      this.#login = {
        value: answer.headers['x-subject-token'] ?? '',
        body: (answer.body as { token: TokenBody }).token,
      };
    }
    return answer;
  }

  async login(): Promise<{ value: string; body: TokenBody }> {
    if (this.#login === undefined) await this.renew();
    if (this.#login === undefined) throw new Error(`cannot log in to ${this.config.name}`);
    return this.#login;
  }

  nova(method: Method, path: string, request: WireRequest = {}): Promise<WireAnswer> {
    const { version = '2.93' } = request;
    const headers = { ...(version !== null && { 'openstack-api-version': `compute ${version}` }), ...request.headers };
    return this.#service('compute', method, path, { ...request, headers });
  }

  glance(method: Method, path: string, request: WireRequest = {}): Promise<WireAnswer> {
    return this.#service('image', method, path, request);
  }

  keystone(method: Method, path: string, request: WireRequest = {}): Promise<WireAnswer> {
    return this.#service('identity', method, path, request);
  }

  neutron(method: Method, path: string, request: WireRequest = {}): Promise<WireAnswer> {
    return this.#service('network', method, path, request);
  }

  /** Asks for placement's newest version where none is named. */
  placement(method: Method, path: string, request: WireRequest = {}): Promise<WireAnswer> {
    const { version = '1.39' } = request;
    const headers = {
      ...(version !== null && { 'openstack-api-version': `placement ${version}` }),
      ...request.headers,
    };
    return this.#service('placement', method, path, { ...request, headers });
  }

  /** Asks for cinder's newest version where none is named. */
  async cinder(method: Method, path: string, request: WireRequest = {}): Promise<WireAnswer> {
    const { version = '3.70' } = request;
    const headers = { ...(version !== null && { 'openstack-api-version': `volume ${version}` }), ...request.headers };
    const { project } = await this.token();
    return this.#service('block-storage', method, `/${project?.id ?? ''}${path}`, { ...request, headers });
  }

  /** A request to any address. */
  async send(method: Method, url: string, request: WireRequest = {}): Promise<WireAnswer> {
    const token = (request.withToken ?? true) ? { 'x-auth-token': (await this.login()).value } : {};
    try {
      const { status, headers, body } = await this.#http.request<Json>({
        method,
        url,
        headers: { accept: 'application/json', ...token, ...request.headers },
        ...(request.body !== undefined && { body: request.body }),
      });
      return { status, headers, body };
    } catch (error) {
      if (!isHttpError(error) || error.status === undefined) throw error;
      return { status: error.status, headers: error.headers ?? {}, body: error.body };
    }
  }

  close(): void {
    this.#http.close();
  }

  async #service(type: Service, method: Method, path: string, request: WireRequest): Promise<WireAnswer> {
    const { catalog = [] } = await this.token();
    const root = endpointOf(this.config, catalog, type).replace(/\/v\d(\.\d)?(\/[^/]+)?$/, '');
    return this.send(method, `${root}${ROOTS[type]}${path}`, request);
  }
}
