/**
 * The first tables. Columns hold what is searched for, ordered by, or written alone; the rest of a record is JSON, so
 * that a new field needs no new schema. AUTOINCREMENT, where order or uniqueness outlives a deleted row.
 */
export const SCHEMA_1 = `
CREATE TABLE runs (
  seq          INTEGER PRIMARY KEY AUTOINCREMENT,
  id           TEXT NOT NULL UNIQUE,
  root         TEXT NOT NULL REFERENCES runs (id),
  parent       TEXT REFERENCES runs (id),
  runbook      TEXT NOT NULL,
  status       TEXT NOT NULL,
  epoch        INTEGER NOT NULL,
  owner_id     TEXT,
  owner        TEXT,
  heartbeat_at TEXT,
  cancel       TEXT,
  record       TEXT NOT NULL
) STRICT;
CREATE INDEX runs_by_status ON runs (status);
CREATE INDEX runs_by_root ON runs (root);
CREATE INDEX runs_by_parent ON runs (parent) WHERE parent IS NOT NULL;
CREATE INDEX runs_by_owner ON runs (owner_id) WHERE owner_id IS NOT NULL;

CREATE TABLE journal (
  seq        INTEGER PRIMARY KEY AUTOINCREMENT,
  run        TEXT NOT NULL REFERENCES runs (id),
  path       TEXT NOT NULL,
  value      TEXT,
  started_at TEXT NOT NULL,
  at         TEXT NOT NULL,
  UNIQUE (run, path)
) STRICT;
CREATE INDEX journal_by_run ON journal (run);

CREATE TABLE deadlines (
  run  TEXT NOT NULL REFERENCES runs (id),
  path TEXT NOT NULL,
  at   REAL NOT NULL,
  PRIMARY KEY (run, path)
) STRICT, WITHOUT ROWID;

CREATE TABLE events (
  seq  INTEGER PRIMARY KEY AUTOINCREMENT,
  run  TEXT NOT NULL REFERENCES runs (id),
  key  TEXT NOT NULL,
  at   TEXT NOT NULL,
  body TEXT NOT NULL,
  UNIQUE (run, key)
) STRICT;
CREATE INDEX events_by_run ON events (run);

CREATE TABLE leases (
  token   INTEGER PRIMARY KEY AUTOINCREMENT,
  target  TEXT NOT NULL UNIQUE,
  run     TEXT NOT NULL REFERENCES runs (id),
  root    TEXT NOT NULL REFERENCES runs (id),
  runbook TEXT NOT NULL,
  "by"    TEXT NOT NULL,
  since   TEXT NOT NULL
) STRICT;
CREATE INDEX leases_by_run ON leases (run);

CREATE TABLE lease_breaks (
  seq    INTEGER PRIMARY KEY AUTOINCREMENT,
  target TEXT NOT NULL,
  token  INTEGER NOT NULL,
  run    TEXT NOT NULL REFERENCES runs (id),
  "by"   TEXT NOT NULL,
  reason TEXT NOT NULL,
  at     TEXT NOT NULL
) STRICT;

CREATE TABLE signals (
  run   TEXT NOT NULL REFERENCES runs (id),
  path  TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (run, path)
) STRICT, WITHOUT ROWID;

CREATE TABLE answers (
  seq  INTEGER PRIMARY KEY AUTOINCREMENT,
  run  TEXT NOT NULL REFERENCES runs (id),
  path TEXT NOT NULL,
  body TEXT NOT NULL
) STRICT;
CREATE INDEX answers_by_question ON answers (run, path);
`;
