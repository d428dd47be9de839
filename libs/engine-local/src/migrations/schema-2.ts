/** What an opsbook of schema 1 is told that has the ledger open meanwhile. */
const FENCED = 'this ledger was migrated to schema 2: restart this process with the newer opsbook';

/**
 * The audit trail, freezes, and what group commit and pruning need.
 *
 * A process of schema 1 may have the ledger open. It must not go on: what it changes would be missing in the trail. So
 * every run under way passes to the next epoch, without an owner, and can be resumed at once; and what only schema 1
 * writes, runs without `created_at` and updates that set `root`, is refused.
 *
 * The trail has no foreign keys, since it outlives its runs. `INSERT OR REPLACE` deletes without a delete trigger, hence
 * the trigger on inserts.
 */
export const SCHEMA_2 = `
ALTER TABLE runs ADD COLUMN created_at TEXT;
ALTER TABLE runs ADD COLUMN started_at TEXT;
ALTER TABLE runs ADD COLUMN ended_at TEXT;
UPDATE runs SET
  created_at = json_extract(record, '$.createdAt'),
  started_at = json_extract(record, '$.startedAt'),
  ended_at = json_extract(record, '$.endedAt'),
  record = json_remove(record, '$.createdAt', '$.startedAt', '$.endedAt');
UPDATE runs SET epoch = epoch + 1, owner_id = NULL, owner = NULL WHERE status = 'running';
CREATE INDEX runs_by_end ON runs (ended_at) WHERE parent IS NULL AND ended_at IS NOT NULL;
CREATE TRIGGER runs_inserted_by_schema_1 BEFORE INSERT ON runs WHEN NEW.created_at IS NULL BEGIN
  SELECT RAISE(ABORT, '${FENCED}');
END;
CREATE TRIGGER runs_updated_by_schema_1 BEFORE UPDATE OF root ON runs BEGIN
  SELECT RAISE(ABORT, '${FENCED}');
END;
-- A heartbeat must not meet all the runs that its process has ever ended.
DROP INDEX runs_by_owner;
CREATE INDEX runs_by_owner ON runs (owner_id) WHERE status IN ('waiting', 'running');

-- The unique indexes begin with the run as well.
DROP INDEX journal_by_run;
DROP INDEX events_by_run;

CREATE INDEX leases_by_root ON leases (root);

CREATE TABLE freezes (
  scope TEXT NOT NULL PRIMARY KEY,
  body  TEXT NOT NULL
) STRICT;

CREATE TABLE audit (
  seq     INTEGER PRIMARY KEY AUTOINCREMENT CHECK (seq > 0),
  kind    TEXT NOT NULL,
  at      TEXT NOT NULL,
  user    TEXT NOT NULL,
  surface TEXT NOT NULL,
  run     TEXT,
  root    TEXT,
  parent  TEXT,
  runbook TEXT,
  targets TEXT NOT NULL,
  path    TEXT,
  body    TEXT NOT NULL
) STRICT;
CREATE INDEX audit_by_run ON audit (run) WHERE run IS NOT NULL;
CREATE INDEX audit_by_root ON audit (root) WHERE root IS NOT NULL;
CREATE INDEX audit_by_parent ON audit (parent) WHERE parent IS NOT NULL;

INSERT INTO audit (kind, at, user, surface, run, root, parent, runbook, targets, body)
  SELECT 'lease-broken', broken.at, broken."by" ->> 'user', broken."by" ->> 'surface', run, root, parent, runbook,
    json_array(target),
    json_object('by', json(broken."by"), 'details', json_object('reason', reason, 'token', token))
  FROM lease_breaks AS broken JOIN runs ON runs.id = broken.run ORDER BY broken.seq;
DROP TABLE lease_breaks;

CREATE TRIGGER audit_is_not_updated BEFORE UPDATE ON audit BEGIN
  SELECT RAISE(ABORT, 'the audit trail is append-only');
END;
CREATE TRIGGER audit_is_not_deleted BEFORE DELETE ON audit BEGIN
  SELECT RAISE(ABORT, 'the audit trail is append-only');
END;
CREATE TRIGGER audit_is_not_replaced BEFORE INSERT ON audit
WHEN NEW.seq > 0 AND EXISTS (SELECT 1 FROM audit WHERE seq = NEW.seq) BEGIN
  SELECT RAISE(ABORT, 'the audit trail is append-only');
END;
`;
