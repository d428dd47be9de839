import type { Clock } from '@opsbook/context';
import {
  type Answer,
  type AuditFilter,
  type Freeze,
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
  type StoredAuditEntry,
  type StoredEvent,
  hasEnded,
  trail,
} from '@opsbook/runbook';
import { Database, GroupCommit } from '@opsbook/sqlite';
import { AuditTable } from './audit-table.ts';
import { FreezesTable } from './freezes-table.ts';
import { JournalTable } from './journal-table.ts';
import { LeasesTable } from './leases-table.ts';
import { MessagesTable } from './messages-table.ts';
import { RUNS } from './migrations.ts';
import { pruneRuns } from './prune-runs.ts';
import { RunsTable } from './runs-table.ts';
import { Watchers } from './watchers.ts';

/**
 * Keeps runs in one SQLite file that any number of processes of one host may have open. The writes that were asked for
 * in one turn of the event loop are one short transaction. It blocks the process, for at most 5 seconds while other
 * processes write; then its writes reject with `LEDGER_BUSY`.
 */
export class SqliteStore implements RunStore {
  readonly #db: Database;
  readonly #runs: RunsTable;
  readonly #journal: JournalTable;
  readonly #leases: LeasesTable;
  readonly #messages: MessagesTable;
  readonly #freezes: FreezesTable;
  readonly #audit: AuditTable;
  readonly #writes: GroupCommit;
  readonly #watchers: Watchers;

  /**
   * @param path the file; it and its directory are made when missing. Throws what `Database` does.
   * @param clock paces the look at what other processes wrote, and stands still while a write is under way
   * @param db for tests: the connection, with limits of its own
   */
  constructor(path: string, clock: Clock, db = new Database(path, RUNS)) {
    this.#db = db;
    this.#runs = new RunsTable(this.#db);
    this.#journal = new JournalTable(this.#db);
    this.#leases = new LeasesTable(this.#db);
    this.#messages = new MessagesTable(this.#db);
    this.#freezes = new FreezesTable(this.#db);
    this.#audit = new AuditTable(this.#db);
    this.#writes = new GroupCommit(this.#db, clock);
    this.#watchers = new Watchers(clock, () => this.#db.version());
  }

  async insertRun(run: RunRecord): Promise<void> {
    await this.#told(() => {
      if (!this.#runs.insert(run)) return false;
      this.#audit.record(trail.requested(run));
      return run.owner === undefined;
    });
  }

  getRun(id: string): RunRecord | undefined {
    return this.#runs.get(id);
  }

  listRuns(filter: RunFilter): RunRecord[] {
    return this.#runs.list(filter);
  }

  countRuns(filter: RunFilter): number {
    return this.#runs.count(filter);
  }

  async updateRun(id: string, epoch: number, patch: Partial<RunRecord>, write?: JournalWrite): Promise<void> {
    const freed = await this.#writes.add(() => {
      const before = this.#runs.known(id);
      this.#runs.checkEpoch(id, epoch, before.epoch);
      if (write !== undefined) this.#append(id, write);
      const run = { ...before, ...patch };
      this.#runs.update(run);
      if (!hasEnded(run)) return 0;
      if (!hasEnded(before)) this.#audit.record(trail.ended(run));
      return this.#leases.free(id);
    });
    if (freed > 0) this.#watchers.tell();
  }

  claim(
    id: string,
    owner: RunOwner,
    now: string,
    isGone: (run: RunRecord) => boolean,
    version: string,
  ): Promise<RunRecord> {
    return this.#writes.add(() => {
      const run = this.#runs.claim(id, owner, now, isGone);
      this.#audit.record(trail.claimed(run, version, now));
      return run;
    });
  }

  release(id: string, epoch: number): Promise<void> {
    return this.#writes.add(() => {
      this.#runs.checkEpoch(id, epoch);
      this.#runs.release(id);
    });
  }

  heartbeat(owner: string, now: string): Promise<Map<string, number>> {
    return this.#writes.add(() => this.#runs.heartbeat(owner, now));
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

  append(id: string, epoch: number, write: JournalWrite): Promise<void> {
    return this.#writes.add(() => {
      this.#runs.checkEpoch(id, epoch);
      this.#append(id, write);
    });
  }

  events(id: string, seq: number): StoredEvent[] {
    return this.#journal.events(id, seq);
  }

  /** Rejects with `RUN_ADOPTED` too: a lease taken for a run that another process has ended would never be freed. */
  takeLease(target: string, run: RunRecord, since: string): Promise<LeaseAnswer> {
    return this.#writes.add(() => {
      this.#runs.checkEpoch(run.id, run.epoch);
      return this.#leases.take(target, run, since);
    });
  }

  leases(): (LeaseHolder & { token: number })[] {
    return this.#leases.list();
  }

  breakLease(target: string, by: Requester, reason: string, at: string): Promise<boolean> {
    return this.#told(() => {
      const held = this.#leases.break(target);
      if (held !== undefined) this.#audit.record(trail.leaseBroken(held, { by, reason, at }));
      return held !== undefined;
    });
  }

  signal(id: string, signal: Signal): Promise<boolean> {
    return this.#told(() => this.#messages.signal(id, signal));
  }

  getSignal(id: string, path: string): Json | undefined {
    return this.#messages.getSignal(id, path);
  }

  async answer(id: string, answer: Answer, decide: (answers: readonly Answer[]) => Json | undefined): Promise<void> {
    await this.#told(() => {
      const run = this.#runs.known(id);
      this.#messages.answer(id, answer);
      this.#audit.record(trail.answered(run, answer));
      const value = decide(this.#messages.answers(id, answer.path));
      return value !== undefined && this.#messages.signal(id, { path: answer.path, value });
    });
  }

  answers(id: string, path: string): Answer[] {
    return this.#messages.answers(id, path);
  }

  async requestCancel(id: string, cancel: NonNullable<RunRecord['cancel']>): Promise<void> {
    await this.#told(() => {
      const isNews = this.#runs.requestCancel(id, cancel);
      if (isNews) this.#audit.record(trail.cancelRequested(this.#runs.known(id), cancel));
      return isNews;
    });
  }

  freeze(freeze: Freeze): Promise<boolean> {
    return this.#told(() => {
      const added = this.#freezes.add(freeze);
      if (added) this.#audit.record(trail.frozen(freeze));
      return added;
    });
  }

  unfreeze(scope: string, by: Requester, reason: string, at: string): Promise<boolean> {
    return this.#told(() => {
      const lifted = this.#freezes.lift(scope);
      if (lifted !== undefined) this.#audit.record(trail.unfrozen(lifted, { by, reason, at }));
      return lifted !== undefined;
    });
  }

  freezes(): Freeze[] {
    return this.#freezes.list();
  }

  audit(filter: AuditFilter): StoredAuditEntry[] {
    return this.#audit.list(filter);
  }

  /** In transactions of some hundred runs, so that nobody waits for long; each leaves its own entry in the trail. */
  async prune(endedBefore: string, by: Requester, at: string): Promise<number> {
    let pruned = 0;
    for (;;) {
      const went = await this.#writes.add(() => {
        const runs = pruneRuns(this.#db, endedBefore);
        if (runs > 0) this.#audit.record(trail.pruned(runs, endedBefore, by, at));
        return runs;
      });
      if (went === 0) return pruned;
      pruned += went;
    }
  }

  watch(fn: () => void): () => void {
    return this.#watchers.add(fn);
  }

  /** Writes what was asked for first. */
  close(): Promise<void> {
    this.#writes.flush();
    this.#watchers.close();
    this.#db.close();
    return Promise.resolve();
  }

  #append(id: string, write: JournalWrite): void {
    this.#journal.append(id, write);
    for (const entry of write.audit) this.#audit.record(entry);
  }

  /** A write that answers whether it is news to who watches. */
  async #told(perform: () => boolean): Promise<boolean> {
    const isNews = await this.#writes.add(perform);
    if (isNews) this.#watchers.tell();
    return isNews;
  }
}
