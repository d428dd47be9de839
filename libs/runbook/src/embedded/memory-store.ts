import type { AuditFilter, StoredAuditEntry } from '../audit.ts';
import type { StoredEvent } from '../events.ts';
import type { Freeze } from '../freeze.ts';
import type { Json } from '../json.ts';
import {
  type LeaseAnswer,
  type LeaseHolder,
  type Requester,
  type RunOwner,
  type RunRecord,
  hasEnded,
} from '../run-record.ts';
import { AuditTable } from './memory/audit-table.ts';
import { copy } from './memory/copy.ts';
import { JournalTable } from './memory/journal-table.ts';
import { LeasesTable } from './memory/leases-table.ts';
import { MessagesTable } from './memory/messages-table.ts';
import { RunsTable } from './memory/runs-table.ts';
import type { Answer, JournalEntry, JournalWrite, RunFilter, RunStore, Signal } from './run-store.ts';
import { trail } from './trail.ts';

/** Keeps runs in this process, for tests and for planning what-ifs. Everything is copied in and out, as a file would. */
export class MemoryStore implements RunStore {
  readonly #runs = new RunsTable();
  readonly #journals = new JournalTable();
  readonly #leases = new LeasesTable();
  readonly #messages = new MessagesTable();
  readonly #audit = new AuditTable();
  readonly #freezes = new Map<string, Freeze>();
  readonly #watchers = new Set<() => void>();

  insertRun(run: RunRecord): Promise<void> {
    return write(() => {
      if (!this.#runs.insert(run)) return;
      this.#audit.record(trail.requested(run));
      if (run.owner === undefined) this.#changed();
    });
  }

  getRun(id: string): RunRecord | undefined {
    return this.#runs.get(id);
  }

  listRuns(filter: RunFilter): RunRecord[] {
    return this.#runs.list(filter);
  }

  countRuns(filter: RunFilter): number {
    return this.#runs.fitting(filter).length;
  }

  updateRun(id: string, epoch: number, patch: Partial<RunRecord>, last?: JournalWrite): Promise<void> {
    return write(() => {
      const run = this.#runs.mine(id, epoch);
      if (last !== undefined) this.#append(id, last);
      const had = hasEnded(run);
      Object.assign(run, copy(patch));
      if (!hasEnded(run)) return;
      if (!had) this.#audit.record(trail.ended(run));
      this.#leases.free(id, this.#runs.all());
      this.#changed();
    });
  }

  claim(
    id: string,
    owner: RunOwner,
    now: string,
    isGone: (run: RunRecord) => boolean,
    version: string,
  ): Promise<RunRecord> {
    return write(() => {
      const run = this.#runs.claim(id, owner, now, isGone);
      this.#audit.record(trail.claimed(run, version, now));
      return copy(run);
    });
  }

  release(id: string, epoch: number): Promise<void> {
    return write(() => {
      delete this.#runs.mine(id, epoch).owner;
    });
  }

  heartbeat(owner: string, now: string): Promise<Map<string, number>> {
    return write(() => this.#runs.heartbeat(owner, now));
  }

  epoch(id: string): number | undefined {
    return this.#runs.epoch(id);
  }

  journal(id: string): JournalEntry[] {
    return this.#journals.entries(id);
  }

  deadlines(id: string): Map<string, number> {
    return this.#journals.deadlines(id);
  }

  append(id: string, epoch: number, what: JournalWrite): Promise<void> {
    return write(() => {
      this.#runs.mine(id, epoch);
      this.#append(id, what);
    });
  }

  events(id: string, seq: number): StoredEvent[] {
    return this.#journals.events(id, seq);
  }

  takeLease(target: string, run: RunRecord, since: string): Promise<LeaseAnswer> {
    return write(() => {
      this.#runs.mine(run.id, run.epoch);
      return this.#leases.take(target, run, since);
    });
  }

  leases(): (LeaseHolder & { token: number })[] {
    return this.#leases.list();
  }

  breakLease(target: string, by: Requester, reason: string, at: string): Promise<boolean> {
    return write(() => {
      const held = this.#leases.break(target);
      if (held === undefined) return false;
      this.#audit.record(trail.leaseBroken(held, { by, reason, at }));
      this.#changed();
      return true;
    });
  }

  signal(id: string, signal: Signal): Promise<boolean> {
    return write(() => this.#signal(id, signal));
  }

  getSignal(id: string, path: string): Json | undefined {
    return this.#messages.getSignal(id, path);
  }

  answer(id: string, answer: Answer, decide: (answers: readonly Answer[]) => Json | undefined): Promise<void> {
    return write(() => {
      const run = this.#runs.known(id);
      this.#messages.answer(id, answer);
      this.#audit.record(trail.answered(run, answer));
      const decision = decide(this.answers(id, answer.path));
      if (decision !== undefined) this.#signal(id, { path: answer.path, value: decision });
    });
  }

  answers(id: string, path: string): Answer[] {
    return this.#messages.answers(id, path);
  }

  requestCancel(id: string, cancel: NonNullable<RunRecord['cancel']>): Promise<void> {
    return write(() => {
      const asked = this.#runs.below(id).filter((run) => !hasEnded(run) && run.cancel === undefined);
      for (const run of asked) run.cancel = copy(cancel);
      if (asked.length > 0) this.#audit.record(trail.cancelRequested(this.#runs.known(id), cancel));
      this.#changed();
    });
  }

  freeze(freeze: Freeze): Promise<boolean> {
    return write(() => {
      if (this.#freezes.has(freeze.scope)) return false;
      this.#freezes.set(freeze.scope, copy(freeze));
      this.#audit.record(trail.frozen(freeze));
      this.#changed();
      return true;
    });
  }

  unfreeze(scope: string, by: Requester, reason: string, at: string): Promise<boolean> {
    return write(() => {
      const freeze = this.#freezes.get(scope);
      if (freeze === undefined) return false;
      this.#freezes.delete(scope);
      this.#audit.record(trail.unfrozen(freeze, { by, reason, at }));
      this.#changed();
      return true;
    });
  }

  freezes(): Freeze[] {
    return copy([...this.#freezes.values()]);
  }

  audit(filter: AuditFilter): StoredAuditEntry[] {
    return this.#audit.list(filter);
  }

  prune(endedBefore: string, by: Requester, at: string): Promise<number> {
    return write(() => {
      const old = this.#runs.prune(endedBefore);
      for (const id of old) {
        for (const table of [this.#journals, this.#messages, this.#leases]) table.forget(id);
      }
      if (old.length > 0) this.#audit.record(trail.pruned(old.length, endedBefore, by, at));
      return old.length;
    });
  }

  watch(fn: () => void): () => void {
    this.#watchers.add(fn);
    return () => this.#watchers.delete(fn);
  }

  close(): Promise<void> {
    return write(() => this.#watchers.clear());
  }

  #changed(): void {
    for (const watcher of [...this.#watchers]) watcher();
  }

  #signal(id: string, signal: Signal): boolean {
    const first = this.#messages.signal(id, signal);
    if (first) this.#changed();
    return first;
  }

  #append(id: string, what: JournalWrite): void {
    this.#journals.append(id, what);
    for (const entry of what.audit) this.#audit.record(entry);
  }
}

/** Performed after the call, as a disk would: who does not wait for it does not see it. */
const write = <T>(perform: () => T): Promise<T> => Promise.resolve().then(perform);
