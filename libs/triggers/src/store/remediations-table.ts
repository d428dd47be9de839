import { type Database, fromText, toText, where } from '@opsbook/sqlite';
import type { Remediation } from '../remediation.ts';
import type { TriggerStore } from '../trigger-store.ts';

type Filter = Parameters<TriggerStore['remediations']>[0];

const CONDITIONS: Record<Exclude<keyof Filter, 'limit'>, string> = {
  rule: 'rule = :rule',
  target: 'target = :target',
  subject: 'subject = :subject',
  run: 'run = :run',
  event: 'event = :event',
  phase: 'phase IN (SELECT value FROM json_each(:phase))',
  since: 'started_at >= :since',
};

/** The runs that rules started. What writes expects to be inside `Database.write`. */
export class RemediationsTable {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  save(remediation: Remediation): void {
    const { run, rule, target, subject, event, phase, startedAt } = remediation;
    this.#db.run(
      `INSERT OR REPLACE INTO remediations (run, rule, target, subject, event, phase, started_at, body)
       VALUES (:run, :rule, :target, :subject, :event, :phase, :startedAt, :body)`,
      { run, rule, target, subject, event, phase, startedAt, body: toText(remediation) },
    );
  }

  /** The last started first. */
  list({ limit = -1, phase, ...filter }: Filter): Remediation[] {
    const { sql, parameters } = where({ ...filter, phase: phase && JSON.stringify(phase) }, CONDITIONS);
    const rows = this.#db.all(
      `SELECT body FROM remediations WHERE ${sql} ORDER BY started_at DESC, run DESC LIMIT :limit`,
      { ...parameters, limit },
    ) as { body: string }[];
    return rows.map(({ body }) => fromText(body) as Remediation);
  }
}
