import { VirtualClock, isoNow, unrestricted } from '@opsbook/context';
import { type Engine, MemoryStore, RunIds, defineRunbook, memoryEngine } from '@opsbook/runbook';
import { temporaryLedger } from '@opsbook/sqlite/testing';
import { type StackStormClient, stackstorm } from '@opsbook/stackstorm';
import { type Runner, StackStormSimulator } from '@opsbook/stackstorm/testing';
import {
  type EmitPolicy,
  Emitter,
  type TriggerEvent,
  type TriggerStore,
  Triggers,
  engineRuns,
  loadRules,
  openTriggerStore,
} from '@opsbook/triggers';
import * as z from 'zod';
import { withMethods } from '../server/intake-kit.test-support.ts';
import { stackstormSink } from './stackstorm-sink.ts';

/** Where a process dies: at its how-manieth write of what became of events, from 1, before or after that is durable. */
export interface Death {
  write: number;
  when: 'before' | 'after';
}

const runbook = defineRunbook<{ mended: string[] }>();
const mend = runbook({
  ...{ name: 'host.mend', summary: 'Mend a host', risk: 'safe' },
  input: z.object({ host: z.string() }),
  output: z.object({ mended: z.string() }),
  run: async (ctx, { host }) => {
    await ctx.once('mend', () => Promise.resolve(ctx.services.mended.push(host)), { assume: 1 });
    return { mended: host };
  },
});

const RULES = `rules:
  - { name: here, on: { alert: '*' }, when: { field: labels.here, exists: true }, run: host.mend, input: { host: '\${labels.instance}' } }
`;

/** A StackStorm whose rule has hosts mended, and the ledger of a daemon that tells it of alerts; on a virtual clock. */
export class StackStormSite {
  readonly clock = new VirtualClock();
  readonly #ledger = temporaryLedger();
  readonly store: TriggerStore = openTriggerStore({ path: this.#ledger.path, clock: this.clock });
  readonly mended: string[] = [];
  readonly logs: string[] = [];
  readonly engine: Engine;
  readonly sim: StackStormSimulator;
  readonly #clients: StackStormClient[] = [];
  readonly #ids = new RunIds(this.clock);
  #ends: (() => Promise<void>)[] = [];

  constructor() {
    const { clock, mended } = this;
    const connect = () => ({ mended });
    this.engine = memoryEngine({ runbooks: [mend], version: '1', clock, connect, store: new MemoryStore() });
    this.sim = new StackStormSimulator({ clock, runner: this.#runner() });
  }

  /** StackStorm, with the pack where it is installed. */
  async install(): Promise<void> {
    await this.sim.start();
    const payloadSchema = { type: 'object', properties: { event: { type: 'string', required: true } } };
    this.sim.addTriggerType('opsbook.alert', { payloadSchema });
    this.sim.addAction({
      ref: 'opsbook.host_mend',
      parameters: { host: { type: 'string', required: true }, event: { type: 'string' }, status: { type: 'string' } },
    });
    await this.client().rules.create({
      ...{ pack: 'opsbook', name: 'mend', enabled: true, trigger: { type: 'opsbook.alert' } },
      action: {
        ref: 'opsbook.host_mend',
        parameters: {
          host: '{{ trigger.labels.instance }}',
          event: '{{ trigger.event }}',
          status: '{{ trigger.status }}',
        },
      },
    });
  }

  client(): StackStormClient {
    const auth = { apiKey: this.sim.addApiKey() };
    const context = { guard: unrestricted, clock: this.clock };
    const made = stackstorm({ url: this.sim.url, auth, context, http: { random: () => 1 } });
    this.#clients.push(made);
    return made;
  }

  /** A process that decides and hands over. Resolves to whether it is dead. */
  async begin(death?: Death, rules: EmitPolicy['rules'] = 'none'): Promise<() => boolean> {
    const { clock, engine } = this;
    const { store, isDead } = mortal(this.store, death);
    const log = (line: string, fields: Record<string, unknown>) => this.logs.push(`${line} ${JSON.stringify(fields)}`);
    const emitter = new Emitter({ store, clock, sink: stackstormSink(this.client()), log });
    const set = loadRules([{ path: 'rules.yaml', text: RULES }], { runbooks: [mend] });
    const emit: EmitPolicy = { types: ['alert', 'sensor'], rules, pack: 'opsbook' };
    const triggers = await Triggers.start({ store, clock, log, emit, rules: set, runs: engineRuns(engine, clock) });
    emitter.start();
    this.#ends.push(async () => {
      await emitter.stop();
      await triggers.stop();
    });
    return isDead;
  }

  /** Ends the processes there are. */
  async stop(): Promise<void> {
    const ends = this.#ends;
    this.#ends = [];
    for (const end of ends) await end();
  }

  async add(
    ...alerts: { host: string; status?: 'firing' | 'resolved'; labels?: Record<string, string> }[]
  ): Promise<void> {
    const receivedAt = isoNow(this.clock);
    const events = alerts.map(({ host, status = 'firing', labels }): { event: TriggerEvent } => ({
      event: {
        ...{
          id: this.#ids.next(),
          type: 'alert',
          source: 'prod',
          key: `${host}/${status}`,
          subject: host,
          status,
          receivedAt,
        },
        payload: { status, labels: { alertname: 'Down', instance: host, ...labels } },
      },
    }));
    await this.store.append(events, receivedAt);
  }

  /** Lets virtual time pass until it is so. */
  async until(condition: () => boolean): Promise<void> {
    for (let turn = 0; turn < 20_000; turn += 1) {
      if (condition()) return;
      await new Promise((resolve) => setImmediate(resolve));
    }
    throw new Error(`it never came to be so: ${JSON.stringify(this.states())} ${this.logs.slice(-5).join('\n')}`);
  }

  async pass(seconds: number): Promise<void> {
    const end = this.clock.now() + seconds * 1000;
    this.clock.after(seconds * 1000, () => undefined);
    await this.until(() => this.clock.now() >= end);
  }

  states(): string[] {
    return this.store
      .list({ first: 'oldest' })
      .map(({ event: { subject, status }, state }) => `${subject} ${status}: ${state.state}`);
  }

  /** What StackStorm's rule had done, in the order in which it was begun: host, status. */
  executions(): string[] {
    return this.sim.executions.map(({ parameters }) => `${String(parameters['host'])} ${String(parameters['status'])}`);
  }

  async end(): Promise<void> {
    await this.stop();
    for (const client of this.#clients) client.close();
    await this.sim.stop();
    await this.engine.close();
    await this.store.close();
    this.#ledger.remove();
  }

  /** Executes the runbook, and answers what an action of the pack does. */
  #runner(): Runner {
    return async ({ parameters }) => {
      const requestedBy = { user: 'stanley', surface: 'stackstorm' };
      const { id } = await this.engine.start({
        runbook: mend.name,
        input: { host: String(parameters['host']) },
        requestedBy,
      });
      const { status, output } = await (await this.engine.execute(id)).ended;
      const ok = status === 'done';
      return { status: ok ? 'succeeded' : 'failed', result: { stdout: { ok, run: id, report: output } } };
    };
  }
}

/** The store of a process that dies: nothing of it reaches the ledger afterwards. */
function mortal(inner: TriggerStore, death: Death | undefined): { store: TriggerStore; isDead: () => boolean } {
  let writes = 0;
  let dead = false;
  const refuse = () => {
    if (dead) throw new Error('the process died');
  };
  const decide: TriggerStore['decide'] = async (...given) => {
    refuse();
    writes += 1;
    const isHere = writes === death?.write;
    if (isHere && death.when === 'before') dead = true;
    refuse();
    await inner.decide(...given);
    if (isHere) dead = true;
    refuse();
  };
  const remember: TriggerStore['remember'] = (...given) =>
    dead ? Promise.reject(new Error('dead')) : inner.remember(...given);
  return { store: withMethods(inner, { decide, remember }), isDead: () => dead };
}
