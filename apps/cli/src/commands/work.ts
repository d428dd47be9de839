import type { Engine } from '@opsbook/runbook';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { parseCount } from '../format/parse-count.ts';
import { noteLedger } from '../run/ledger-note.ts';
import { FreezeWatch } from '../run/freeze-watch.ts';
import { WorkLog } from '../run/work-log.ts';
import type { Session } from '../session.ts';
import type { Site } from '../site.ts';
import { tickOr } from '../run/tick-or.ts';
import { withEngine } from '../with-engine.ts';

/** Seconds between two looks at the freezes. */
const EVERY = 1;

/** `opsbook work`: executes the queue until SIGTERM or Ctrl-C. */
export async function work(session: Session, { concurrency }: { concurrency?: string }): Promise<ExitCode> {
  const given = concurrency === undefined ? undefined : parseCount('--concurrency', concurrency);
  const site = await session.site();
  const execute = async (engine: Engine) => {
    noteLedger(session, site);
    const freezes = new FreezeWatch(session, engine);
    // With everything frozen there is nothing to be done; what is frozen later is left alone until it is lifted.
    await freezes.refuseEverything();
    return await workUntilStopped(session, engine, site, freezes, given ?? site.concurrency);
  };
  // It would leave the runs of what does not load.
  return withEngine(session, execute, await site.catalog());
}

async function workUntilStopped(
  session: Session,
  engine: Engine,
  site: Site,
  freezes: FreezeWatch,
  concurrency: number,
): Promise<ExitCode> {
  const log = new WorkLog(session, site.clock);
  let release: () => void = () => undefined;
  const stopped = new Promise<true>((resolve) => {
    release = session.terminal.onStop(() => resolve(true));
  });
  try {
    session.note(`Executing the queue of ${site.ledger.path}, ${concurrency} at once. Ctrl-C ends it.\n`);
    const underWay = engine.work({ concurrency, onTaken: log.taken, onEnded: log.ended, onLeft: log.left });
    do await freezes.tell();
    while ((await tickOr(site.clock, EVERY, stopped)) === undefined);
    session.note('Stopping: what is under way is left as it is, for the next worker.\n');
    await underWay.stop();
    return EXIT.done;
  } finally {
    release();
  }
}
