import { type Release, isoNow } from '@opsbook/context';
import { errorValue } from '@opsbook/runbook';
import type { EventState, StoredTriggerEvent } from '../event-state.ts';
import type { TriggerEvent } from '../trigger-event.ts';
import { Batch } from './batch.ts';
import { decideEvent } from './decide-event.ts';
import type { Desk } from './desk.ts';
import { Pulse } from './pulse.ts';
import { isOver } from './resolve.ts';
import { Starter } from './starter.ts';
import { subjectOf } from './subject-of.ts';
import { type Unit, Waiting } from './waiting.ts';

/** Events decided in one write. */
const MOST = 500;
/** After so many, whoever else wants to say something has a turn: requests are waiting for their answer. */
const AT_ONCE = 20;

/** Takes each event to its one state, and starts the runs. What it keeps in memory is in the ledger as well. */
export class Decider {
  readonly #desk: Desk;
  readonly #pulse: Pulse;
  readonly #starter: Starter;
  /** Rules of which a run has ended. */
  #freed = new Set<string>();
  #waiting = new Waiting();
  /** Whether what is in memory is no longer what is in the ledger. */
  #stale = true;
  #cursor: string | undefined;
  #unwatch: Release = () => undefined;

  constructor(desk: Desk) {
    this.#desk = desk;
    this.#starter = new Starter(desk, () => {
      this.renew();
    });
    const onTrouble = (error: unknown) => {
      this.#stale = true;
      desk.log('events cannot be decided now', { error: errorValue(error) });
    };
    this.#pulse = new Pulse({ clock: desk.clock, onTrouble, beat: () => this.#beat() });
  }

  start(): void {
    this.#unwatch = this.#desk.store.watch(() => {
      this.#pulse.wake();
    });
    this.#pulse.wake();
  }

  async stop(): Promise<void> {
    this.#unwatch();
    await this.#pulse.stop();
    await this.#starter.stop();
  }

  /** A run of this rule is under way no longer. */
  freed(rule: string): void {
    this.#freed.add(rule);
    this.#pulse.wake();
  }

  /** Other rules, or another state of the ledger: looks at all that waits. */
  renew(): void {
    this.#stale = true;
    this.#pulse.wake();
  }

  async #beat(): Promise<number | undefined> {
    const { turns, signal } = this.#desk;
    if (this.#stale) await turns.take(() => this.#load());
    this.#cursor = undefined;
    // What is left is for the next life of the process.
    while (!signal.aborted && (await turns.take(() => this.#decide())));
    return this.#waiting.nextDue();
  }

  /** What was put off, and what was about to be started. */
  async #load(): Promise<void> {
    const { store } = this.#desk;
    this.#waiting = new Waiting();
    const waiting = store.waiting().sort((a, b) => (a.event.id < b.event.id ? -1 : 1));
    for (const { event, state } of waiting) {
      if (state.state === 'received' && state.waits !== undefined) this.#waiting.add(event, state.waits);
    }
    this.#freed = new Set(this.#waiting.parkedRules());
    await this.#starter.resume();
    this.#stale = false;
  }

  /** Answers whether there may be more. */
  async #decide(): Promise<boolean> {
    const { store, clock, ruleOf } = this.#desk;
    const batch = new Batch(store);
    const isFull = () => batch.notice !== undefined || batch.decided.size >= MOST;
    for (const unit of this.#waiting.due(clock.now(), (rule) => ruleOf(rule)?.enabled === true)) {
      if (!isFull()) await this.#decideUnit(batch, unit);
    }
    for (const rule of this.#freed) if (!isFull()) await this.#decideParked(batch, rule);
    const after = this.#cursor === undefined ? {} : { after: this.#cursor };
    const page = isFull() ? [] : store.undecided({ limit: MOST - batch.decided.size, ...after });
    for (const stored of page) {
      await this.#decideNew(batch, stored);
      if (batch.notice !== undefined) break;
      this.#cursor = stored.event.id;
      await breath(batch);
    }
    await this.#write(batch);
    await batch.notice?.();
    return batch.notice !== undefined || batch.decided.size > 0 || page.length > 0;
  }

  async #decideNew(batch: Batch, { event, state }: StoredTriggerEvent): Promise<void> {
    if (state.state !== 'received' || state.intent !== undefined || batch.decided.has(event.id)) return;
    await decideEvent(this.#desk, batch, this.#waiting, event);
  }

  /** Lets those that wait for a run's end go on, in their order, until one has to wait again. */
  async #decideParked(batch: Batch, rule: string): Promise<void> {
    for (const unit of this.#waiting.parked(rule)) {
      if (batch.decided.size >= MOST) return;
      if (unit.events.some(({ id }) => batch.decided.has(id))) continue;
      await this.#decideUnit(batch, unit);
      if (batch.notice !== undefined) return;
      const parked = unit.events.filter(({ id }) => isParked(batch.decided.get(id)?.state));
      // As before: nothing to write.
      for (const { id } of parked) batch.decided.delete(id);
      if (parked.length > 0) break;
    }
    this.#freed.delete(rule);
  }

  /** Those that waited together are answered together. */
  async #decideUnit(batch: Batch, { wait, events }: Unit): Promise<void> {
    const rest = [...events];
    for (let event = rest.shift(); event !== undefined; event = rest.shift()) {
      if (batch.decided.has(event.id)) continue;
      await decideEvent(this.#desk, batch, this.#waiting, event, { wait, events });
      if (batch.notice !== undefined) return;
      const state = batch.decided.get(event.id)?.state;
      if (wait.group === undefined || state?.state !== 'received') continue;
      const { intent, waits } = state;
      if ((intent ?? waits)?.rule !== wait.rule) continue;
      for (const other of rest) {
        if (batch.decided.has(other.id)) continue;
        if (isOver(this.#desk.store, other)) {
          const why = 'it was over before its turn came';
          batch.decide(other, { state: 'suppressed', rule: wait.rule, by: 'resolved', why });
        } else if (intent !== undefined) {
          const why = `one run answers the group '${wait.group}'`;
          batch.decide(other, { state: 'merged', ...intent, why });
        } else batch.decide(other, state);
        await breath(batch);
      }
      return;
    }
  }

  async #write(batch: Batch): Promise<void> {
    if (batch.decided.size === 0) return;
    const { store, clock } = this.#desk;
    await store.decide(batch.decisions(), isoNow(clock));
    for (const { event, state } of batch.decided.values()) {
      const waits = state.state === 'received' ? state.waits : undefined;
      this.#waiting.remove(event.id);
      if (waits !== undefined) this.#waiting.add(event, waits);
      if (event.status === 'resolved') this.#tellOfEnd(batch, event);
    }
    await this.#starter.start(batch.starts);
  }

  #tellOfEnd(batch: Batch, event: TriggerEvent): void {
    for (const { run } of batch.view.remediations({ subject: subjectOf(event) })) this.#desk.follow(run);
  }
}

async function breath({ decided }: Batch): Promise<void> {
  if (decided.size % AT_ONCE === 0) await new Promise((resolve) => setImmediate(resolve));
}

const isParked = (state: EventState | undefined): boolean =>
  state?.state === 'received' && state.waits !== undefined && state.waits.until === undefined;
