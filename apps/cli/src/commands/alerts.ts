import { existsSync } from 'node:fs';
import { eventLedgerPath } from '@opsbook/services';
import type { EventFilter, EventState, StoredTriggerEvent, TriggerStore } from '@opsbook/triggers';
import { type EventFilterOptions, eventFilter } from '../events/event-filter.ts';
import { EVENT_HEADING, eventRow } from '../events/event-text.ts';
import { followEvents } from '../events/follow-events.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { parseCount } from '../format/parse-count.ts';
import { headed, table } from '../format/table.ts';
import type { Session } from '../session.ts';
import type { Site } from '../site.ts';
import { UsageError } from '../usage-error.ts';
import { withEvents } from '../with-events.ts';

/** Events of the table, unless told. */
const TABLE = 50;
/** Those with which following begins. */
const FOLLOW = 10;
/** Events read at once: the ledger may hold millions. */
const PAGE = 1000;

export interface AlertsOptions extends EventFilterOptions {
  limit?: string;
  counts?: true;
  follow?: true;
}

/** `opsbook alerts`: a table of the latest events, or with `--json` all of them, one to a line; the newest first. */
export async function alerts(session: Session, options: AlertsOptions): Promise<ExitCode> {
  const limit = options.limit === undefined ? undefined : parseCount('--limit', options.limit);
  if (options.follow === true && (options.counts === true || options.until !== undefined)) {
    throw new UsageError('--follow goes neither with --counts nor with --until');
  }
  const filter = await eventFilter(session, options);
  return withEvents(session, async (store, site) => {
    if (options.counts === true) printCounts(session, store.counts(filter));
    else if (options.follow === true) {
      refuseAbsent(site);
      await followEvents(session, store, site, filter, limit ?? FOLLOW, (stored) => print(session, stored));
    } else if (session.json) {
      for (const stored of pages(store, filter, limit)) print(session, stored);
    } else printTable(session, store, filter, limit ?? TABLE);
    return EXIT.done;
  });
}

/** What is made later would not be noticed. */
function refuseAbsent({ config, ledger }: Site): void {
  const path = eventLedgerPath(config, ledger.path);
  if (!existsSync(path)) throw new UsageError(`there is no ledger of events at ${path} yet: the daemon makes it`);
}

function print(session: Session, stored: StoredTriggerEvent): void {
  if (session.json) session.print(`${JSON.stringify(stored)}\n`);
  else session.print(table([eventRow(stored, session.style).filter((cell) => cell !== '')]));
}

function printTable(session: Session, store: TriggerStore, filter: EventFilter, limit: number): void {
  const found = store.list({ ...filter, limit: limit + 1 });
  const shown = found.slice(0, limit);
  if (shown.length === 0) session.print('Nothing found.\n');
  else {
    session.print(
      headed(
        EVENT_HEADING,
        shown.map((stored) => eventRow(stored, session.style)),
      ),
    );
    session.note(`Why: ${session.command('explain', '<event>')}\n`);
  }
  if (found.length > limit) session.note(`These are the latest ${limit}; more with --limit, all with --json.\n`);
}

function printCounts(session: Session, counts: Record<EventState['state'], number>): void {
  if (session.json) session.printJson(counts);
  else session.print(table(Object.entries(counts).map(([state, count]) => [state, String(count)])));
}

/** Page by page, so that only one page is ever held. */
function* pages(store: TriggerStore, filter: EventFilter, limit = Infinity): Generator<StoredTriggerEvent> {
  let before: string | undefined;
  for (let left = limit; left > 0;) {
    const most = Math.min(PAGE, left);
    const page = store.list({ ...filter, limit: most, ...(before !== undefined && { before }) });
    yield* page;
    if (page.length < most) return;
    left -= page.length;
    before = page.at(-1)?.event.id;
  }
}
