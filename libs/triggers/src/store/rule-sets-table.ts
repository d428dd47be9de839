import { type Database, fromText, toText } from '@opsbook/sqlite';
import type { RuleDigest } from '../event-state.ts';

/** The rules as they were when events were decided by them. What writes expects to be inside `Database.write`. */
export class RuleSetsTable {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  save(hash: string, rules: readonly RuleDigest[], savedAt: string): void {
    const digests = rules.map(({ name, place, conditions }) => ({ name, place, conditions }));
    this.#db.run('INSERT OR REPLACE INTO rule_sets (hash, rules, saved_at) VALUES (:hash, :rules, :savedAt)', {
      hash,
      rules: toText(digests),
      savedAt,
    });
  }

  get(hash: string): RuleDigest[] | undefined {
    const row = this.#db.get('SELECT rules FROM rule_sets WHERE hash = :hash', { hash }) as
      { rules: string } | undefined;
    return row && (fromText(row.rules) as RuleDigest[]);
  }
}
