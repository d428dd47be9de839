import { type RunFilter, type RunOwner, type RunRecord, RunbookError, hasEnded } from '@opsbook/runbook';
import type { Database } from './database.ts';
import { fromText, toText, toTextOrNull } from './text.ts';

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
  record: string;
}

/** The run records and who executes them. What reads before it writes expects to be inside `Database.write`. */
export class RunsTable {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Does nothing when the run is already there. */
  insert(run: RunRecord): void {
    this.#db.run(
      `INSERT INTO runs (id, root, parent, runbook, status, epoch, owner_id, owner, heartbeat_at, cancel, record)
       VALUES (:id, :root, :parent, :runbook, :status, :epoch, :ownerId, :owner, :heartbeatAt, :cancel, :record)
       ON CONFLICT (id) DO NOTHING`,
      columns(run),
    );
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

  /** The run, if `epoch` is still its epoch; else throws `RUN_ADOPTED`. */
  mine(id: string, epoch: number): RunRecord {
    const run = this.known(id);
    if (run.epoch === epoch) return run;
    throw new RunbookError(
      'RUN_ADOPTED',
      `run ${id} was adopted by another process (epoch ${run.epoch}, this is ${epoch})`,
    );
  }

  list({ status, runbook, parent, limit }: RunFilter): RunRecord[] {
    const rows = this.#db.all(
      `SELECT * FROM runs
       WHERE (:status IS NULL OR status IN (SELECT value FROM json_each(:status)))
         AND (:runbook IS NULL OR runbook = :runbook)
         AND (:parent IS NULL OR parent = :parent)
       ORDER BY seq DESC LIMIT :limit`,
      {
        status: status === undefined ? null : JSON.stringify(status),
        runbook: runbook ?? null,
        parent: parent ?? null,
        limit: limit ?? -1,
      },
    ) as Row[];
    return rows.map(toRecord);
  }

  update(run: RunRecord): void {
    this.#db.run(
      `UPDATE runs SET root = :root, parent = :parent, runbook = :runbook, status = :status, epoch = :epoch,
         owner_id = :ownerId, owner = :owner, heartbeat_at = :heartbeatAt, cancel = :cancel, record = :record
       WHERE id = :id`,
      columns(run),
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
    this.update({
      ...run,
      owner,
      heartbeatAt: now,
      epoch: run.epoch + 1,
      status: 'running',
      startedAt: run.startedAt ?? now,
    });
    return this.known(id);
  }

  heartbeat(owner: string, now: string): Map<string, number> {
    const own = this.#db.all(
      `UPDATE runs SET heartbeat_at = :now WHERE owner_id = :owner AND status IN ('waiting', 'running')
       RETURNING id, epoch`,
      { owner, now },
    ) as Pick<Row, 'id' | 'epoch'>[];
    return new Map(own.map(({ id, epoch }) => [id, epoch]));
  }

  /** The run itself and everything that it started, as far as it has not ended. The first request stays. */
  requestCancel(id: string, cancel: NonNullable<RunRecord['cancel']>): void {
    this.#db.run(
      `WITH RECURSIVE below (id) AS (SELECT :id UNION SELECT runs.id FROM runs JOIN below ON runs.parent = below.id)
       UPDATE runs SET cancel = :cancel
       WHERE id IN (SELECT id FROM below) AND status IN ('waiting', 'running') AND cancel IS NULL`,
      { id, cancel: toText(cancel) },
    );
  }
}

/** Ids, names and states are the engine's own words: only what people and services said is scrubbed. */
function columns({ id, root, parent, runbook, status, epoch, owner, heartbeatAt, cancel, ...record }: RunRecord) {
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
    record: toText(record),
  };
}

function toRecord(row: Row): RunRecord {
  const { id, root, parent, runbook, status, epoch, owner, heartbeat_at: heartbeatAt, cancel, record } = row;
  return {
    ...(fromText(record) as Omit<RunRecord, 'id' | 'root' | 'runbook' | 'status' | 'epoch'>),
    id,
    root,
    runbook,
    status,
    epoch,
    ...(parent !== null && { parent }),
    ...(owner !== null && { owner: fromText(owner) as RunOwner }),
    ...(heartbeatAt !== null && { heartbeatAt }),
    ...(cancel !== null && { cancel: fromText(cancel) as NonNullable<RunRecord['cancel']> }),
  };
}
