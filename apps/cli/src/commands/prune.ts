import type { Engine, RunRecord } from '@opsbook/runbook';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { parseAge } from '../format/parse-age.ts';
import { dateAndTime } from '../format/time.ts';
import type { Session } from '../session.ts';
import { withEngine } from '../with-engine.ts';

export interface PruneOptions {
  /** A duration. */
  olderThan?: string;
  dryRun?: true;
}

/** `opsbook runs prune`: forgets runs that ended long ago. What they changed stays in the audit trail. */
export async function prune(session: Session, { olderThan, dryRun }: PruneOptions): Promise<ExitCode> {
  const site = await session.site();
  const age = olderThan === undefined ? site.retention * 86_400 : parseAge('--older-than', olderThan);
  const before = new Date(site.clock.now() - age * 1000).toISOString();
  return withEngine(session, async (engine) => {
    const runs =
      dryRun === true ? (await endedBefore(engine, before)).length : await engine.prune(before, session.by());
    const count = `${runs} ${runs === 1 ? 'run' : 'runs'}, children included, that ended before ${dateAndTime(before)}`;
    if (session.json) session.printJson({ runs, endedBefore: before, dryRun: dryRun === true });
    else if (dryRun === true) session.print(`Would forget ${count}.\n`);
    else session.print(`Forgot ${count}. Their entries in the audit trail stay.\n`);
    return EXIT.done;
  });
}

/** As the engine does it: whole trees, by the end of their root. */
async function endedBefore(engine: Engine, time: string): Promise<RunRecord[]> {
  const all = await engine.list({ limit: Number.MAX_SAFE_INTEGER });
  const open = new Set(all.filter(({ endedAt }) => endedAt === undefined).map(({ root }) => root));
  const old = new Set(
    all.filter(({ id, root, endedAt }) => id === root && endedAt !== undefined && endedAt < time).map(({ id }) => id),
  );
  return all.filter(({ root }) => old.has(root) && !open.has(root));
}
