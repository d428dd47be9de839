import { EXIT, type ExitCode } from '../exit-code.ts';
import { parseAge } from '../format/parse-age.ts';
import { dateAndTime } from '../format/time.ts';
import type { Session } from '../session.ts';
import { withEvents } from '../with-events.ts';
import type { PruneOptions } from './prune.ts';

const DAY = 86_400;

/** `opsbook alerts prune`: forgets decided events that arrived long ago, as the daemon does once a day. It may run meanwhile. */
export async function pruneAlerts(session: Session, { olderThan, dryRun }: PruneOptions): Promise<ExitCode> {
  const { clock, config } = await session.site();
  const age = olderThan === undefined ? config.serve.retention * DAY : parseAge('--older-than', olderThan);
  const before = new Date(clock.now() - age * 1000).toISOString();
  return withEvents(session, async (store) => {
    const events = dryRun === true ? store.countPrunable(before) : await store.prune(before);
    const count = `${events} decided ${events === 1 ? 'event' : 'events'} that arrived before ${dateAndTime(before)}`;
    if (session.json) session.printJson({ events, receivedBefore: before, dryRun: dryRun === true });
    else session.print(`${dryRun === true ? 'Would forget' : 'Forgot'} ${count}.\n`);
    return EXIT.done;
  });
}
