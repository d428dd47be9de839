import type { RunEvent, StoredEvent } from '../events.ts';
import type { Json } from '../json.ts';
import type { LeaseHolder, Requester, RunOwner, RunRecord } from '../run-record.ts';

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
  /** The latest so many; default all. */
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
 * What an embedded engine keeps. Synchronous: each call is one short transaction, and several processes may use one
 * store. A write for a run carries the writer's epoch and throws `RUN_ADOPTED` when another process has taken over.
 */
export interface RunStore {
  insertRun(run: RunRecord): void;
  getRun(id: string): RunRecord | undefined;
  /** Newest first. */
  listRuns(filter: RunFilter): RunRecord[];
  /**
   * Changes the record of a run that this process executes. Ending it frees its leases in the same transaction; one that
   * a running relative needs as well passes to that relative, and a root's end frees all of its tree.
   */
  updateRun(id: string, epoch: number, patch: Partial<RunRecord>): void;

  /**
   * Takes a run over: the next epoch, with `owner`. Throws `RUN_OWNED` while `isGone` says that its owner may live.
   * Throws `RUN_ENDED` for a run that has ended.
   */
  claim(id: string, owner: RunOwner, now: string, isGone: (run: RunRecord) => boolean): RunRecord;
  /** Gives up the execution and leaves the run to be resumed. */
  release(id: string, epoch: number): void;
  /** Says that the owner lives; answers which of its runs are still its own, as id → epoch. */
  heartbeat(owner: string, now: string): Map<string, number>;
  /** The current epoch, asked before each changing request; undefined for an unknown run. */
  epoch(id: string): number | undefined;

  journal(id: string): JournalEntry[];
  deadlines(id: string): Map<string, number>;
  append(id: string, epoch: number, write: JournalWrite): void;
  /** Events after `seq`, oldest first. */
  events(id: string, seq: number): StoredEvent[];

  /** Takes a lease, or says who holds it. A lease of the same root run is shared with its children. */
  takeLease(target: string, run: RunRecord, since: string): { token: number } | { held: LeaseHolder };
  leases(): (LeaseHolder & { token: number })[];
  /** Frees a lease whoever holds it, and records who broke it and why. False when nobody holds it. */
  breakLease(target: string, by: Requester, reason: string, at: string): boolean;

  /** The first signal for a path stays; answers whether this was it. */
  signal(id: string, signal: Signal): boolean;
  getSignal(id: string, path: string): Json | undefined;
  answer(id: string, answer: Answer): void;
  answers(id: string, path: string): Answer[];
  /** Notes that a run, and its children, shall stop. The first request stays. */
  requestCancel(id: string, cancel: NonNullable<RunRecord['cancel']>): void;

  /** Calls `fn` when signals, cancels or leases may have changed, from this process or another. */
  watch(fn: () => void): () => void;
  close(): void;
}
