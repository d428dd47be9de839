import { UnknownInPlan } from '@opsbook/context';
import type { AuditFilter, StoredAuditEntry } from './audit.ts';
import { RunbookError } from './errors.ts';
import type { Json } from './json.ts';
import type { Requester } from './run-record.ts';

/** The ledger's audit trail, as an engine gives it to the kernel. */
export type AuditTrail = (filter: AuditFilter) => readonly StoredAuditEntry[] | Promise<readonly StoredAuditEntry[]>;

/** Where a run finds what others did before it. */
export interface History {
  /** Left out where there is no ledger: what earlier runs did is then unknown. */
  audit?: AuditTrail | undefined;
  /** The root of the run that asks. */
  root?: string;
}

export interface EarlierOptions {
  /** A step, or all below it, as `opsbook audit` shows it: `${step.path}/mail`. Default: every step. */
  path?: string;
  /** Default: this runbook. */
  runbook?: string;
  /** A time in ISO 8601 with its zone; default: as long as the audit trail goes back. */
  since?: string;
  /** The latest so many, at most 1000; default 100. */
  limit?: number;
}

/** A step of an earlier run that changed something, as the audit trail has kept it: long values are cut. */
export interface EarlierChange {
  run: string;
  runbook: string;
  /** Who asked for that run. */
  by: Requester;
  /** UTC ISO 8601. */
  at: string;
  path: string;
  before?: Json;
  /** What the step returned. */
  after?: Json;
}

const MOST = 1000;
const ZONED = /(Z|[+-]\d\d:?\d\d)$/;

/** Newest first; without what was undone, and without what the tree of runs that asks did itself. */
export async function earlierChanges(
  { audit, root }: History,
  runbook: string,
  { path, since, limit = 100, ...options }: EarlierOptions,
): Promise<EarlierChange[]> {
  const filter: AuditFilter = {
    kind: ['changed', 'undone'],
    runbook: options.runbook ?? runbook,
    first: 'newest',
    ...(path !== undefined && { path }),
    ...(since !== undefined && { since: utc(since) }),
    ...(root !== undefined && { except: root }),
  };
  if (audit === undefined) throw new UnknownInPlan('what earlier runs did');
  const wanted = Math.min(MOST, Math.max(0, limit));
  // What was undone takes places too.
  for (let asked = wanted + 20; ; asked *= 2) {
    const entries = await audit({ ...filter, limit: asked });
    const found = standing(entries);
    if (found.length >= wanted || entries.length < asked) return found.slice(0, wanted);
  }
}

function standing(newestFirst: readonly StoredAuditEntry[]): EarlierChange[] {
  const undone = new Set<string>();
  const found: EarlierChange[] = [];
  for (const { kind, run = '', runbook = '', by, at, path = '', details } of newestFirst) {
    const step = `${run} ${path}`;
    const { outcome, before, after } = (details ?? {}) as { outcome?: string; before?: Json; after?: Json };
    if (kind === 'undone' && (outcome === 'undone' || outcome === 'absent')) undone.add(step);
    if (kind !== 'changed' || undone.has(step)) continue;
    const { user, surface } = by;
    found.push({
      run,
      runbook,
      by: { user, surface },
      at,
      path,
      ...(before !== undefined && { before }),
      ...(after !== undefined && { after }),
    });
  }
  return found;
}

function utc(since: string): string {
  const at = Date.parse(since);
  if (!Number.isNaN(at) && ZONED.test(since)) return new Date(at).toISOString();
  throw new RunbookError('INVALID_INPUT', `'${since}' is no time in ISO 8601 with its zone (2030-01-31T12:00:00Z)`);
}
