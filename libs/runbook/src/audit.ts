import type { Json } from './json.ts';
import type { Requester, RunRecord } from './run-record.ts';

/**
 * What the audit trail tells:
 * - `requested`: a run was asked for; `details` has its input, risk, the hash of the plan that was shown, and who must
 *   approve it;
 * - `claimed`: a process took a run over; epoch, process, its user and code version;
 * - `answered`: a person decided; path, decision, reason and the plan's hash;
 * - `changed`, `change-failed`: a step changed something, or sent a change that did not take; path, before, after or error;
 * - `undone`: what became of one undo;
 * - `cancel-requested`, `lease-broken`, `frozen`, `unfrozen`: with the reason;
 * - `ended`: status, changed, error;
 * - `pruned`: how many runs, and ended before when.
 */
export type AuditKind =
  | 'requested'
  | 'claimed'
  | 'answered'
  | 'changed'
  | 'change-failed'
  | 'undone'
  | 'cancel-requested'
  | 'lease-broken'
  | 'frozen'
  | 'unfrozen'
  | 'ended'
  | 'pruned';

/** One line of the audit trail. It is never changed and never removed. */
export interface AuditEntry {
  kind: AuditKind;
  /** UTC ISO 8601. */
  at: string;
  /** Who did it; for what a run did by itself, who asked for the run. */
  by: Requester;
  run?: string;
  root?: string;
  runbook?: string;
  /** Those of the run, or what was broken or frozen. */
  targets: string[];
  /** The step or question. */
  path?: string;
  details?: Json;
}

/** An entry as the ledger gives it back. */
export type StoredAuditEntry = AuditEntry & {
  /** Rises with every entry of the ledger. */
  seq: number;
};

export interface AuditFilter {
  /** A run and all that it started. */
  run?: string;
  kind?: readonly AuditKind[];
  /** User. */
  user?: string;
  runbook?: string;
  /** Part of a target. */
  target?: string;
  /** UTC ISO 8601: entries from then on, and before then. */
  since?: string;
  until?: string;
  /** A step, or all below it. */
  path?: string;
  /** Leaves out a root run with all that it started. */
  except?: string;
  /** Entries after this one. */
  after?: number;
  /** Which come first; default the oldest. */
  first?: 'oldest' | 'newest';
  /** The first so many; default all. */
  limit?: number;
}

type OfRun = Pick<RunRecord, 'id' | 'root' | 'runbook' | 'targets' | 'requestedBy'>;

/** An entry about a run; by whoever asked for the run unless told. */
export function auditOf(
  run: OfRun,
  entry: Pick<AuditEntry, 'kind' | 'at'> & Partial<Pick<AuditEntry, 'by' | 'path' | 'details'>>,
): AuditEntry {
  const { id, root, runbook, targets, requestedBy } = run;
  return { by: requestedBy, ...entry, run: id, root, runbook, targets };
}
