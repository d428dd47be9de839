import { chmodSync, mkdirSync, readdirSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Database } from './database.ts';
import { isLedgerError } from './errors.ts';
import { NOTES } from './notes.test-support.ts';
import { temporaryLedger } from './testing/temporary-ledger.ts';

let ledger: ReturnType<typeof temporaryLedger>;
let umask: number;
beforeEach(() => {
  ledger = temporaryLedger();
  umask = process.umask(0o077);
});
afterEach(() => {
  process.umask(umask);
  ledger.remove();
});

const mode = (path: string) => (statSync(path).mode & 0o7777).toString(8);

/** How opening a ledger failed. */
function refusal(path: string): unknown {
  try {
    new Database(path, NOTES).close();
    return 'opened';
  } catch (error) {
    return isLedgerError(error) ? { code: error.code, kind: error.kind, message: error.message } : error;
  }
}

describe('a new ledger', () => {
  it('is made with its directory, for the group, whatever the umask', () => {
    const path = join(ledger.directory, 'state', 'opsbook', 'ledger.db');
    const db = new Database(path, NOTES);
    db.write(() => db.run("INSERT INTO notes (name, body) VALUES ('a', '')"));
    expect(mode(join(path, '..'))).toBe('2770');
    expect(readdirSync(join(path, '..')).sort()).toEqual(['ledger.db', 'ledger.db-shm', 'ledger.db-wal']);
    for (const file of [path, `${path}-wal`, `${path}-shm`]) expect(mode(file)).toBe('660');
    db.close();
  });

  it('keeps a mode and a directory that somebody chose', () => {
    new Database(ledger.path, NOTES).close();
    chmodSync(ledger.path, 0o600);
    new Database(ledger.path, NOTES).close();
    expect([mode(ledger.path), mode(ledger.directory)]).toEqual(['600', '700']);
  });

  it('is in WAL mode and syncs every commit', () => {
    const db = new Database(ledger.path, NOTES);
    expect({ ...(db.get('PRAGMA journal_mode') as object) }).toEqual({ journal_mode: 'wal' });
    expect({ ...(db.get('PRAGMA synchronous') as object) }).toEqual({ synchronous: 2 });
    expect({ ...(db.get('PRAGMA foreign_keys') as object) }).toEqual({ foreign_keys: 1 });
    expect({ ...(db.get('PRAGMA busy_timeout') as object) }).toEqual({ timeout: 5000 });
    db.close();
  });
});

describe('a file that cannot serve', () => {
  it('is refused when a newer opsbook wrote it, and left as it is', () => {
    new Database(ledger.path, NOTES).close();
    const newer = new DatabaseSync(ledger.path);
    newer.exec('PRAGMA user_version = 99');
    newer.close();
    expect(refusal(ledger.path)).toEqual({
      code: 'LEDGER_TOO_NEW',
      kind: 'refused',
      message: expect.stringMatching(/written by a newer opsbook \(schema 99; this one knows \d+\): update opsbook/),
    });
    const after = new DatabaseSync(ledger.path);
    expect({ ...after.prepare('PRAGMA user_version').get() }).toEqual({ user_version: 99 });
    after.close();
  });

  it('is refused when it is something else: text, another database, nothing', () => {
    writeFileSync(ledger.path, 'a shopping list\n'.repeat(100));
    expect(refusal(ledger.path)).toMatchObject({ code: 'NOT_A_LEDGER', kind: 'invalid-input' });
    const other = join(ledger.directory, 'other.db');
    const db = new DatabaseSync(other);
    db.exec('CREATE TABLE runs (x)');
    db.close();
    expect(refusal(other)).toMatchObject({
      code: 'NOT_A_LEDGER',
      message: expect.stringContaining('another application'),
    });
    truncateSync(other);
    expect(refusal(other)).toMatchObject({ code: 'NOT_A_LEDGER', message: expect.stringContaining('empty') });
  });

  it('is refused when it cannot be reached', () => {
    writeFileSync(join(ledger.directory, 'file'), '');
    expect(refusal(join(ledger.directory, 'file', 'ledger.db'))).toMatchObject({
      code: 'LEDGER_UNREACHABLE',
      kind: 'forbidden',
    });
    mkdirSync(join(ledger.directory, 'folder'));
    expect(refusal(join(ledger.directory, 'folder'))).toMatchObject({ code: 'LEDGER_UNREACHABLE' });
  });
});
