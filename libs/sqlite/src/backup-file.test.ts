import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { backupFile } from './backup-file.ts';
import { Database } from './database.ts';
import { NOTES, OLDER_NOTES } from './notes.test-support.ts';
import { temporaryLedger } from './testing/temporary-ledger.ts';

let ledger: ReturnType<typeof temporaryLedger>;
let copy: string;
let umask: number;
beforeEach(() => {
  ledger = temporaryLedger();
  copy = join(ledger.directory, 'copy.db');
  umask = process.umask(0o077);
});
afterEach(() => {
  process.umask(umask);
  ledger.remove();
});

const backUp = (path: string, to = copy) => backupFile({ path, to, schema: NOTES });

describe('a backup', () => {
  it('shows one moment, however much is written while it is made', async () => {
    const db = new Database(ledger.path, NOTES);
    const write = (name: string, body: string) =>
      db.write(() => db.run('INSERT INTO notes (name, body) VALUES (:name, :body)', { name, body }));
    // Several goes of the copying.
    for (let i = 10; i < 22; i += 1) write(`before ${i}`, `${i}`.repeat(500_000));
    const copying = { ended: false };
    const made = backUp(ledger.path).finally(() => (copying.ended = true));
    let written = 0;
    while (!copying.ended && written < 300) {
      write(`during ${(written += 1)}`, 'x'.repeat(10_000));
      await new Promise((resolve) => setImmediate(resolve));
    }
    await made;
    const inCopy = new Database(copy, NOTES);
    const names = inCopy.all('SELECT name FROM notes ORDER BY name') as { name: string }[];
    expect(names.map(({ name }) => name)).toEqual(Array.from({ length: 12 }, (_, i) => `before ${i + 10}`));
    expect(written).toBeGreaterThan(1);
    inCopy.close();
    db.close();
  });

  it('is for the group, sound, and alone in its directory', async () => {
    new Database(ledger.path, NOTES).close();
    const made = join(ledger.directory, 'backups', 'copy.db');
    await backUp(ledger.path, made);
    expect((statSync(made).mode & 0o777).toString(8)).toBe('660');
    expect(readdirSync(join(made, '..'))).toEqual(['copy.db']);
    const db = new DatabaseSync(made);
    expect({ ...db.prepare('PRAGMA integrity_check').get() }).toEqual({ integrity_check: 'ok' });
    expect({ ...db.prepare('PRAGMA journal_mode').get() }).toEqual({ journal_mode: 'wal' });
    db.close();
  });

  it('of an older file is one of the same schema, and changes nothing of it', async () => {
    new Database(ledger.path, OLDER_NOTES).close();
    const before = readFileSync(ledger.path);
    await backUp(ledger.path);
    expect(readFileSync(ledger.path).equals(before)).toBe(true);
    const db = new DatabaseSync(copy);
    expect({ ...db.prepare('PRAGMA user_version').get() }).toEqual({ user_version: 1 });
    db.close();
  });
});

describe('no backup', () => {
  it('takes the place of an existing file', async () => {
    new Database(ledger.path, NOTES).close();
    writeFileSync(copy, 'the only copy of something');
    await expect(backUp(ledger.path)).rejects.toMatchObject({ code: 'BACKUP_EXISTS', kind: 'conflict' });
    await expect(backUp(ledger.path, ledger.path)).rejects.toMatchObject({ code: 'BACKUP_EXISTS' });
    expect(readFileSync(copy, 'utf8')).toBe('the only copy of something');
  });

  it('is made of what is missing, or of another application, or damaged, and nothing of it is left', async () => {
    await expect(backUp(ledger.path)).rejects.toMatchObject({ code: 'LEDGER_UNREACHABLE' });
    expect(existsSync(ledger.path)).toBe(false);
    new Database(ledger.path, { ...NOTES, applicationId: 1 }).close();
    await expect(backUp(ledger.path)).rejects.toMatchObject({ code: 'NOT_A_LEDGER' });
    const text = join(ledger.directory, 'text');
    writeFileSync(text, 'a shopping list\n'.repeat(100));
    await expect(backUp(text)).rejects.toMatchObject({ code: 'NOT_A_LEDGER' });
    const damaged = join(ledger.directory, 'damaged.db');
    new Database(damaged, NOTES).close();
    const bytes = readFileSync(damaged);
    writeFileSync(damaged, bytes.fill(0x55, 4096 * 1, 4096 * 3));
    await expect(backUp(damaged)).rejects.toMatchObject({ code: 'LEDGER_DAMAGED' });
    expect(readdirSync(ledger.directory).filter((name) => name.startsWith('copy'))).toEqual([]);
  });
});
