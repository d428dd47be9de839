import type { DatabaseSync } from 'node:sqlite';
import { SCHEMA_1 } from './migrations/schema-1.ts';
import { SCHEMA_2 } from './migrations/schema-2.ts';
import { SCHEMA_3 } from './migrations/schema-3.ts';

/** Marks the file as a ledger of opsbook ("opsb"), so that no other application's database is taken for one. */
export const APPLICATION_ID = 0x6f707362;

/** Forward only: each takes the tables of the schema before it, from nothing, to its own. None is ever edited. */
const MIGRATIONS = [SCHEMA_1, SCHEMA_2, SCHEMA_3];

/** The schema that this opsbook reads and writes; `user_version` of the file. */
export const SCHEMA_VERSION = MIGRATIONS.length;

/** Brings an older ledger, or an empty database, to {@link SCHEMA_VERSION}. Inside an IMMEDIATE transaction. */
export function migrate(db: DatabaseSync): void {
  const { user_version: found } = db.prepare('PRAGMA user_version').get() as { user_version: number };
  // Another process was faster.
  if (found >= SCHEMA_VERSION) return;
  for (const step of MIGRATIONS.slice(found)) db.exec(step);
  db.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${SCHEMA_VERSION}`);
}
