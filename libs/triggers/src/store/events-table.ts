import { scrub } from '@opsbook/context';
import { type Database, toText } from '@opsbook/sqlite';
import { TriggersError } from '../errors.ts';
import type { EventState, FinalState, StoredTriggerEvent } from '../event-state.ts';
import type { TriggerEvent } from '../trigger-event.ts';
import type { Appended, EventFilter } from '../trigger-store.ts';
import { eventQuery } from './event-query.ts';
import { foundOver } from './found-over.ts';
import { keyOfRound, roundOf } from './round-of.ts';
import { COLUMNS, type EventRow, type Stage, searched, stageOf, toStored } from './event-row.ts';

/** Milliseconds for which a notification may be late: Alertmanager gives one up when the next of its group is due, in minutes. */
const LATE = 600_000;

/** What happened and what became of it. What writes expects to be inside `Database.write`. */
export class EventsTable {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  append(event: TriggerEvent, state: FinalState | undefined, at: string): Appended {
    const { id, type, status, receivedAt } = event;
    const [source, key, subject] = scrubbed(event.source, event.key, event.subject);
    // One row a statement: with many rows in one it takes as long.
    const inserted = this.#db.run(
      `INSERT INTO events (id, type, source, key, subject, status, received_at, payload, last_at)
       VALUES (:id, :type, :source, :key, :subject, :status, :receivedAt, :payload, :receivedAt)
       ON CONFLICT (type, source, key) DO NOTHING`,
      { id, type, source, key, subject, status, receivedAt, payload: toText(event.payload) },
    );
    if (inserted === 0) {
      const round = type === 'alert' ? this.#nextRound({ ...event, source, key, subject }) : undefined;
      if (round !== undefined) return this.append({ ...event, key: keyOfRound(key, round) }, state, at);
      return this.#again({ type, source, key, receivedAt });
    }
    if (state !== undefined) this.#set(id, state, at);
    return { id, isNew: true };
  }

  /** Throws `ALREADY_DECIDED` and `UNKNOWN_EVENT`. */
  decide(id: string, state: EventState, at: string): void {
    if (this.#set(id, state, at)) return;
    const row = this.#db.get('SELECT stage, decided_at FROM events WHERE id = :id', { id }) as
      { stage: string; decided_at: string } | undefined;
    if (row === undefined) throw new TriggersError('UNKNOWN_EVENT', `there is no event ${id}`);
    throw new TriggersError('ALREADY_DECIDED', `event ${id} is ${row.stage} since ${row.decided_at}`);
  }

  get(id: string): StoredTriggerEvent | undefined {
    const rows = this.#rows(`SELECT ${COLUMNS} FROM events WHERE id >= :id AND id < :end ORDER BY id LIMIT 2`, {
      id,
      end: `${id}\u{10ffff}`,
    });
    const [row, other] = rows;
    return row !== undefined && (other === undefined || row.id === id) ? toStored(row) : undefined;
  }

  list(filter: EventFilter): StoredTriggerEvent[] {
    const { where, parameters, stages } = eventQuery(filter);
    // SQLite merges the stages in their order, and reads no more of each than is asked for.
    const select = (more = '') => `SELECT seq, ${COLUMNS} FROM events WHERE ${where}${more}`;
    const all = stages === undefined ? select() : stages.map((s) => select(` AND stage = '${s}'`)).join(' UNION ALL ');
    if (stages?.length === 0) return [];
    const direction = filter.first === 'oldest' ? 'ASC' : 'DESC';
    const sql = `${all} ORDER BY seq ${direction} LIMIT :limit`;
    const rows = this.#rows(sql, { ...parameters, limit: filter.limit ?? -1 });
    return rows.map(toStored);
  }

  counts(filter: EventFilter): Record<EventState['state'], number> {
    const { where, parameters, stages } = eventQuery(filter);
    const inStages = stages === undefined ? '' : ` AND stage IN (${stages.map((s) => `'${s}'`).join(', ')})`;
    const rows = this.#db.all(
      `SELECT iif(decided_at IS NULL, 'received', stage) AS state, count(*) AS n FROM events
       WHERE ${where}${inStages} GROUP BY stage`,
      parameters,
    ) as { state: EventState['state']; n: number }[];
    const counts = { received: 0, ran: 0, merged: 0, suppressed: 0, unmatched: 0, rejected: 0, failed: 0, emitted: 0 };
    for (const { state, n } of rows) counts[state] += n;
    return counts;
  }

  undecided(filter: { after?: string; limit: number }): StoredTriggerEvent[] {
    return this.#inStage('undecided', filter);
  }

  emitting(filter: { after?: string; limit: number }): StoredTriggerEvent[] {
    return this.#inStage('emitting', filter);
  }

  #inStage(stage: Stage, { after, limit }: { after?: string; limit: number }): StoredTriggerEvent[] {
    const from = after === undefined ? '' : 'AND seq > coalesce((SELECT seq FROM events WHERE id = :after), 0)';
    const sql = `SELECT ${COLUMNS} FROM events WHERE stage = '${stage}' ${from} ORDER BY seq LIMIT :limit`;
    return this.#rows(sql, { ...(after !== undefined && { after }), limit }).map(toStored);
  }

  waiting(): StoredTriggerEvent[] {
    const sql = `SELECT ${COLUMNS} FROM events WHERE stage = 'waiting' ORDER BY wait_until IS NULL, wait_until, seq`;
    return this.#rows(sql, {}).map(toStored);
  }

  countWaiting(): number {
    const row = this.#db.get("SELECT count(*) AS n FROM events WHERE stage = 'waiting'") as { n: number };
    return row.n;
  }

  /**
   * Which firing of an alert an event tells of, where that is not the one that its key is known for. Whoever is cut off from
   * Alertmanager has his alerts resolved there, and then tells of them again with the start that they had. In silence nobody tells
   * of the end: then Alertmanager was asked.
   */
  #nextRound({ source, key, subject, status, receivedAt }: TriggerEvent): number | undefined {
    const sql = `SELECT id, key, status, received_at, detail, decided_at FROM events WHERE subject = :subject AND +type = 'alert' AND +source = :source
       ORDER BY seq DESC LIMIT 1`;
    const last = this.#db.get(sql, { subject, source }) as
      Omit<EventRow, 'type' | 'source' | 'subject' | 'payload'> | undefined;
    if (last === undefined || (last.status === status && status === 'resolved')) return undefined;
    const round = roundOf(last.key);
    if (status === 'resolved') return round > roundOf(key) ? round : undefined;
    const over = last.status === 'resolved' ? last.received_at : foundOver(this.#db, last);
    return over !== undefined && Date.parse(receivedAt) - Date.parse(over) >= LATE ? round + 1 : undefined;
  }

  /** Delivered again. That is noted once a day, so that what still goes on is not forgotten and then taken for new. */
  #again(of: { type: string; source: string; key: string; receivedAt: string }): Appended {
    const { receivedAt, ...known } = of;
    const row = this.#db.get(
      'SELECT seq, id, last_at FROM events WHERE type = :type AND source = :source AND key = :key',
      known,
    ) as { seq: number; id: string; last_at: string };
    const { seq, id, last_at: lastAt } = row;
    if (lastAt < receivedAt && lastAt.slice(0, 10) !== receivedAt.slice(0, 10)) {
      this.#db.run('UPDATE events SET last_at = :receivedAt WHERE seq = :seq', { seq, receivedAt });
    }
    return { id, isNew: false };
  }

  /** False when there is no such event, or its state is final. */
  #set(id: string, state: EventState, at: string): boolean {
    const isPlain = state.state === 'received' && !(state.waits ?? state.intent ?? state.emits);
    const changed = this.#db.run(
      `UPDATE events SET stage = :stage, detail = :detail, rule = :rule, run = :run, wait_until = :waitUntil,
         decided_at = :decidedAt
       WHERE id = :id AND decided_at IS NULL`,
      {
        id,
        stage: stageOf(state),
        detail: isPlain ? null : toText(state),
        ...searched(state),
        decidedAt: state.state === 'received' ? null : at,
      },
    );
    return changed > 0;
  }

  #rows(sql: string, parameters: Record<string, string | number>): EventRow[] {
    return this.#db.all(sql, parameters) as EventRow[];
  }
}

/** Looked at together, since they hardly ever hold a secret. */
function scrubbed(source: string, key: string, subject: string): [string, string, string] {
  const all = `${source}\n${key}\n${subject}`;
  return scrub(all) === all ? [source, key, subject] : [scrub(source), scrub(key), scrub(subject)];
}
