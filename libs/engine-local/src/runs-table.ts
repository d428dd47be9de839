import { type RunFilter, type RunOwner, type RunRecord, RunbookError, hasEnded } from '@opsbook/runbook';
import { type Database, fromText, toText, toTextOrNull, where } from '@opsbook/sqlite';

interface Row {
  id: string;
  root: string;
  parent: string | null;
  runbook: string;
  status: RunRecord['status'];
  epoch: number;
  owner: string | null;
  heartbeat_at: string | null;
  cancel: string | null;
  created_at: string;
  started_at: string | null;
  ended_at: string | null;
  record: string;
}

const CONDITIONS = {
  status: 'status IN (SELECT value FROM json_each(:status))',
  runbook: 'runbook = :runbook',
  parent: 'parent = :parent',
  root: '(parent IS NULL) = :root',
};

/** The run records and who executes them. What reads before it writes expects to be inside `Database.write`. */
export class RunsTable {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** False when the run is already there. */
  insert(run: RunRecord): boolean {
    const inserted = this.#db.run(
      `INSERT INTO runs (id, root, parent, runbook, status, epoch, owner_id, owner, heartbeat_at, cancel, created_at,
         started_at, ended_at, record)
       VALUES (:id, :root, :parent, :runbook, :status, :epoch, :ownerId, :owner, :heartbeatAt, :cancel, :createdAt,
         :startedAt, :endedAt, :record)
       ON CONFLICT (id) DO NOTHING`,
      columns(run),
    );
    return inserted > 0;
  }

  get(id: string): RunRecord | undefined {
    const row = this.#db.get('SELECT * FROM runs WHERE id = :id', { id }) as Row | undefined;
    return row && toRecord(row);
  }

  epoch(id: string): number | undefined {
    const row = this.#db.get('SELECT epoch FROM runs WHERE id = :id', { id }) as Pick<Row, 'epoch'> | undefined;
    return row?.epoch;
  }

  /** Throws `UNKNOWN_RUN`. */
  known(id: string): RunRecord {
    const run = this.get(id);
    if (run === undefined) throw new RunbookError('UNKNOWN_RUN', `there is no run ${id}`);
    return run;
  }

  /** Throws `RUN_ADOPTED` unless `epoch` is still the run's, which is read unless given. */
  checkEpoch(id: string, epoch: number, now = this.epoch(id)): void {
    if (now === epoch) return;
    if (now === undefined) throw new RunbookError('UNKNOWN_RUN', `there is no run ${id}`);
    throw new RunbookError('RUN_ADOPTED', `run ${id} was adopted by another process (epoch ${now}, this is ${epoch})`);
  }

  list(filter: RunFilter): RunRecord[] {
    const { first, limit = -1 } = filter;
    const { sql, parameters } = conditionsOf(filter);
    const rows = this.#db.all(
      `SELECT * FROM runs WHERE ${sql} ORDER BY seq ${first === 'oldest' ? 'ASC' : 'DESC'} LIMIT :limit`,
      { ...parameters, limit },
    ) as Row[];
    return rows.map(toRecord);
  }

  count(filter: RunFilter): number {
    const { sql, parameters } = conditionsOf(filter);
    return (this.#db.get(`SELECT count(*) AS n FROM runs WHERE ${sql}`, parameters) as { n: number }).n;
  }

  /** Who a run belongs to and when it was created never changes. */
  update(run: RunRecord): void {
    const { root: _root, parent: _parent, runbook: _runbook, createdAt: _createdAt, ...changing } = columns(run);
    this.#db.run(
      `UPDATE runs SET status = :status, epoch = :epoch, owner_id = :ownerId, owner = :owner,
         heartbeat_at = :heartbeatAt, cancel = :cancel, started_at = :startedAt, ended_at = :endedAt, record = :record
       WHERE id = :id`,
      changing,
    );
  }

  /** Throws `RUN_ENDED`, and `RUN_OWNED` while its owner may live. */
  claim(id: string, owner: RunOwner, now: string, isGone: (run: RunRecord) => boolean): RunRecord {
    const run = this.known(id);
    if (hasEnded(run)) throw new RunbookError('RUN_ENDED', `run ${id} has ended: ${run.status}`);
    if (run.owner !== undefined && !isGone(run)) {
      throw new RunbookError('RUN_OWNED', `run ${id} is executed by process ${run.owner.pid} on ${run.owner.host}`, {
        details: run.owner,
      });
    }
    const epoch = run.epoch + 1;
    const startedAt = run.startedAt ?? now;
    this.#db.run(
      `UPDATE runs SET status = 'running', epoch = :epoch, owner_id = :ownerId, owner = :owner, heartbeat_at = :now,
         started_at = :startedAt
       WHERE id = :id`,
      { id, epoch, ownerId: owner.id, owner: JSON.stringify(owner), now, startedAt },
    );
    return { ...run, owner, heartbeatAt: now, epoch, status: 'running', startedAt };
  }

  release(id: string): void {
    this.#db.run('UPDATE runs SET owner_id = NULL, owner = NULL WHERE id = :id', { id });
  }

  heartbeat(owner: string, now: string): Map<string, number> {
    const own = this.#db.all(
      `UPDATE runs SET heartbeat_at = :now WHERE owner_id = :owner AND status IN ('waiting', 'running')
       RETURNING id, epoch`,
      { owner, now },
    ) as Pick<Row, 'id' | 'epoch'>[];
    return new Map(own.map(({ id, epoch }) => [id, epoch]));
  }

  /** The run itself and everything that it started, as far as it has not ended. Answers whether that was news to any. */
  requestCancel(id: string, cancel: NonNullable<RunRecord['cancel']>): boolean {
    const asked = this.#db.run(
      `WITH RECURSIVE below (id) AS (SELECT :id UNION SELECT runs.id FROM runs JOIN below ON runs.parent = below.id)
       UPDATE runs SET cancel = :cancel
       WHERE id IN (SELECT id FROM below) AND status IN ('waiting', 'running') AND cancel IS NULL`,
      { id, cancel: toText(cancel) },
    );
    return asked > 0;
  }
}

function conditionsOf({ status, runbook, parent, rootsOnly }: RunFilter) {
  const root = rootsOnly === true ? 1 : undefined;
  const texts = { status: status && JSON.stringify(status), runbook, parent };
  return where<string | number, typeof texts & { root: number | undefined }>({ ...texts, root }, CONDITIONS);
}

/** Ids, names, states and times are the engine's own words: only what people and services said is scrubbed. */
function columns(run: RunRecord) {
  const { id, root, parent, runbook, status, epoch, owner, heartbeatAt, cancel, ...more } = run;
  const { createdAt, startedAt, endedAt, ...record } = more;
  return {
    id,
    root,
    parent: parent ?? null,
    runbook,
    status,
    epoch,
    ownerId: owner?.id ?? null,
    owner: owner === undefined ? null : JSON.stringify(owner),
    heartbeatAt: heartbeatAt ?? null,
    cancel: toTextOrNull(cancel),
    createdAt,
    startedAt: startedAt ?? null,
    endedAt: endedAt ?? null,
    record: toText(record),
  };
}

function toRecord(row: Row): RunRecord {
  const { id, root, parent, runbook, status, epoch, owner, heartbeat_at: heartbeatAt, cancel, record } = row;
  const { created_at: createdAt, started_at: startedAt, ended_at: endedAt } = row;
  return {
    ...(fromText(record) as Omit<RunRecord, 'id' | 'root' | 'runbook' | 'status' | 'epoch' | 'createdAt'>),
    id,
    root,
    runbook,
    status,
    epoch,
    createdAt,
    ...(parent !== null && { parent }),
    ...(owner !== null && { owner: fromText(owner) as RunOwner }),
    ...(heartbeatAt !== null && { heartbeatAt }),
    ...(cancel !== null && { cancel: fromText(cancel) as NonNullable<RunRecord['cancel']> }),
    ...(startedAt !== null && { startedAt }),
    ...(endedAt !== null && { endedAt }),
  };
}
