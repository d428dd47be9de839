import { type Engine, type Requester, isRunbookError } from '@opsbook/runbook';
import type { Session } from '../session.ts';

/** Asks a run to stop and to undo, whichever process executes it. */
export async function stopRun(
  session: Session,
  engine: Engine,
  id: string,
  { by, reason }: { by: Requester; reason: string },
): Promise<void> {
  try {
    await engine.cancel(id, by, reason);
    session.note(`${reason}: the run stops at its next safe point and undoes.\n`);
  } catch (error) {
    // It may have ended in this very moment.
    if (!isRunbookError(error) || error.code !== 'RUN_ENDED') throw error;
  }
}
