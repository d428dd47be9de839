import type { ErrorValue } from './errors.ts';
import type { Json } from './json.ts';

/** Who asked for something, and through which surface (`cli`, `stackstorm`, `alert`, `test` ...). */
export interface Requester {
  [key: string]: Json | undefined;
  user: string;
  surface: string;
}

/**
 * - `waiting`: recorded, not begun;
 * - `running`: begun; when nobody executes it any more it is *interrupted* and can be resumed (see {@link RunRecord.owner});
 * - `done`, `failed`, `cancelled`: ended;
 * - `refused`: ended before or because of a refusal (lease, approval, a change outside the approved plan).
 */
export type RunStatus = 'waiting' | 'running' | 'done' | 'failed' | 'cancelled' | 'refused';

/** The process that executes a run. */
export interface RunOwner {
  [key: string]: Json | undefined;
  /** Unique to the process's life. */
  id: string;
  host: string;
  pid: number;
  /** The operating system's name of the user whom the process belongs to, where it is known. */
  user?: string;
}

/** What became of one undo after a cancel. */
export interface UndoReport {
  [key: string]: Json | undefined;
  path: string;
  /** `undone`; `absent`: it was no longer in place; `kept`: left on purpose; `failed`. */
  outcome: 'undone' | 'absent' | 'kept' | 'failed';
  why?: string;
}

/** What the approver saw: which steps may change something. */
export interface ApprovedPlan {
  [key: string]: Json | undefined;
  /** SHA-256 of the plan, hexadecimal. */
  hash: string;
  /** Paths of the steps that would change or do something. */
  paths: string[];
  /** Branches that are unknown until applied: every step below one is covered. */
  unknown: string[];
}

/** Who must approve a run and until when, as the site's configuration said when it was asked for. */
export interface ApprovalPolicy {
  [key: string]: Json | undefined;
  /** The name of the site's rule that wants it. */
  rule?: string;
  /** Who may approve; anybody when left out. */
  approvers?: string[];
  /** How many people must say yes. */
  count: number;
  /** Whether whoever asked for the run is one of those who may. */
  requesterMay: boolean;
  /** UTC ISO 8601: from then on it is too late. */
  until: string;
}

/** One run, as the ledger keeps it. Times are UTC ISO 8601. */
export interface RunRecord {
  id: string;
  runbook: string;
  /** The version of the code that began the run. */
  version: string;
  risk: string;
  /** As given; secrets stand in it as references. */
  input: Json;
  requestedBy: Requester;
  status: RunStatus;
  createdAt: string;
  startedAt?: string;
  endedAt?: string;
  /** The run that started this one as a child, and the root of that tree. */
  parent?: string;
  root: string;
  targets: string[];
  /** Seconds to wait for a lease before giving up. */
  leaseWait: number;
  /** `required`: the run asks at `#approval` before its first step. */
  approval: 'given' | 'required';
  /** Who must approve it, and until when. */
  approvalPolicy?: ApprovalPolicy;
  plan?: ApprovedPlan;
  /** Whether it changed anything; known when it has ended. */
  changed?: boolean;
  output?: Json;
  error?: ErrorValue;
  undone?: UndoReport[];
  /** Why and by whom the run was asked to stop. */
  cancel?: { by: Requester; reason: string; at: string };
  owner?: RunOwner;
  /** When the owner last said that it lives. */
  heartbeatAt?: string;
  /** Rises with each process that takes the run over. */
  epoch: number;
}

export const hasEnded = (run: Pick<RunRecord, 'status'>): boolean =>
  run.status !== 'waiting' && run.status !== 'running';

/** How a child run ended, as its parent sees it. */
export interface ChildEnd {
  [key: string]: Json | undefined;
  id: string;
  status: RunStatus;
  changed: boolean;
  output?: Json;
  error?: ErrorValue;
}

/** Who holds a lease. */
export interface LeaseHolder {
  [key: string]: Json | undefined;
  target: string;
  run: string;
  runbook: string;
  by: string;
  since: string;
}

/** The answer to a lease operation: the fencing token, or who holds it. */
export type LeaseAnswer = { token: number } | { held: LeaseHolder };
