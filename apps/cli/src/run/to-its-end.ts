import { type Engine, type RunRecord, hasEnded, isRunbookError } from '@opsbook/runbook';
import type { Session } from '../session.ts';
import type { Site } from '../site.ts';
import { type Outcome, executeHere } from './execute-here.ts';
import { signalWithin } from './signal-within.ts';
import { stopRun } from './stop-run.ts';
import type { SignalPolicy } from './stop-signals.ts';

/** Seconds between two looks at a run that another process executes. */
const EVERY = 1;

/**
 * Sees a run to its end: executes it, or waits while another process does, and adopts it when that process has died.
 * @param signals what each of them means for the run, whoever executes it
 */
export async function toItsEnd(
  session: Session,
  site: Site,
  engine: Engine,
  run: RunRecord,
  signals: SignalPolicy,
): Promise<Outcome> {
  let isFollowed = false;
  for (;;) {
    const now = await engine.get(run.id);
    if (hasEnded(now)) return { kind: 'ended', run: now };
    try {
      const outcome = await executeHere(session, site, engine, now, { signals });
      if (outcome.kind !== 'stopped' || codeOf(outcome.error) !== 'RUN_ADOPTED') return outcome;
    } catch (error) {
      const code = codeOf(error);
      if (code === 'RUN_ENDED') continue;
      if (code !== 'RUN_OWNED') throw error;
    }
    if (!isFollowed) session.note(`Another process executes run ${run.id}: waiting for its end.\n`);
    isFollowed = true;
    const meaning = await signalWithin(session, site, EVERY, signals);
    if (meaning === 'leave') return { kind: 'left' };
    if (meaning === 'stop') await stopRun(session, engine, run.id, { by: session.by(), reason: 'SIGTERM' });
  }
}

const codeOf = (error: unknown): string | undefined => (isRunbookError(error) ? error.code : undefined);
