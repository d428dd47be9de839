import { DatabaseSync } from 'node:sqlite';

const T0 = '2030-01-01T00:00:00.000Z';
const T1 = '2030-01-01T00:00:01.000Z';

/** The tables as the first opsbook made them. Never to be edited. */
const TABLES = `
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
CREATE TABLE journal (
  seq        INTEGER PRIMARY KEY AUTOINCREMENT,
  run        TEXT NOT NULL REFERENCES runs (id),
  path       TEXT NOT NULL,
  value      TEXT,
  started_at TEXT NOT NULL,
  at         TEXT NOT NULL,
  UNIQUE (run, path)
) STRICT;
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
CREATE TABLE leases (
  token   INTEGER PRIMARY KEY AUTOINCREMENT,
  target  TEXT NOT NULL UNIQUE,
  run     TEXT NOT NULL REFERENCES runs (id),
  root    TEXT NOT NULL REFERENCES runs (id),
  runbook TEXT NOT NULL,
  "by"    TEXT NOT NULL,
  since   TEXT NOT NULL
) STRICT;
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
CREATE INDEX runs_by_status ON runs (status);
CREATE INDEX runs_by_root ON runs (root);
CREATE INDEX runs_by_parent ON runs (parent) WHERE parent IS NOT NULL;
CREATE INDEX runs_by_owner ON runs (owner_id) WHERE owner_id IS NOT NULL;
CREATE INDEX journal_by_run ON journal (run);
CREATE INDEX events_by_run ON events (run);
CREATE INDEX leases_by_run ON leases (run);
CREATE INDEX answers_by_question ON answers (run, path);
PRAGMA application_id = 1869640546;
PRAGMA user_version = 1;
`;

/**
 * What that opsbook wrote: a run that started another one, both done; one under way that asks `Go on?` and from which a
 * lease was broken; one that was not begun.
 */
const ROWS = `
INSERT INTO runs VALUES(1,'tree','tree',NULL,'toy.tree','done',1,'life-1','{"id":"life-1","host":"old","pid":1}','${T0}',NULL,'{"version":"1","risk":"safe","input":{"targets":["cloud/a"]},"requestedBy":{"user":"ann","surface":"cli"},"createdAt":"${T0}","targets":["cloud/a"],"leaseWait":0,"approval":"given","startedAt":"${T0}","output":"on","changed":true,"endedAt":"${T0}"}');
INSERT INTO runs VALUES(2,'tree.fa1334979d3b','tree','tree','toy.switch','done',1,'life-1','{"id":"life-1","host":"old","pid":1}','${T0}',NULL,'{"version":"1","risk":"safe","input":{"targets":["cloud/b"]},"requestedBy":{"user":"ann","surface":"cli"},"createdAt":"${T0}","targets":["cloud/b"],"leaseWait":0,"approval":"given","startedAt":"${T0}","output":"on","changed":true,"endedAt":"${T0}"}');
INSERT INTO runs VALUES(3,'asks','asks',NULL,'toy.ask','running',1,'life-1','{"id":"life-1","host":"old","pid":1}','${T0}',NULL,'{"version":"1","risk":"safe","input":{"targets":["cloud/c","cloud/d"]},"requestedBy":{"user":"ann","surface":"cli"},"createdAt":"${T0}","targets":["cloud/c","cloud/d"],"leaseWait":0,"approval":"given","plan":{"hash":"abc","paths":["after","before"],"unknown":[]},"startedAt":"${T0}"}');
INSERT INTO runs VALUES(4,'waits','waits',NULL,'toy.switch','waiting',0,NULL,NULL,NULL,NULL,'{"version":"1","risk":"safe","input":{},"requestedBy":{"user":"ann","surface":"cli"},"createdAt":"${T1}","targets":[],"leaseWait":0,"approval":"given"}');
INSERT INTO journal VALUES(1,'tree','#lease:cloud/a','{"token":1}','${T0}','${T0}');
INSERT INTO journal VALUES(2,'tree.fa1334979d3b','#lease:cloud/b','{"token":2}','${T0}','${T0}');
INSERT INTO journal VALUES(3,'tree.fa1334979d3b','on#check','{"value":{"look":{"is":"absent"},"at":1893456000000}}','${T0}','${T0}');
INSERT INTO journal VALUES(4,'tree.fa1334979d3b','on#change','{"value":{"sent":"accepted","at":1893456000000}}','${T0}','${T0}');
INSERT INTO journal VALUES(5,'tree.fa1334979d3b','on#poll:1','{"value":{"look":{"is":"done","value":"on"},"at":1893456000000}}','${T0}','${T0}');
INSERT INTO journal VALUES(6,'tree','toy.switch','{"id":"tree.fa1334979d3b","status":"done","changed":true,"output":"on"}','${T0}','${T0}');
INSERT INTO journal VALUES(7,'asks','#lease:cloud/c','{"token":3}','${T0}','${T0}');
INSERT INTO journal VALUES(8,'asks','#lease:cloud/d','{"token":4}','${T0}','${T0}');
INSERT INTO journal VALUES(9,'asks','before#check','{"value":{"look":{"is":"absent"},"at":1893456000000}}','${T0}','${T0}');
INSERT INTO journal VALUES(10,'asks','before#change','{"value":{"sent":"accepted","at":1893456000000}}','${T0}','${T0}');
INSERT INTO journal VALUES(11,'asks','before#poll:1','{"value":{"look":{"is":"done","value":"before"},"at":1893456000000}}','${T0}','${T0}');
INSERT INTO journal VALUES(12,'asks','#ask:1#asked','{"value":{"question":"Go on?","purpose":"question","count":1}}','${T0}','${T0}');
INSERT INTO deadlines VALUES('asks','#lease:cloud/c',1893456000000.0);
INSERT INTO deadlines VALUES('asks','#lease:cloud/d',1893456000000.0);
INSERT INTO deadlines VALUES('tree','#lease:cloud/a',1893456000000.0);
INSERT INTO deadlines VALUES('tree.fa1334979d3b','#lease:cloud/b',1893456000000.0);
INSERT INTO events VALUES(1,'tree','toy.switch!started','${T0}','{"path":"toy.switch","type":"step","verb":"run","status":"started"}');
INSERT INTO events VALUES(2,'tree.fa1334979d3b','on!started','${T0}','{"path":"on","type":"step","verb":"ensure","status":"started"}');
INSERT INTO events VALUES(3,'tree.fa1334979d3b','on!changing','${T0}','{"path":"on","type":"step","verb":"ensure","status":"changing"}');
INSERT INTO events VALUES(4,'tree.fa1334979d3b','on!ended','${T0}','{"path":"on","type":"step","verb":"ensure","status":"changed"}');
INSERT INTO events VALUES(5,'tree','toy.switch!ended','${T0}','{"path":"toy.switch","type":"step","verb":"run","status":"changed"}');
INSERT INTO events VALUES(6,'asks','before!started','${T0}','{"path":"before","type":"step","verb":"ensure","status":"started"}');
INSERT INTO events VALUES(7,'asks','before!changing','${T0}','{"path":"before","type":"step","verb":"ensure","status":"changing"}');
INSERT INTO events VALUES(8,'asks','before!ended','${T0}','{"path":"before","type":"step","verb":"ensure","status":"changed"}');
INSERT INTO events VALUES(9,'asks','#ask:1!asked','${T0}','{"path":"#ask:1","type":"asked","question":"Go on?","purpose":"question","count":1}');
INSERT INTO leases VALUES(3,'cloud/c','asks','asks','toy.ask','ann through cli','${T0}');
INSERT INTO lease_breaks VALUES(1,'cloud/d',4,'asks','{"user":"bob","surface":"cli"}','its host burnt down','${T1}');
INSERT INTO answers VALUES(1,'asks','x','{"path":"x","decision":"approved","by":{"user":"bob","surface":"cli"},"at":"${T1}"}');
`;

/** Makes a ledger as the first opsbook left it. */
export function makeLedgerOfSchema1(path: string): void {
  const db = new DatabaseSync(path);
  db.exec('PRAGMA journal_mode = WAL');
  db.exec(TABLES);
  db.exec(ROWS);
  db.close();
}
