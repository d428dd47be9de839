import { scrub } from '@opsbook/context';
import type { AuditEntry, AuditFilter, StoredAuditEntry } from '@opsbook/runbook';
import { type Database, fromText, toText, where } from '@opsbook/sqlite';

type Row = Record<'run' | 'root' | 'runbook' | 'path', string | null> & {
  seq: number;
  kind: AuditEntry['kind'];
  at: string;
  targets: string;
  body: string;
};

/** Each filter's condition. The trail outlives the runs: what a run started is found in the trail itself. */
const CONDITIONS: Record<Exclude<keyof AuditFilter, 'first' | 'limit'>, string> = {
  run: `seq IN (
    SELECT seq FROM audit WHERE root = :run
    UNION SELECT seq FROM audit WHERE run IN (
      WITH RECURSIVE below (id) AS (
        SELECT :run UNION SELECT audit.run FROM audit JOIN below ON audit.parent = below.id
      ) SELECT id FROM below))`,
  kind: 'kind IN (SELECT value FROM json_each(:kind))',
  user: 'user = :user',
  runbook: 'runbook = :runbook',
  target: 'EXISTS (SELECT 1 FROM json_each(targets) WHERE instr(value, :target) > 0)',
  since: 'at >= :since',
  until: 'at < :until',
  // '0' comes right after '/': a range, for the index.
  path: `path >= :path AND path < :path || '0' AND (path = :path OR substr(path, length(:path) + 1, 1) = '/')`,
  except: 'root IS NOT :except',
  after: 'seq > :after',
};

/** Who did what and why. The database itself refuses to change or to remove an entry. */
export class AuditTable {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Inside `Database.write`, after the run is there. */
  record({ kind, at, by, run, root, runbook, targets, path, details }: AuditEntry): void {
    this.#db.run(
      `INSERT INTO audit (kind, at, user, surface, run, root, parent, runbook, targets, path, body)
       VALUES (:kind, :at, :user, :surface, :run, :root, (SELECT parent FROM runs WHERE id = :run), :runbook,
         :targets, :path, :body)`,
      {
        kind,
        at,
        user: scrub(by.user),
        surface: scrub(by.surface),
        run: run ?? null,
        root: root ?? null,
        runbook: runbook ?? null,
        targets: toText(targets),
        path: path === undefined ? null : scrub(path),
        body: toText({ by, details }),
      },
    );
  }

  list({ first, limit = -1, kind, path, ...filter }: AuditFilter): StoredAuditEntry[] {
    const texts = { kind: kind && JSON.stringify(kind), path: path === undefined ? undefined : scrub(path) };
    const { sql, parameters } = where({ ...filter, ...texts }, CONDITIONS);
    const rows = this.#db.all(
      `SELECT seq, kind, at, run, root, runbook, targets, path, body FROM audit WHERE ${sql}
       ORDER BY seq ${first === 'newest' ? 'DESC' : 'ASC'} LIMIT :limit`,
      { ...parameters, limit },
    ) as Row[];
    return rows.map(toEntry);
  }
}

function toEntry({ seq, kind, at, run, root, runbook, targets, path, body }: Row): StoredAuditEntry {
  const { by, details } = fromText(body) as Pick<AuditEntry, 'by' | 'details'>;
  return {
    seq,
    kind,
    at,
    by,
    ...(run !== null && { run }),
    ...(root !== null && { root }),
    ...(runbook !== null && { runbook }),
    targets: fromText(targets) as string[],
    ...(path !== null && { path }),
    ...(details !== undefined && { details }),
  };
}
