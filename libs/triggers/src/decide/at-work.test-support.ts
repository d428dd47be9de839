import { VirtualClock } from '@opsbook/context';
import { type Engine, MemoryStore, defineRunbook, fail, memoryEngine } from '@opsbook/runbook';
import * as z from 'zod';
import type { RuleSet } from '../rule.ts';
import { loadRules } from '../rules/load-rules.ts';
import { SqliteTriggerStore } from '../store/sqlite-trigger-store.ts';
import type { TriggerEvent } from '../trigger-event.ts';
import type { TriggerStore } from '../trigger-store.ts';
import { engineRuns } from './engine-runs.ts';
import type { TriggersOptions } from './triggers-options.ts';
import { Triggers } from './triggers.ts';

/** What the toy runbooks act upon: hosts that are broken or not, and tickets. */
export class Site {
  readonly broken = new Set<string>();
  readonly fixed: string[] = [];
  readonly tickets: { summary: string; text: string }[] = [];
  /** Seconds that a fix takes. */
  takes = 5;
}

const runbook = defineRunbook<Site>();
const host = z.object({ host: z.string() });
const anything = z.unknown();

export const runbooks = [
  runbook({
    ...{ name: 'host.fix', summary: 'Fix a host', risk: 'safe', input: host.extend({ with: anything.optional() }) },
    output: z.object({ ok: z.boolean() }),
    targets: (input) => [`host/${input.host}`],
    run: async (ctx, input) => {
      await ctx.sleep(ctx.services.takes);
      await ctx.once('fixed', () => Promise.resolve(ctx.services.fixed.push(input.host)), { assume: 1 });
      if (input.host.startsWith('bad')) fail('it cannot be mended');
      ctx.services.broken.delete(input.host);
      return { ok: true };
    },
  }),
  runbook({
    ...{ name: 'host.look', summary: 'Look at a host', risk: 'read-only', input: host, output: anything },
    run: async (ctx, input) => ({
      broken: await ctx.read('it', () => Promise.resolve(ctx.services.broken.has(input.host))),
    }),
  }),
  runbook({
    ...{ name: 'ticket.create', summary: 'Tell people', risk: 'safe', output: anything },
    input: z.object({ summary: z.string(), text: z.string().default('') }),
    run: (ctx, ticket) => ctx.once('sent', () => Promise.resolve(ctx.services.tickets.push(ticket)), { assume: 1 }),
  }),
];

/** Rules as an operator writes them. */
export const rulesOf = (text: string): RuleSet =>
  loadRules([{ path: 'rules.yaml', text: `rules:\n${text}` }], { runbooks });

/** One rule; what is appended to it belongs to it. */
export const FIX = `
  - name: fix
    on: { alert: '*' }
    when: { field: labels.alertname, equals: HostDown }
    run: host.fix
    input: { host: '\${labels.instance}' }
`;

let count = 0;

/** An alert of a host. */
export function alert(
  name: string,
  change: Partial<TriggerEvent> & { labels?: Record<string, string> } = {},
): TriggerEvent {
  const { labels, ...event } = change;
  count += 1;
  const { status = 'firing' } = event;
  return {
    ...{
      id: `e${String(count).padStart(7, '0')}`,
      type: 'alert',
      source: 'prod',
      key: `${name}/${status}`,
      subject: name,
      status,
    },
    receivedAt: '2030-01-01T00:00:00.000Z',
    payload: { status, labels: { alertname: 'HostDown', instance: name, ...labels } },
    ...event,
  };
}

/** A ledger of events, an engine and rules that work on them, on a virtual clock. */
export class AtWork {
  readonly clock = new VirtualClock();
  readonly site = new Site();
  readonly store: TriggerStore = new SqliteTriggerStore(':memory:', this.clock);
  readonly engine: Engine;
  readonly logs: string[] = [];
  #triggers: Triggers | undefined;

  constructor() {
    const { clock, site } = this;
    this.engine = memoryEngine<Site>({
      runbooks,
      version: 'test',
      connect: () => site,
      clock,
      store: new MemoryStore(),
    });
    this.engine.work({ concurrency: 50 });
  }

  /** A process that decides; the one before it is gone. */
  async begin(rules: RuleSet, change: Partial<TriggersOptions> = {}): Promise<Triggers> {
    const { store, engine, clock } = this;
    await this.#triggers?.stop();
    const log = (line: string, fields: Record<string, unknown>) => this.logs.push(`${line} ${JSON.stringify(fields)}`);
    this.#triggers = await Triggers.start({ store, runs: engineRuns(engine, clock), clock, rules, log, ...change });
    return this.#triggers;
  }

  async add(...events: TriggerEvent[]): Promise<void> {
    const receivedAt = this.now();
    await this.store.append(
      events.map((event) => ({ event: { ...event, receivedAt } })),
      receivedAt,
    );
  }

  now = (): string => new Date(this.clock.now()).toISOString();

  /** Lets virtual time pass until it is so. */
  async until(condition: () => boolean): Promise<void> {
    for (let turn = 0; turn < 100_000; turn += 1) {
      if (condition()) return;
      await new Promise((resolve) => setImmediate(resolve));
    }
    throw new Error(
      `it never came to be so: ${JSON.stringify(this.store.list({ first: 'oldest' }).map(({ state }) => state))}`,
    );
  }

  async pass(seconds: number): Promise<void> {
    const end = this.clock.now() + seconds * 1000;
    this.clock.after(seconds * 1000, () => undefined);
    await this.until(() => this.clock.now() >= end);
  }

  /** Until each event has its state and each run is known for what it was. */
  async settled(): Promise<void> {
    await this.until(() => {
      const open = this.store.remediations({ phase: ['starting', 'running', 'verifying'] });
      return open.length === 0 && this.store.counts({}).received === 0;
    });
  }

  /** What became of each event, by its subject and status. */
  states(): string[] {
    return this.store.list({ first: 'oldest' }).map(({ event: { subject, status }, state }) => {
      const by = 'by' in state ? ` by ${state.by}` : '';
      return `${subject}${status === 'firing' ? '' : ' resolved'}: ${state.state}${by}`;
    });
  }

  outcomes(): string[] {
    return this.store
      .remediations({})
      .map(({ target, subject, outcome, phase }) => `${target || subject}: ${outcome ?? phase}`)
      .sort();
  }

  async end(): Promise<void> {
    await this.#triggers?.stop();
    await this.engine.close();
    await this.store.close();
  }
}
