import { type Clock, isoNow } from '@opsbook/context';
import { RunIds, type RunRecord, hasEnded } from '@opsbook/runbook';
import type { RunEnded, RunRequest, Runs } from './runs.ts';

/** Runs that do nothing but take their time: all of them are approved at once, and end as done. */
export class ReplayRuns implements Runs {
  readonly records = new Map<string, RunRecord>();
  readonly #clock: Clock;
  readonly #takes: number;
  readonly #ids: RunIds;
  readonly #ended: RunEnded[] = [];
  readonly #watchers = new Set<() => void>();

  /** @param takes seconds */
  constructor(clock: Clock, takes: number) {
    this.#clock = clock;
    this.#takes = takes;
    this.#ids = new RunIds(clock);
  }

  nextId(): string {
    return this.#ids.next();
  }

  start({ id, runbook, input, requestedBy, leaseWait = 0 }: RunRequest): Promise<void> {
    if (this.records.has(id)) return Promise.resolve();
    const at = isoNow(this.#clock);
    this.records.set(id, {
      ...{
        id,
        root: id,
        runbook,
        input,
        requestedBy,
        leaseWait,
        approval: 'given',
        version: '',
        risk: 'safe',
        targets: [],
      },
      ...{ status: 'running', createdAt: at, startedAt: at, epoch: 1 },
    });
    this.#clock.after(this.#takes * 1000, () => {
      this.#end(id, { status: 'done' });
    });
    return Promise.resolve();
  }

  get(id: string): Promise<RunRecord | undefined> {
    return Promise.resolve(this.records.get(id));
  }

  events(): Promise<[]> {
    return Promise.resolve([]);
  }

  cancel(id: string, by: RunRecord['requestedBy'], reason: string): Promise<void> {
    this.#end(id, { status: 'cancelled', cancel: { by, reason, at: isoNow(this.#clock) } });
    return Promise.resolve();
  }

  /** Who held what then is not known. */
  holders(): Promise<[]> {
    return Promise.resolve([]);
  }

  ended(seq: number, limit: number): Promise<RunEnded[]> {
    return Promise.resolve(this.#ended.slice(seq, seq + limit));
  }

  lastEnded(): Promise<number> {
    return Promise.resolve(this.#ended.length);
  }

  watch(fn: () => void): () => void {
    this.#watchers.add(fn);
    return () => this.#watchers.delete(fn);
  }

  #end(id: string, end: Partial<RunRecord>): void {
    const record = this.records.get(id);
    if (record === undefined || hasEnded(record)) return;
    this.records.set(id, { ...record, ...end, endedAt: isoNow(this.#clock) });
    this.#ended.push({ seq: this.#ended.length + 1, run: id, root: id });
    for (const watcher of this.#watchers) watcher();
  }
}
