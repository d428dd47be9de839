import type { Json } from '@opsbook/runbook';
import { type Database, fromText, toText } from '@opsbook/sqlite';

/** What sensors and timers remember, by owner and name. What writes expects to be inside `Database.write`. */
export class MemoryTable {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** An undefined value is forgotten. */
  change(owner: string, changes: Readonly<Record<string, Json | undefined>>): void {
    for (const [name, value] of Object.entries(changes)) {
      if (value === undefined) {
        this.#db.run('DELETE FROM memory WHERE owner = :owner AND name = :name', { owner, name });
        continue;
      }
      this.#db.run('INSERT OR REPLACE INTO memory (owner, name, value) VALUES (:owner, :name, :value)', {
        owner,
        name,
        value: toText(value),
      });
    }
  }

  of(owner: string): Record<string, Json> {
    const rows = this.#db.all('SELECT name, value FROM memory WHERE owner = :owner ORDER BY name', { owner });
    return Object.fromEntries(
      (rows as { name: string; value: string }[]).map(({ name, value }) => [name, fromText(value) as Json]),
    );
  }
}
