import type { AuditFilter, AuditKind, Engine, StoredAuditEntry } from '@opsbook/runbook';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { parseCount } from '../format/parse-count.ts';
import { parseTime } from '../format/parse-time.ts';
import { headed } from '../format/table.ts';
import { dateAndTime } from '../format/time.ts';
import { auditDetails } from '../run/audit-details.ts';
import { wholeId } from '../run/whole-id.ts';
import type { Session } from '../session.ts';
import type { Site } from '../site.ts';
import { UsageError } from '../usage-error.ts';
import { withEngine } from '../with-engine.ts';

/** Entries read at once: the trail may hold millions. */
const PAGE = 1000;
/** Entries of the table, unless told. */
const TABLE = 100;

const KINDS: Record<AuditKind, true> = {
  requested: true,
  claimed: true,
  answered: true,
  changed: true,
  'change-failed': true,
  undone: true,
  'cancel-requested': true,
  'lease-broken': true,
  frozen: true,
  unfrozen: true,
  ended: true,
  pruned: true,
};

export interface AuditOptions {
  run?: string;
  kind?: string[];
  user?: string;
  runbook?: string;
  target?: string;
  since?: string;
  until?: string;
  limit?: string;
}

/** `opsbook audit`: a table of the latest entries, or with `--json` all of them, one to a line. */
export async function audit(session: Session, options: AuditOptions): Promise<ExitCode> {
  const given = options.limit === undefined ? undefined : parseCount('--limit', options.limit);
  return withEngine(session, async (engine, site) => {
    const filter = await filterOf(engine, site, options);
    if (session.json) {
      const print = (entry: StoredAuditEntry) => session.print(`${JSON.stringify(entry)}\n`);
      if (given === undefined) for await (const entry of entries(engine, filter)) print(entry);
      else for (const entry of (await latest(engine, filter, given)).kept) print(entry);
      return EXIT.done;
    }
    const { kept, more } = await latest(engine, filter, given ?? TABLE);
    if (kept.length === 0) session.print('The audit trail has no such entry.\n');
    else session.print(headed(['TIME', 'WHO', 'WHAT', 'RUN', 'PATH', 'DETAILS'], kept.map(row)));
    if (more) session.note(`These are the latest ${kept.length}; more with --limit, all with --json.\n`);
    return EXIT.done;
  });
}

const row = (entry: StoredAuditEntry): string[] => [
  dateAndTime(entry.at),
  `${entry.by.user} (${entry.by.surface})`,
  entry.kind,
  entry.run ?? '',
  entry.path ?? '',
  auditDetails(entry),
];

/** Page by page, so that only one page is ever held. */
async function* entries(engine: Engine, filter: AuditFilter): AsyncGenerator<StoredAuditEntry> {
  for (let after = 0; ;) {
    const page = await engine.audit({ ...filter, after, limit: PAGE });
    yield* page;
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return;
    after = last.seq;
  }
}

/** The last so many, oldest first, and whether there are more. */
async function latest(
  engine: Engine,
  filter: AuditFilter,
  limit: number,
): Promise<{ kept: StoredAuditEntry[]; more: boolean }> {
  const found = await engine.audit({ ...filter, first: 'newest', limit: limit + 1 });
  return { kept: found.slice(0, limit).reverse(), more: found.length > limit };
}

async function filterOf(engine: Engine, { clock }: Site, options: AuditOptions): Promise<AuditFilter> {
  const { run, kind, user, runbook, target, since, until } = options;
  const unknown = (kind ?? []).filter((one) => !Object.hasOwn(KINDS, one));
  if (unknown.length > 0) {
    throw new UsageError(`--kind: ${unknown.join(', ')}: use ${Object.keys(KINDS).join(', ')}`);
  }
  const now = clock.now();
  return {
    ...(run !== undefined && { run: await wholeId(engine, run) }),
    ...(kind !== undefined && { kind: kind as AuditKind[] }),
    ...(user !== undefined && { user }),
    ...(runbook !== undefined && { runbook }),
    ...(target !== undefined && { target }),
    ...(since !== undefined && { since: parseTime(since, now) }),
    ...(until !== undefined && { until: parseTime(until, now) }),
  };
}
