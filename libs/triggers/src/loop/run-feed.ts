import { type Release, isoNow, matchesGlob } from '@opsbook/context';
import { type RunRecord, RunIds, errorValue } from '@opsbook/runbook';
import type { Desk } from '../decide/desk.ts';
import { Pulse } from '../decide/pulse.ts';
import type { RunEnded } from '../decide/runs.ts';
import { runScope } from '../decide/scope-of.ts';
import type { TriggerEvent } from '../trigger-event.ts';

const OWNER = 'ended-runs';
/** Milliseconds between two looks at what has ended. */
const EVERY = 1000;
const MOST = 500;

/** Tells those who follow runs that one has ended, and makes it an event where a rule waits for such an end, or ends are handed over. */
export class RunFeed {
  readonly #desk: Desk;
  readonly #pulse: Pulse;
  readonly #ids: RunIds;
  #seq: number | undefined;
  #unwatch: Release | undefined;

  constructor(desk: Desk) {
    this.#desk = desk;
    this.#ids = new RunIds(desk.clock);
    const onTrouble = (error: unknown) => {
      desk.log('the ends of runs cannot be read now', { error: errorValue(error) });
    };
    this.#pulse = new Pulse({ clock: desk.clock, onTrouble, beat: () => this.#read() });
  }

  start(): void {
    const wake = () => {
      this.#pulse.wake();
    };
    this.#unwatch = this.#desk.runs.watch?.(wake);
    wake();
  }

  async stop(): Promise<void> {
    this.#unwatch?.();
    await this.#pulse.stop();
  }

  async #read(): Promise<number | undefined> {
    const { turns, clock, signal } = this.#desk;
    this.#seq ??= await turns.take(() => this.#begin());
    for (let more = true; more && !signal.aborted;) more = await turns.take(() => this.#page());
    return this.#unwatch === undefined ? clock.now() + EVERY : undefined;
  }

  /** What ended before anybody followed is nobody's event. */
  async #begin(): Promise<number> {
    const { store, runs, clock } = this.#desk;
    const { seq } = store.memory(OWNER);
    if (typeof seq === 'number') return seq;
    const last = await runs.lastEnded();
    await store.remember(OWNER, { seq: last }, [], isoNow(clock));
    return last;
  }

  /** Answers whether there may be more. */
  async #page(): Promise<boolean> {
    const { store, runs, clock, follow } = this.#desk;
    const ended = await runs.ended(this.#seq ?? 0, MOST);
    const last = ended.at(-1);
    if (last === undefined) return false;
    const events: TriggerEvent[] = [];
    for (const one of ended) events.push(...(await this.#eventOf(one)));
    await store.remember(OWNER, { seq: last.seq }, events, isoNow(clock));
    this.#seq = last.seq;
    for (const { run } of ended) follow(run);
    return ended.length === MOST;
  }

  async #eventOf({ run, root }: RunEnded): Promise<TriggerEvent[]> {
    const { rules, runs, clock, emit } = this.#desk;
    const all = emit?.types.includes('run') === true;
    const waiting = rules().rules.filter(({ on }) => on.type === 'run');
    if (run !== root || (waiting.length === 0 && !all)) return [];
    const record = await runs.get(run);
    const isWanted = all || waiting.some(({ on }) => matchesGlob(on.source, record?.runbook ?? ''));
    if (record === undefined || !isWanted) return [];
    return [eventOf(record, this.#ids.next(), isoNow(clock))];
  }
}

const eventOf = (record: RunRecord, id: string, receivedAt: string): TriggerEvent => ({
  ...{ id, type: 'run', source: record.runbook, key: record.id, subject: record.id, status: 'firing', receivedAt },
  payload: { run: runScope(record) },
});
