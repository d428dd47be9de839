import type { RunEvent, StoredEvent } from '../events.ts';
import type { Json } from '../json.ts';
import type { AuditEntry, AuditFilter, StoredAuditEntry } from '../audit.ts';
import type { Freeze } from '../freeze.ts';
import type { LeaseAnswer, LeaseHolder, Requester, RunOwner, RunRecord } from '../run-record.ts';

/** One completion, as the journal keeps it, in the order in which completions were taken. */
export interface JournalEntry {
  path: string;
  /** Undefined for a time-out, or a step without a result. */
  value: Json | undefined;
  /** UTC ISO 8601: when the operation was begun and when it completed. */
  startedAt: string;
  at: string;
}

/** What a run wrote in one go. All of it is durable when `append` returns, or nothing. */
export interface JournalWrite {
  /** Deadlines of waits that were begun: path, milliseconds since the epoch. */
  deadlines: { path: string; at: number }[];
  entries: JournalEntry[];
  events: (RunEvent & { at: string })[];
  audit: AuditEntry[];
}

/** A decision or another message to a run, by the path that waits for it. The first one stays. */
export interface Signal {
  path: string;
  value: Json;
}

export interface RunFilter {
  status?: readonly string[];
  runbook?: string;
  parent?: string;
  /** Leaves out the runs that another run started. */
  rootsOnly?: boolean;
  /** Default `newest`. */
  first?: 'newest' | 'oldest';
  /** The first so many; default all. */
  limit?: number;
}

/** One approver's answer to a question. */
export interface Answer {
  path: string;
  decision: string;
  by: Requester;
  reason?: string;
  at: string;
}

/**
 * What an embedded engine keeps, for any number of processes. Reads answer at once; a write resolves when it is durable,
 * whole or not at all, and writes of one process take place in the order in which they were asked for. A write for a run
 * carries the writer's epoch and rejects with `RUN_ADOPTED` when another process has taken over. What the audit trail has
 * to know of a write is recorded with it.
 */
export interface RunStore {
  /** Does nothing when the run is already there. */
  insertRun(run: RunRecord): Promise<void>;
  getRun(id: string): RunRecord | undefined;
  listRuns(filter: RunFilter): RunRecord[];
  /** How many {@link listRuns} would answer, without reading them. */
  countRuns(filter: Omit<RunFilter, 'first' | 'limit'>): number;
  /**
   * Changes the record of a run that this process executes. Ending it frees its leases in the same transaction; one that
   * a running relative needs as well passes to that relative, and a root's end frees all of its tree.
   * @param write appended before, in the same transaction
   */
  updateRun(id: string, epoch: number, patch: Partial<RunRecord>, write?: JournalWrite): Promise<void>;

  /**
   * Takes a run over: the next epoch, with `owner`. Rejects with `RUN_OWNED` while `isGone` says that its owner may live,
   * with `RUN_ENDED` for a run that has ended.
   * @param version of the code that goes on with it, for the audit trail
   */
  claim(
    id: string,
    owner: RunOwner,
    now: string,
    isGone: (run: RunRecord) => boolean,
    version: string,
  ): Promise<RunRecord>;
  /** Gives up the execution and leaves the run to be resumed. */
  release(id: string, epoch: number): Promise<void>;
  /** Says that the owner lives; answers which of its runs are still its own, as id → epoch. */
  heartbeat(owner: string, now: string): Promise<Map<string, number>>;
  /** The current epoch, asked before each changing request; undefined for an unknown run. */
  epoch(id: string): number | undefined;

  journal(id: string): JournalEntry[];
  deadlines(id: string): Map<string, number>;
  append(id: string, epoch: number, write: JournalWrite): Promise<void>;
  /** Events after `seq`, oldest first. */
  events(id: string, seq: number): StoredEvent[];

  /** Takes a lease, or says who holds it. A lease of the same root run is shared with its children. */
  takeLease(target: string, run: RunRecord, since: string): Promise<LeaseAnswer>;
  leases(): (LeaseHolder & { token: number })[];
  /** Frees a lease whoever holds it. False when nobody holds it. */
  breakLease(target: string, by: Requester, reason: string, at: string): Promise<boolean>;

  /** The first signal for a path stays; answers whether this was it. */
  signal(id: string, signal: Signal): Promise<boolean>;
  getSignal(id: string, path: string): Json | undefined;
  /**
   * Keeps an answer; `decide` sees all answers to that question so far, and what it answers becomes the signal of the
   * question's path, in the same transaction.
   */
  answer(id: string, answer: Answer, decide: (answers: readonly Answer[]) => Json | undefined): Promise<void>;
  answers(id: string, path: string): Answer[];
  /** Notes that a run, and its children, shall stop. The first request stays. */
  requestCancel(id: string, cancel: NonNullable<RunRecord['cancel']>): Promise<void>;

  /** Stops everything in its scope until it is lifted. The first freeze of a scope stays: false when there is one. */
  freeze(freeze: Freeze): Promise<boolean>;
  /** False when nothing is frozen under exactly this scope. */
  unfreeze(scope: string, by: Requester, reason: string, at: string): Promise<boolean>;
  /** Oldest first. */
  freezes(): Freeze[];

  /** Oldest first. Nothing removes an entry, not even {@link prune}. */
  audit(filter: AuditFilter): StoredAuditEntry[];
  /** Forgets runs, whole trees only, whose root ended before a time (UTC ISO 8601). Answers how many records went. */
  prune(endedBefore: string, by: Requester, at: string): Promise<number>;

  /** Calls `fn` when signals, cancels, leases, freezes or the queue may have changed, by this process or another. */
  watch(fn: () => void): () => void;
  close(): Promise<void>;
}
