import type { Schema } from '@opsbook/sqlite';

/**
 * The first tables. `seq` is the order of arrival, which an index holds anyway behind its columns.
 *
 * Events are many, and appending them is what callers wait for: so there are few indexes, and those that only few events
 * need are partial. `stage` is the state, with `received` told apart into `undecided` and `waiting`; `detail` is the whole
 * state, and nothing for an event that has just arrived. `last_at` is when it was last delivered, to the day.
 *
 * What happened is not changed, and a final state is not left: SQLite refuses it to everybody. There is no trigger on
 * inserts against `INSERT OR REPLACE` by hand: it would take a fifth of the time of an insert.
 */
const SCHEMA_1 = `
CREATE TABLE events (
  seq         INTEGER PRIMARY KEY AUTOINCREMENT,
  id          TEXT NOT NULL UNIQUE,
  type        TEXT NOT NULL,
  source      TEXT NOT NULL,
  key         TEXT NOT NULL,
  subject     TEXT NOT NULL,
  status      TEXT NOT NULL,
  received_at TEXT NOT NULL,
  payload     TEXT NOT NULL,
  stage       TEXT NOT NULL DEFAULT 'undecided' CHECK (stage IN
    ('undecided', 'waiting', 'ran', 'merged', 'suppressed', 'unmatched', 'rejected', 'failed')),
  detail      TEXT,
  rule        TEXT,
  run         TEXT,
  wait_until  TEXT,
  decided_at  TEXT CHECK ((decided_at IS NULL) = (stage IN ('undecided', 'waiting'))),
  last_at     TEXT NOT NULL,
  UNIQUE (type, source, key)
) STRICT;
CREATE INDEX events_by_stage ON events (stage);
CREATE INDEX events_by_subject ON events (subject);
CREATE INDEX events_by_arrival ON events (received_at);
CREATE INDEX events_by_rule ON events (rule) WHERE rule IS NOT NULL;
CREATE INDEX events_by_run ON events (run) WHERE run IS NOT NULL;
CREATE INDEX events_by_type ON events (type) WHERE type <> 'alert';
CREATE INDEX events_by_source ON events (source) WHERE type <> 'alert';

CREATE TRIGGER events_stay_as_received
BEFORE UPDATE OF seq, id, type, source, key, subject, status, received_at, payload ON events BEGIN
  SELECT RAISE(ABORT, 'an event is not changed');
END;
CREATE TRIGGER events_are_decided_once
BEFORE UPDATE OF stage, detail, rule, run, wait_until, decided_at ON events WHEN OLD.decided_at IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'a final state is final');
END;
CREATE TRIGGER events_are_forgotten_when_decided BEFORE DELETE ON events WHEN OLD.decided_at IS NULL BEGIN
  SELECT RAISE(ABORT, 'an event without a final state is not forgotten');
END;
CREATE TABLE remediations (
  run        TEXT NOT NULL PRIMARY KEY,
  rule       TEXT NOT NULL,
  target     TEXT NOT NULL,
  subject    TEXT NOT NULL,
  event      TEXT NOT NULL,
  phase      TEXT NOT NULL,
  started_at TEXT NOT NULL,
  body       TEXT NOT NULL
) STRICT;
CREATE INDEX remediations_by_rule ON remediations (rule, started_at);
CREATE INDEX remediations_by_subject ON remediations (subject);
CREATE INDEX remediations_by_event ON remediations (event);
CREATE INDEX remediations_by_phase ON remediations (phase, started_at);
CREATE INDEX remediations_by_start ON remediations (started_at);
CREATE INDEX remediations_by_target ON remediations (target, started_at);

CREATE TABLE rule_sets (
  hash     TEXT NOT NULL PRIMARY KEY,
  rules    TEXT NOT NULL,
  saved_at TEXT NOT NULL
) STRICT;

CREATE TABLE memory (
  owner TEXT NOT NULL,
  name  TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (owner, name)
) STRICT, WITHOUT ROWID;
`;

/**
 * Events that are handed over: `emitting` and `emitted`. A condition of a table cannot be changed, so the table is made anew; what
 * was pruned keeps its `seq`.
 */
const SCHEMA_2 = `
CREATE TABLE events_2 (
  seq         INTEGER PRIMARY KEY AUTOINCREMENT,
  id          TEXT NOT NULL UNIQUE,
  type        TEXT NOT NULL,
  source      TEXT NOT NULL,
  key         TEXT NOT NULL,
  subject     TEXT NOT NULL,
  status      TEXT NOT NULL,
  received_at TEXT NOT NULL,
  payload     TEXT NOT NULL,
  stage       TEXT NOT NULL DEFAULT 'undecided' CHECK (stage IN
    ('undecided', 'waiting', 'emitting', 'ran', 'merged', 'suppressed', 'unmatched', 'rejected', 'failed', 'emitted')),
  detail      TEXT,
  rule        TEXT,
  run         TEXT,
  wait_until  TEXT,
  decided_at  TEXT CHECK ((decided_at IS NULL) = (stage IN ('undecided', 'waiting', 'emitting'))),
  last_at     TEXT NOT NULL,
  UNIQUE (type, source, key)
) STRICT;
INSERT INTO events_2 SELECT * FROM events ORDER BY seq;
DELETE FROM sqlite_sequence WHERE name = 'events_2';
INSERT INTO sqlite_sequence (name, seq) SELECT 'events_2', seq FROM sqlite_sequence WHERE name = 'events';
DROP TABLE events;
ALTER TABLE events_2 RENAME TO events;
CREATE INDEX events_by_stage ON events (stage);
CREATE INDEX events_by_subject ON events (subject);
CREATE INDEX events_by_arrival ON events (received_at);
CREATE INDEX events_by_rule ON events (rule) WHERE rule IS NOT NULL;
CREATE INDEX events_by_run ON events (run) WHERE run IS NOT NULL;
CREATE INDEX events_by_type ON events (type) WHERE type <> 'alert';
CREATE INDEX events_by_source ON events (source) WHERE type <> 'alert';

CREATE TRIGGER events_stay_as_received
BEFORE UPDATE OF seq, id, type, source, key, subject, status, received_at, payload ON events BEGIN
  SELECT RAISE(ABORT, 'an event is not changed');
END;
CREATE TRIGGER events_are_decided_once
BEFORE UPDATE OF stage, detail, rule, run, wait_until, decided_at ON events WHEN OLD.decided_at IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'a final state is final');
END;
CREATE TRIGGER events_are_forgotten_when_decided BEFORE DELETE ON events WHEN OLD.decided_at IS NULL BEGIN
  SELECT RAISE(ABORT, 'an event without a final state is not forgotten');
END;
`;

/** The tables of events. The file is marked as opsbook's ("opse"). */
export const EVENTS: Schema = { applicationId: 0x6f707365, migrations: [SCHEMA_1, SCHEMA_2] };
