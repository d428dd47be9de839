import type { Clock } from '@opsbook/context';
import {
  type Answer,
  type JournalEntry,
  type JournalWrite,
  type Json,
  type LeaseAnswer,
  type LeaseHolder,
  type Requester,
  type RunFilter,
  type RunOwner,
  type RunRecord,
  type RunStore,
  type Signal,
  type StoredEvent,
  hasEnded,
} from '@opsbook/runbook';
import { Database } from './database.ts';
import { JournalTable } from './journal-table.ts';
import { LeasesTable } from './leases-table.ts';
import { MessagesTable } from './messages-table.ts';
import { RunsTable } from './runs-table.ts';
import { Watchers } from './watchers.ts';

/**
 * Keeps runs in one SQLite file that any number of processes of one host may have open. A call blocks for one short
 * transaction, and for at most 5 seconds while other processes write; then it throws `LEDGER_BUSY`.
 */
export class SqliteStore implements RunStore {
  readonly #db: Database;
  readonly #runs: RunsTable;
  readonly #journal: JournalTable;
  readonly #leases: LeasesTable;
  readonly #messages: MessagesTable;
  readonly #watchers: Watchers;

  /**
   * @param path the file; it and its directory are made when missing. Throws what `Database` does.
   * @param clock paces the look at what other processes wrote
   */
  constructor(path: string, clock: Clock) {
    this.#db = new Database(path);
    this.#runs = new RunsTable(this.#db);
    this.#journal = new JournalTable(this.#db);
    this.#leases = new LeasesTable(this.#db);
    this.#messages = new MessagesTable(this.#db);
    this.#watchers = new Watchers(clock, () => this.#db.version());
  }

  insertRun(run: RunRecord): void {
    this.#db.write(() => this.#runs.insert(run));
  }

  getRun(id: string): RunRecord | undefined {
    return this.#runs.get(id);
  }

  listRuns(filter: RunFilter): RunRecord[] {
    return this.#runs.list(filter);
  }

  updateRun(id: string, epoch: number, patch: Partial<RunRecord>): void {
    const freed = this.#db.write(() => {
      const run = { ...this.#runs.mine(id, epoch), ...patch };
      this.#runs.update(run);
      return hasEnded(run) ? this.#leases.free(id) : 0;
    });
    if (freed > 0) this.#watchers.tell();
  }

  claim(id: string, owner: RunOwner, now: string, isGone: (run: RunRecord) => boolean): RunRecord {
    return this.#db.write(() => this.#runs.claim(id, owner, now, isGone));
  }

  release(id: string, epoch: number): void {
    this.#db.write(() => {
      const { owner: _owner, ...run } = this.#runs.mine(id, epoch);
      this.#runs.update(run);
    });
  }

  heartbeat(owner: string, now: string): Map<string, number> {
    return this.#db.write(() => this.#runs.heartbeat(owner, now));
  }

  epoch(id: string): number | undefined {
    return this.#runs.epoch(id);
  }

  journal(id: string): JournalEntry[] {
    return this.#journal.entries(id);
  }

  deadlines(id: string): Map<string, number> {
    return this.#journal.deadlines(id);
  }

  append(id: string, epoch: number, write: JournalWrite): void {
    this.#db.write(() => {
      this.#runs.mine(id, epoch);
      this.#journal.append(id, write);
    });
  }

  events(id: string, seq: number): StoredEvent[] {
    return this.#journal.events(id, seq);
  }

  /** Throws `RUN_ADOPTED` too: a lease taken for a run that another process has ended would never be freed. */
  takeLease(target: string, run: RunRecord, since: string): LeaseAnswer {
    return this.#db.write(() => {
      this.#runs.mine(run.id, run.epoch);
      return this.#leases.take(target, run, since);
    });
  }

  leases(): (LeaseHolder & { token: number })[] {
    return this.#leases.list();
  }

  breakLease(target: string, by: Requester, reason: string, at: string): boolean {
    const broken = this.#db.write(() => this.#leases.break(target, by, reason, at));
    if (broken) this.#watchers.tell();
    return broken;
  }

  signal(id: string, signal: Signal): boolean {
    const first = this.#db.write(() => this.#messages.signal(id, signal));
    if (first) this.#watchers.tell();
    return first;
  }

  getSignal(id: string, path: string): Json | undefined {
    return this.#messages.getSignal(id, path);
  }

  answer(id: string, answer: Answer): void {
    this.#db.write(() => this.#messages.answer(id, answer));
  }

  answers(id: string, path: string): Answer[] {
    return this.#messages.answers(id, path);
  }

  requestCancel(id: string, cancel: NonNullable<RunRecord['cancel']>): void {
    this.#db.write(() => this.#runs.requestCancel(id, cancel));
    this.#watchers.tell();
  }

  watch(fn: () => void): () => void {
    return this.#watchers.add(fn);
  }

  close(): void {
    this.#watchers.close();
    this.#db.close();
  }
}
