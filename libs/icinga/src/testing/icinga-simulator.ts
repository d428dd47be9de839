import { type Clock, systemClock } from '@opsbook/context';
import {
  type Faults,
  type RecordedRequest,
  type SimulatorAnswer,
  type SimulatorRequest,
  SimulatorServer,
} from '@opsbook/http/testing';
import { ACTIONS } from './actions.ts';
import { Call } from './call.ts';
import { Refusal, refused } from './refusal.ts';
import type { SimulatedCheckable, SimulatedDowntime, SimulatedUser } from './simulated-objects.ts';
import type { ObjectType } from './targets.ts';
import { World } from './world.ts';

const TYPES: Readonly<Record<string, ObjectType>> = { hosts: 'Host', services: 'Service', downtimes: 'Downtime' };

export interface IcingaSimulatorOptions {
  /** Where time comes from; default real time. */
  clock?: Clock;
  /** Default: `root` with the password `contract`, who may do everything. */
  users?: readonly SimulatedUser[];
}

/** What a host or service is, beside its name. */
export type NewCheckable = Partial<Pick<SimulatedCheckable, 'displayName' | 'address' | 'vars' | 'groups'>>;

/** One Icinga 2.13 as a real HTTP server on 127.0.0.1 (the real one speaks TLS only). */
export class IcingaSimulator {
  readonly #server: SimulatorServer;
  readonly #world: World;
  readonly #users: readonly SimulatedUser[];

  constructor({ clock = systemClock, users }: IcingaSimulatorOptions = {}) {
    this.#world = new World(clock);
    this.#users = users ?? [{ name: 'root', password: 'contract', permissions: ['*'] }];
    this.#server = new SimulatorServer({ clock });
    this.#server.fallback((request) => this.#serve(request));
  }

  /** @param port default: a free one */
  async start(port?: number): Promise<void> {
    await this.#server.start(port);
  }

  /** May be called twice. */
  async stop(): Promise<void> {
    await this.#server.stop();
  }

  get url(): string {
    return this.#server.url;
  }

  /** What shall go wrong with requests: see `Faults` of `@opsbook/http/testing`. */
  get fault(): Faults {
    return this.#server.fault;
  }

  get requests(): readonly RecordedRequest[] {
    return this.#server.requests;
  }

  /** Those that Icinga still keeps. */
  get downtimes(): readonly SimulatedDowntime[] {
    return this.#world.downtimes;
  }

  addHost(host: string, given: NewCheckable = {}): void {
    this.#add(host, '', 1, given);
  }

  addService(host: string, service: string, given: NewCheckable = {}): void {
    this.#add(host, service, 3, given);
  }

  /** The result of a check. @param state 0 up, 1 down; of a service 0 OK, 1 warning, 2 critical, 3 unknown */
  check(host: string, service: string | null, state: number, output: string): void {
    const found = this.#world.find(host, service ?? '');
    if (found === undefined) throw new Error(`the simulator has no ${host} ${service ?? ''}`);
    this.#world.check(found, state, output);
  }

  #add(host: string, service: string, state: number, given: NewCheckable): void {
    const never = { state, lastCheck: -1, lastStateChange: 0, output: null, acknowledged: false };
    const name = service === '' ? host : service;
    this.#world.checkables.push({
      ...never,
      host,
      service,
      displayName: given.displayName ?? name,
      address: given.address ?? '',
      vars: given.vars ?? {},
      groups: given.groups ?? [],
    });
  }

  #serve(request: SimulatorRequest): SimulatorAnswer {
    try {
      const user = this.#userOf(request);
      if (user === undefined) throw refused(401, 'Unauthorized. Please check your user credentials.');
      if (request.method === 'POST' && request.headers['accept'] !== 'application/json') {
        return {
          status: 400,
          headers: { 'content-type': 'text/html' },
          body: "<h1>Accept header is missing or not set to 'application/json'.</h1>",
        };
      }
      return { status: 200, body: { results: this.#answer(request, user) } };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const headers = error.status === 401 ? { 'www-authenticate': 'Basic realm="Icinga 2"' } : {};
      return { status: error.status, headers, body: error.body };
    }
  }

  #userOf({ headers }: SimulatorRequest): SimulatedUser | undefined {
    const given = Buffer.from((headers['authorization'] ?? '').replace(/^Basic /, ''), 'base64').toString();
    return this.#users.find(({ name, password }) => given === `${name}:${password}`);
  }

  #answer(request: SimulatorRequest, user: SimulatedUser): unknown[] {
    const method = request.headers['x-http-method-override'] ?? request.method;
    const [, version, area, what = '', name] = request.path.split('/').map(decodeURIComponent);
    if (version === 'v1' && area === 'objects' && method === 'GET') return this.#query(request, user, what, name);
    if (version === 'v1' && area === 'actions' && method === 'POST') return this.#act(request, user, what);
    const path = request.path.slice(1);
    throw refused(
      404,
      `The requested path '${path}' could not be found or the request method is not valid for this path.`,
    );
  }

  #query(request: SimulatorRequest, user: SimulatedUser, collection: string, name: string | undefined): unknown[] {
    const type = TYPES[collection];
    if (type === undefined) throw refused(400, 'Invalid type specified.');
    const named = name === undefined ? {} : { [type.toLowerCase()]: [name] };
    const call = new Call({ ...request, body: name === undefined ? request.body : named }, user);
    call.demand(`objects/query/${type.toLowerCase()}`);
    const fields = call.texts('attrs');
    return call.targets(this.#world, type).map(({ name: full, attrs, joins }) => {
      const odd = fields?.find((field) => !(field in attrs));
      if (odd !== undefined) throw refused(400, `Invalid field specified: ${odd}`);
      const shown = fields === undefined ? attrs : Object.fromEntries(fields.map((field) => [field, attrs[field]]));
      return { attrs: shown, joins: joined(joins, call.texts('joins') ?? []), meta: {}, name: full, type };
    });
  }

  #act(request: SimulatorRequest, user: SimulatedUser, name: string): unknown[] {
    const action = ACTIONS[name];
    if (action === undefined) throw refused(404, `Action '${name}' does not exist.`);
    const call = new Call(request, user);
    call.demand(`actions/${name}`);
    const type = (['Host', 'Service', 'Downtime'] as const).find(
      (one) => call.text('type') === one || call.texts(one.toLowerCase()) !== undefined,
    );
    if (type === undefined || !action.types.includes(type)) throw refused(400, 'Invalid type specified.');
    const targets = call.targets(this.#world, type);
    // A filter that nothing passes.
    if (targets.length === 0) throw new Refusal(500, { results: [] });
    const results = targets.map((target) => ({ code: 200, ...action.run(this.#world, target, call) }));
    return results;
  }
}

const joined = (joins: Readonly<Record<string, unknown>>, wanted: readonly string[]): Record<string, unknown> => {
  const all: Record<string, Record<string, unknown>> = {};
  for (const one of wanted) {
    const [object = '', field = ''] = one.split('.');
    const attrs = joins[object] as Record<string, unknown> | undefined;
    if (attrs !== undefined && field in attrs) all[object] = { ...all[object], [field]: attrs[field] };
  }
  return all;
};

/** A simulated Icinga that answers: `const sim = await startIcinga({ clock })`. */
export async function startIcinga(options: IcingaSimulatorOptions = {}): Promise<IcingaSimulator> {
  const simulator = new IcingaSimulator(options);
  await simulator.start();
  return simulator;
}
