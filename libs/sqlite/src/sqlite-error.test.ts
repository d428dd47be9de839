import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { isLedgerError } from './errors.ts';
import { fromSqlite } from './sqlite-error.ts';
import { fromSystem } from './system-error.ts';
import { temporaryLedger } from './testing/temporary-ledger.ts';

let ledger: ReturnType<typeof temporaryLedger>;
let db: DatabaseSync;
beforeEach(() => {
  ledger = temporaryLedger();
  db = new DatabaseSync(ledger.path);
  db.exec('CREATE TABLE t (x TEXT UNIQUE)');
});
afterEach(() => {
  db.close();
  ledger.remove();
});

/** What SQLite throws, as callers of the library see it. */
function thrownBy(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    const typed = fromSqlite(error, '/ledger.db');
    return (
      isLedgerError(typed) && {
        code: typed.code,
        kind: typed.kind,
        message: typed.message,
        cause: typed.cause === error,
      }
    );
  }
  return 'nothing';
}

it('tells a lock, a full disk, a missing right and a missing place apart', () => {
  const other = new DatabaseSync(ledger.path, { timeout: 0 });
  db.exec('BEGIN IMMEDIATE');
  expect(thrownBy(() => other.exec('BEGIN IMMEDIATE'))).toEqual({
    code: 'LEDGER_BUSY',
    kind: 'unavailable',
    message: 'ledger /ledger.db: other processes kept it locked; try again (SQLite: database is locked)',
    cause: true,
  });
  db.exec('COMMIT');
  other.close();
  db.exec('PRAGMA max_page_count = 3');
  const tooMuch = () => db.prepare('INSERT INTO t VALUES (?)').run('x'.repeat(100_000));
  expect(thrownBy(tooMuch)).toMatchObject({ code: 'LEDGER_FULL', kind: 'quota' });
  const reader = new DatabaseSync(ledger.path, { readOnly: true });
  expect(thrownBy(() => reader.exec('DELETE FROM t'))).toMatchObject({ code: 'LEDGER_UNREACHABLE', kind: 'forbidden' });
  reader.close();
  expect(thrownBy(() => new DatabaseSync(`${ledger.path}/x`))).toMatchObject({ code: 'LEDGER_UNREACHABLE' });
});

it('tells a full disk that has no room for the -shm file, and a disk that fails, apart', () => {
  const of = (errcode: number) =>
    thrownBy(() => {
      throw Object.assign(new Error('disk I/O error'), { errcode });
    });
  // SQLITE_IOERR_SHMSIZE, as a ledger on a full disk is opened with; SQLITE_IOERR_READ.
  expect(of(4874)).toMatchObject({ code: 'LEDGER_FULL', kind: 'quota' });
  expect(of(266)).toMatchObject({ code: 'LEDGER_FAILED' });
});

it('tells what the file system says of its room and of its rights apart', () => {
  const of = (code: string) => fromSystem(Object.assign(new Error(code), { code, syscall: 'open' }), '/ledger.db');
  expect(of('ENOSPC')).toMatchObject({ code: 'LEDGER_FULL' });
  expect(of('EDQUOT')).toMatchObject({ code: 'LEDGER_FULL' });
  expect(of('EACCES')).toMatchObject({ code: 'LEDGER_UNREACHABLE' });
});

it('names whatever else SQLite says, and leaves alone what is not of SQLite', () => {
  db.exec("INSERT INTO t VALUES ('a')");
  expect(thrownBy(() => db.exec("INSERT INTO t VALUES ('a')"))).toMatchObject({
    code: 'LEDGER_FAILED',
    message: expect.stringContaining('UNIQUE constraint failed: t.x'),
  });
  const bug = new TypeError('a bug');
  expect(fromSqlite(bug, '/ledger.db')).toBe(bug);
  expect(fromSqlite(undefined, '/ledger.db')).toBe(undefined);
});
