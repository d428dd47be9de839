import type { Context } from '@opsbook/context';
import type { AuditFilter, StoredAuditEntry } from './audit.ts';
import type { ApprovalRule } from './approvals.ts';
import type { AnyRunbook } from './define-runbook.ts';
import type { StoredEvent } from './events.ts';
import type { Freeze } from './freeze.ts';
import type { OpenQuestion } from './open-question.ts';
import type { RunExport } from './run-export.ts';
import type { LeaseHolder, Requester, RunRecord } from './run-record.ts';
import type { ShownPlan } from './shown-plan.ts';

export interface StartRequest {
  /**
   * The run's id, made by {@link RunIds}: what is asked for again under the same id after a crash is answered with the run as it
   * is, and nothing new is recorded. Default: a new one.
   */
  id?: string;
  runbook: string;
  /** As the requester gave it; checked against the schema before anything is recorded. */
  input: unknown;
  requestedBy: Requester;
  /**
   * `required`: the run asks for approval before its first step. Default `given`. Where a rule of the site wants the run
   * approved, it is required whatever this says.
   */
  approval?: 'given' | 'required';
  /** Binds the run to what was shown. */
  plan?: ShownPlan;
  /** Seconds to wait for a lease that another run holds; default 0: refused at once. */
  leaseWait?: number;
  /** Leaves the run to whoever executes the queue. Default: this process has 20 seconds to call `execute` itself. */
  queued?: boolean;
}

export interface ListFilter {
  status?: readonly RunRecord['status'][];
  runbook?: string;
  /** The runs that this one started. */
  parent?: string;
  /** Leaves out the runs that another run started. */
  rootsOnly?: boolean;
  /** The latest so many; default 50. */
  limit?: number;
}

export interface AnswerRequest {
  path: string;
  /** `done` and `not-done` answer an unknown outcome. */
  decision: 'approved' | 'rejected' | 'done' | 'not-done';
  by: Requester;
  /** The hash of the plan that this person saw, or its beginning, at least 8 characters: refused for any other plan. */
  plan?: string;
  reason?: string;
}

/** A run that this process executes. */
export interface Execution {
  /** Resolves when the run has ended, with its record; rejects with `RUN_ADOPTED` or what stopped the process's work. */
  readonly ended: Promise<RunRecord>;
  /** Whether it does nothing but wait for people's answers, so that it can be suspended without loss. */
  readonly standsStill: boolean;
  /** Stops working on the run and leaves it to be resumed; nothing is undone. */
  suspend(): Promise<void>;
}

/** Pushes the stop button. */
export interface FreezeRequest {
  /** The beginning of the targets that it stops; '' stops everything. */
  scope: string;
  /** How people call the scope. */
  label: string;
  by: Requester;
  reason: string;
}

export interface WorkOptions {
  /** Runs executed at once. */
  concurrency: number;
  /** A run was taken from the queue, and when it has ended or was left with an error. */
  onTaken?: (run: RunRecord) => void;
  onEnded?: (run: RunRecord) => void;
  onLeft?: (run: RunRecord, error: unknown) => void;
}

/** A process that executes the queue. */
export interface Work {
  /** Takes nothing more, and leaves what it executes to be resumed. */
  stop(): Promise<void>;
}

/** What every surface does with runs. */
export interface Engine {
  /**
   * Records a run; nothing is executed. Throws `UNKNOWN_RUNBOOK`, `INVALID_INPUT`, `FROZEN`; where the site's rules want it
   * approved, `PLAN_REQUIRED` without its plan and `NOT_APPROVED` when too few people may approve it.
   */
  start(request: StartRequest): Promise<RunRecord>;
  /** Executes a run from where its journal ends. Throws `RUN_OWNED`, `RUN_ENDED`, `UNKNOWN_RUN`, `INVALID_INPUT`, `FROZEN`. */
  execute(id: string): Promise<Execution>;
  /** Throws `UNKNOWN_RUN`. An unambiguous beginning of an id will do. */
  get(id: string): Promise<RunRecord>;
  /** Newest first. */
  list(filter?: ListFilter): Promise<RunRecord[]>;
  /** How many runs there are of a kind; cheap, however many have ended. */
  count(filter: Omit<ListFilter, 'limit'>): Promise<number>;
  /** What a run said about itself after event `seq`, oldest first; its children's own are theirs. */
  events(id: string, seq?: number): Promise<StoredEvent[]>;
  /** Questions of a run that nobody has answered yet; its approval also before it has begun. */
  questions(id: string): Promise<OpenQuestion[]>;
  /** Throws `ANSWER_REFUSED` for who may not answer, a question that is not open (any more), or another plan. */
  answer(id: string, request: AnswerRequest): Promise<void>;
  /** Asks a run to stop at its next safe point and to undo what it changed. Throws `RUN_ENDED`. */
  cancel(id: string, by: Requester, reason: string): Promise<void>;
  /** Whether a run was begun, has not ended, and nobody executes it any more. */
  isInterrupted(run: RunRecord): boolean;
  leases(): Promise<LeaseHolder[]>;
  /** Who holds the targets that such a run would take; empty when nobody does. Throws `UNKNOWN_RUNBOOK`, `INVALID_INPUT`. */
  holders(request: Pick<StartRequest, 'runbook' | 'input'>): Promise<LeaseHolder[]>;
  /** Frees a target whoever holds it; recorded. False when nobody holds it. */
  breakLease(target: string, by: Requester, reason: string): Promise<boolean>;
  /**
   * Executes the queue: runs that wait, and runs that nobody executes any more, the oldest first. One that only waits for
   * people gives up its place until they have answered. One that cannot be executed here is left, and not tried again.
   */
  work(options: WorkOptions): Work;
  /**
   * No run in this scope starts, and those under way stop at their next safe point and undo nothing, until it is lifted.
   * Throws `FROZEN` when this very scope is frozen already.
   */
  freeze(request: FreezeRequest): Promise<Freeze>;
  /** Lifts the freeze of exactly this scope. False when there is none. */
  unfreeze(scope: string, by: Requester, reason: string): Promise<boolean>;
  freezes(): Promise<Freeze[]>;
  /** Who asked for what, who decided, and what was changed. Oldest first. */
  audit(filter?: AuditFilter): Promise<StoredAuditEntry[]>;
  /** Everything that is known of a run, and of what it started; known secrets masked. */
  export(id: string): Promise<RunExport>;
  /** Forgets the runs that ended before a time (UTC ISO 8601), whole trees; the audit trail stays. Answers how many. */
  prune(endedBefore: string, by: Requester): Promise<number>;
  /** Stops all work of this process, leaving its runs to be resumed, and closes the store. */
  close(): Promise<void>;
}

/** What an engine needs besides its store. */
export interface EngineOptions<S> {
  runbooks: readonly AnyRunbook<S>[];
  /** The code's version; recorded with each run. */
  version: string;
  /** Builds the clients of one run, all with this context's guard. */
  connect: (context: Context) => S;
  /** Which runs need other people's approval: the first rule that fits decides. Default: none. */
  approvals?: readonly ApprovalRule[];
  /** Seconds from when a run is asked for in which it has to be approved, where no rule of `approvals` wants that. Default a day. */
  approvalExpires?: number;
}
