import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { VirtualClock } from '@opsbook/context';
import { temporaryLedger } from '@opsbook/sqlite/testing';
import { SqliteStore } from './sqlite-store.ts';

const T0 = '2030-01-01T00:00:00.000Z';
const ann = { user: 'ann', surface: 'cli' };

let ledger: ReturnType<typeof temporaryLedger>;
let store: SqliteStore;
/** Somebody with `sqlite3` at the file. */
let db: DatabaseSync;
beforeEach(async () => {
  ledger = temporaryLedger();
  store = new SqliteStore(ledger.path, new VirtualClock());
  for (const label of ['one', 'two']) await store.freeze({ scope: label, label, by: ann, reason: 'r', at: T0 });
  db = new DatabaseSync(ledger.path);
});
afterEach(async () => {
  db.close();
  await store.close();
  ledger.remove();
});

const entry = (seq: string) => `(${seq}, 'ended', '${T0}', 'mallory', 'cli', '[]', '{}')`;
const columns = '(seq, kind, at, user, surface, targets, body)';

it.each([
  ['changed', "UPDATE audit SET user = 'mallory' WHERE seq = 1"],
  ['changed by a conflict', 'UPDATE OR REPLACE audit SET seq = 1 WHERE seq = 2'],
  ['moved', 'UPDATE audit SET seq = seq + 10'],
  ['removed', 'DELETE FROM audit WHERE seq = 2'],
  ['removed, all of it', 'DELETE FROM audit'],
  ['overwritten', `INSERT OR REPLACE INTO audit ${columns} VALUES ${entry('1')}`],
  ['replaced', `REPLACE INTO audit ${columns} VALUES ${entry('2')}`],
  ['left out', `INSERT OR IGNORE INTO audit ${columns} VALUES ${entry('1')}`],
  ['merged', `INSERT INTO audit ${columns} VALUES ${entry('1')} ON CONFLICT DO UPDATE SET user = 'mallory'`],
])('an entry cannot be %s', (_what, sql) => {
  const before = store.audit({});
  expect(() => db.exec(sql)).toThrow('the audit trail is append-only');
  for (const recursive of ['ON', 'OFF']) {
    db.exec(`PRAGMA recursive_triggers = ${recursive}; PRAGMA foreign_keys = OFF`);
    expect(() => db.exec(sql)).toThrow('the audit trail is append-only');
  }
  expect(store.audit({})).toEqual(before);
  expect(before).toHaveLength(2);
});

it('an entry cannot come before the first', async () => {
  for (const seq of ['0', '-1']) {
    expect(() => db.exec(`INSERT INTO audit ${columns} VALUES ${entry(seq)}`)).toThrow('CHECK constraint failed');
  }
  await store.unfreeze('one', ann, 'over', T0);
  expect(store.audit({}).map(({ seq, kind }) => [seq, kind])).toEqual([
    [1, 'frozen'],
    [2, 'frozen'],
    [3, 'unfrozen'],
  ]);
});
