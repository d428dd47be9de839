import type { Database } from '@opsbook/sqlite';

/** Trees of one transaction. */
const BATCH = 200;

/** Whatever refers to a run; the audit trail does not. */
const TABLES = ['journal', 'deadlines', 'events', 'signals', 'answers', 'leases'];

/**
 * Removes some of the whole trees whose root ended before a time (UTC ISO 8601), as long as nothing of them has yet to
 * end. Inside `Database.write`. Answers how many runs went; 0 when there is nothing left to remove.
 */
export function pruneRuns(db: Database, endedBefore: string): number {
  const roots = db.all(
    `SELECT id FROM runs AS root
     WHERE parent IS NULL AND ended_at < :endedBefore AND status NOT IN ('waiting', 'running') AND NOT EXISTS (
       SELECT 1 FROM runs WHERE runs.root = root.id AND runs.status IN ('waiting', 'running'))
     ORDER BY ended_at LIMIT ${BATCH}`,
    { endedBefore },
  ) as { id: string }[];
  if (roots.length === 0) return 0;
  const trees = { roots: JSON.stringify(roots.map(({ id }) => id)) };
  const inTrees = 'SELECT id FROM runs WHERE root IN (SELECT value FROM json_each(:roots))';
  for (const table of TABLES) db.run(`DELETE FROM ${table} WHERE run IN (${inTrees})`, trees);
  return db.run(`DELETE FROM runs WHERE id IN (${inTrees})`, trees);
}
