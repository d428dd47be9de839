import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { Database } from './database.ts';
import { NOTES, OLDER_NOTES } from './notes.test-support.ts';
import type { Schema } from './schema.ts';
import { temporaryLedger } from './testing/temporary-ledger.ts';

let ledger: ReturnType<typeof temporaryLedger>;
beforeEach(() => {
  ledger = temporaryLedger();
});
afterEach(() => ledger.remove());

/** What the file says of itself. */
function found(): unknown {
  const db = new DatabaseSync(ledger.path, { readOnly: true });
  const names = db.prepare("SELECT name FROM sqlite_schema WHERE name LIKE 'notes%' ORDER BY name").all();
  const { user_version: version } = db.prepare('PRAGMA user_version').get() as { user_version: number };
  db.close();
  return { names: names.map(({ name }) => name), version };
}

it('migrates an older file from where it is, and keeps what is in it', () => {
  const older = new Database(ledger.path, OLDER_NOTES);
  older.write(() => older.run("INSERT INTO notes VALUES ('a', 'old')"));
  older.close();
  expect(found()).toEqual({ names: ['notes'], version: 1 });
  const db = new Database(ledger.path, NOTES);
  expect(db.all('SELECT body FROM notes')).toMatchObject([{ body: 'old' }]);
  db.close();
  expect(found()).toEqual({ names: ['notes', 'notes_by_body'], version: 2 });
});

it('leaves a file as it was when a migration fails', () => {
  new Database(ledger.path, OLDER_NOTES).close();
  const broken: Schema = { ...NOTES, migrations: [...NOTES.migrations, 'CREATE TABLE notes (x)'] };
  expect(() => new Database(ledger.path, broken)).toThrow('table notes already exists');
  expect(found()).toEqual({ names: ['notes'], version: 1 });
});

it('refuses to write on once a newer application has migrated the file', () => {
  const older = new Database(ledger.path, OLDER_NOTES);
  new Database(ledger.path, NOTES).close();
  const write = () => older.write(() => older.run("INSERT INTO notes VALUES ('a', '')"));
  expect(write).toThrow(expect.objectContaining({ code: 'LEDGER_TOO_NEW' }));
  expect(older.all('SELECT * FROM notes')).toEqual([]);
  older.close();
});

it('keeps what is only tried in memory, and makes no file of it', () => {
  const db = new Database(':memory:', NOTES);
  db.write(() => db.run("INSERT INTO notes VALUES ('a', 'x')"));
  expect(db.all('SELECT body FROM notes')).toMatchObject([{ body: 'x' }]);
  expect(existsSync(':memory:')).toBe(false);
  expect(new Database(':memory:', NOTES).all('SELECT body FROM notes')).toEqual([]);
  db.close();
});
