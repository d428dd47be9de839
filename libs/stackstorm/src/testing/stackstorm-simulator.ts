import { type Clock, systemClock } from '@opsbook/context';
import { type Faults, type RecordedRequest, SimulatorServer } from '@opsbook/http/testing';
import { actionsApi } from './actions-api.ts';
import { aliasesApi } from './aliases-api.ts';
import { Auth } from './auth.ts';
import { ExecutionEngine } from './execution-engine.ts';
import { executionsApi } from './executions-api.ts';
import { inquiriesApi } from './inquiries-api.ts';
import type { Schema } from './json-schema.ts';
import { type PackDocument, type Unregistered, installPack } from './install-pack.ts';
import { keysApi } from './keys-api.ts';
import { packsApi } from './packs-api.ts';
import type {
  AliasRecord,
  EnforcementRecord,
  ExecutionRecord,
  SimulatedUser,
  TraceRecord,
  TriggerInstanceRecord,
} from './records.ts';
import { Routes } from './routes.ts';
import { rulesApi } from './rules-api.ts';
import { RulesEngine } from './rules-engine.ts';
import type { Runner } from './runner.ts';
import { streamApi } from './stream-api.ts';
import type { PythonObject } from './templates/python-value.ts';
import { TraceStore } from './trace-store.ts';
import { tracesApi } from './traces-api.ts';
import { triggersApi, webhooksApi } from './triggers-api.ts';
import { World } from './world.ts';

export interface StackStormSimulatorOptions {
  /** Where time comes from; default real time. */
  clock?: Clock;
  /** Default: `st2admin` with the password `contract`. */
  users?: readonly SimulatedUser[];
  /** Does what actions do, such as `localShellRunner`; default: every one succeeds with its parameters as its result. */
  runner?: Runner;
  /** Whether secret keys can be kept; default true. */
  encryption?: boolean;
}

/** An action, beside its pack and name. */
export interface NewAction {
  /** `pack.name`. */
  ref: string;
  description?: string;
  /** Default `local-shell-cmd`. */
  runner?: string;
  enabled?: boolean;
  /** Beside those of the runner, of which an action may change the default and more. */
  parameters?: Readonly<Record<string, Schema>>;
}

/** One StackStorm 3.9 as a real HTTP server on 127.0.0.1, with the paths of its nginx: `/api`, `/auth`, `/stream`. */
export class StackStormSimulator {
  readonly #server: SimulatorServer;
  readonly #clock: Clock;
  readonly #world: World;
  readonly #auth: Auth;

  constructor({ clock = systemClock, users, runner = echo, encryption = true }: StackStormSimulatorOptions = {}) {
    this.#clock = clock;
    this.#server = new SimulatorServer({ clock });
    this.#world = new World(clock);
    this.#auth = new Auth(clock, users ?? [{ name: 'st2admin', password: 'contract' }]);
    const world = this.#world;
    const traces = new TraceStore(world);
    const access = (user: string) => {
      const token = this.#auth.addToken(user);
      return { apiUrl: `${this.url}/api/v1`, token, revoke: () => this.#auth.revokeToken(token) };
    };
    const engine = new ExecutionEngine(world, traces, { runner, access });
    const rules = new RulesEngine(world, traces, engine);
    const routes = new Routes(this.#server, this.#auth);
    routes.open('POST', '/auth/v1/tokens', (request) => this.#auth.login(request));
    routes.open('POST', '/auth/v1/tokens/validate', (request) => this.#auth.validate(request));
    actionsApi(routes, world);
    aliasesApi(routes, world);
    executionsApi(routes, { world, traces, engine });
    inquiriesApi(routes, world, engine);
    keysApi(routes, world, { encryption });
    packsApi(routes, world, engine);
    rulesApi(routes, world);
    tracesApi(routes, world);
    triggersApi(routes, world);
    webhooksApi(routes, world, rules);
    streamApi(this.#server, this.#auth, world);
    this.#server.fallback(() => ({ status: 404, body: { faultstring: 'The resource could not be found.' } }));
    this.addAction({
      ref: 'core.ask',
      runner: 'inquirer',
      parameters: {
        schema: { type: 'object' },
        route: { type: 'string' },
        roles: { type: 'array' },
        users: { type: 'array' },
        ttl: { type: 'integer' },
      },
    });
  }

  /** @param port default: a free one; after a {@link stop}, the same as before */
  async start(port?: number): Promise<void> {
    await this.#server.start(port);
  }

  /** Breaks every connection off. May be called twice. */
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

  /** Every connection is cut for so many seconds: streams too. What runs goes on, as the workers of StackStorm do. */
  downFor(seconds: number): void {
    this.#world.events.breakOff();
    const release = this.#server.fault.always('* /**', { cut: 'before' });
    this.#clock.after(seconds * 1000, release);
  }

  /** Every token that was given is refused from now on, as after the end of its life. */
  expireTokens(): void {
    this.#auth.expireTokens();
  }

  /** A key that does not expire. */
  addApiKey(user = 'st2admin'): string {
    return this.#auth.addApiKey(user);
  }

  /** A token as an action gets one (`ST2_ACTION_AUTH_TOKEN`). @param ttl seconds; default a day */
  addToken(user = 'st2admin', ttl?: number): string {
    return this.#auth.addToken(user, ttl);
  }

  /** Registers an action, or another form of it. */
  addAction({ ref, description = '', runner = 'local-shell-cmd', enabled = true, parameters = {} }: NewAction): void {
    const [pack = '', name = ''] = split(ref);
    const id = this.#world.actions.get(ref)?.id ?? this.#world.newId();
    const action = { id, ref, pack, name, description, runner_type: runner, enabled, entry_point: '' };
    this.#world.actions.set(ref, { ...action, parameters: { ...parameters } });
  }

  addTriggerType(
    ref: string,
    { payloadSchema = {}, parametersSchema = {} }: { payloadSchema?: Schema; parametersSchema?: Schema } = {},
  ): void {
    const [pack = '', name = ''] = split(ref);
    const schemas = { payload_schema: payloadSchema, parameters_schema: parametersSchema };
    this.#world.addTriggerType({ pack, name, description: '', ...schemas });
  }

  addAlias(
    ref: string,
    { action, formats, enabled = true }: { action: string; formats: AliasRecord['formats']; enabled?: boolean },
  ): void {
    const [pack = '', name = ''] = split(ref);
    const alias = { id: this.#world.newId(), ref, pack, name, description: '', enabled, action_ref: action, formats };
    this.#world.aliases.set(ref, alias);
  }

  addPack(ref: string, { version = '1.0.0', description = '' }: { version?: string; description?: string } = {}): void {
    const pack = { id: this.#world.newId(), ref, name: ref, description, version, author: 'somebody' };
    this.#world.packs.set(ref, pack);
  }

  /**
   * Installs a pack of its parsed files: triggers, actions, aliases and rules, with the defaults of its `config.schema.yaml`.
   *
   * @param config what the pack's configuration says beside its defaults; templates in it are not rendered
   * @returns what could not be registered
   */
  installPack(documents: readonly PackDocument[], config: PythonObject = {}): Unregistered[] {
    return installPack(this.#world, documents, config);
  }

  /** Tells whoever listens to the stream, as the `announcement` runner does. */
  announce(route: string, body: Readonly<Record<string, unknown>>): void {
    this.#world.events.publish({ name: `st2.announcement__${route}`, body, action: undefined, execution: undefined });
  }

  get executions(): readonly Readonly<ExecutionRecord>[] {
    return [...this.#world.executions.values()];
  }

  get triggerInstances(): readonly Readonly<TriggerInstanceRecord>[] {
    return [...this.#world.triggerInstances.values()];
  }

  get enforcements(): readonly Readonly<EnforcementRecord>[] {
    return [...this.#world.enforcements.values()];
  }

  get traces(): readonly Readonly<TraceRecord>[] {
    return [...this.#world.traces.values()];
  }

  /** How many streams are open. */
  get openStreams(): number {
    return this.#world.events.open;
  }
}

const echo: Runner = ({ parameters }) => Promise.resolve({ status: 'succeeded', result: parameters });

const split = (ref: string): string[] => {
  const dot = ref.indexOf('.');
  return [ref.slice(0, dot), ref.slice(dot + 1)];
};

/** A simulated StackStorm that answers: `const sim = await startStackStorm({ clock })`. */
export async function startStackStorm(options: StackStormSimulatorOptions = {}): Promise<StackStormSimulator> {
  const simulator = new StackStormSimulator(options);
  await simulator.start();
  return simulator;
}
