import type { Database } from '@opsbook/sqlite';

/** Events of one transaction. */
const BATCH = 500;

// Of deliveries on one day only the first is noted.
const OLD = `received_at < :before AND substr(last_at, 1, 10) < substr(:before, 1, 10) AND decided_at IS NOT NULL
         AND NOT EXISTS (SELECT 1 FROM remediations WHERE event = events.id AND phase <> 'ended')`;

/** How many events {@link pruneEvents} would forget in all. */
export const countOld = (db: Database, before: string): number =>
  (db.get(`SELECT count(*) AS n FROM events WHERE ${OLD}`, { before }) as { n: number }).n;

/**
 * Forgets some of the decided events that were received, and last delivered, before a time (UTC ISO 8601), unless it is
 * not known yet whether their run helped. Inside `Database.write`. Answers how many went; 0 when none is left.
 */
export const pruneEvents = (db: Database, before: string): number =>
  db.run(
    `DELETE FROM events WHERE seq IN (
       SELECT seq FROM events WHERE ${OLD}
       ORDER BY received_at LIMIT ${BATCH})`,
    { before },
  );

/** The same for what those events left: ended remediations, and rule sets that had been replaced before the first event that is left. */
export function pruneRest(db: Database, before: string): void {
  db.run(
    `DELETE FROM remediations WHERE phase = 'ended' AND started_at < :before
       AND NOT EXISTS (SELECT 1 FROM events WHERE id = remediations.event)`,
    { before },
  );
  db.run(
    `DELETE FROM rule_sets WHERE EXISTS (
       SELECT 1 FROM rule_sets AS next WHERE next.saved_at > rule_sets.saved_at
         AND next.saved_at <= coalesce((SELECT min(received_at) FROM events), :before))`,
    { before },
  );
}
