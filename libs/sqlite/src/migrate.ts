import type { DatabaseSync } from 'node:sqlite';
import type { Schema } from './schema.ts';

/** Brings an older file, or an empty database, to the newest schema. Inside an IMMEDIATE transaction. */
export function migrate(db: DatabaseSync, { applicationId, migrations }: Schema): void {
  const { user_version: found } = db.prepare('PRAGMA user_version').get() as { user_version: number };
  // Another process was faster.
  if (found >= migrations.length) return;
  for (const step of migrations.slice(found)) db.exec(step);
  db.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${migrations.length}`);
}
