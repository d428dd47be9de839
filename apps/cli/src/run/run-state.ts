import type { Freeze, LeaseHolder, RunRecord, StoredAuditEntry, StoredEvent } from '@opsbook/runbook';
import type { AskedQuestion } from './family.ts';

/** A run and what is known of it now. */
export interface RunState {
  run: RunRecord;
  events: readonly StoredEvent[];
  interrupted: boolean;
  questions: readonly AskedQuestion[];
  /** Leases of others that it waits for. */
  waitsFor?: readonly LeaseHolder[];
  /** What stops it while it has not ended. */
  freeze?: Freeze;
  /** What people answered to it, oldest first. */
  answers?: readonly StoredAuditEntry[];
  /** The site's daemon, in words; told only where it matters how the run goes on. */
  daemon?: string | undefined;
  /** Of a run that was refused for a lease: who holds it still. */
  holder?: { run: RunRecord; interrupted: boolean };
}

/** The status for people: a run that is frozen, that nobody executes any more, or that waits for one of them, is not "running". */
export function statusOf({
  run,
  interrupted,
  questions,
  freeze,
}: Pick<RunState, 'run' | 'interrupted' | 'questions' | 'freeze'>): string {
  if (freeze !== undefined) return 'frozen';
  if (questions.length > 0) return 'asks';
  return interrupted ? 'interrupted' : run.status;
}
