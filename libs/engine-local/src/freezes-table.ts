import { scrub } from '@opsbook/context';
import type { Freeze } from '@opsbook/runbook';
import { type Database, fromText, toText } from '@opsbook/sqlite';

/** What is stopped until somebody lifts it. */
export class FreezesTable {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** The first of a scope stays; answers whether this was it. */
  add(freeze: Freeze): boolean {
    const added = this.#db.run(
      'INSERT INTO freezes (scope, body) VALUES (:scope, :body) ON CONFLICT (scope) DO NOTHING',
      { scope: scrub(freeze.scope), body: toText(freeze) },
    );
    return added > 0;
  }

  /** Answers what it lifted. */
  lift(scope: string): Freeze | undefined {
    const row = this.#db.get('DELETE FROM freezes WHERE scope = :scope RETURNING body', { scope: scrub(scope) }) as
      { body: string } | undefined;
    return row && (fromText(row.body) as Freeze);
  }

  /** Oldest first. */
  list(): Freeze[] {
    const rows = this.#db.all('SELECT body FROM freezes ORDER BY rowid') as { body: string }[];
    return rows.map(({ body }) => fromText(body) as Freeze);
  }
}
