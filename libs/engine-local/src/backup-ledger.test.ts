import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { VirtualClock } from '@opsbook/context';
import { backupLedger } from './backup-ledger.ts';
import { Database } from './database.ts';
import { makeLedgerOfSchema1 } from './ledger-of-schema-1.test-support.ts';
import { type Lines, connectLines, writeLines } from './lines.test-support.ts';
import { openLocalEngine } from './open-local-engine.ts';
import { SqliteStore } from './sqlite-store.ts';
import { temporaryLedger } from './temporary-ledger.test-support.ts';
import { Worker } from './worker-process.test-support.ts';

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

describe('a backup', () => {
  it('that is made while a process executes runs has every run that had ended, and runs go on in it', async () => {
    const effects = join(ledger.directory, 'effects');
    writeFileSync(effects, '');
    const [killed, busy] = [new Worker(ledger.path, effects, 'a3'), new Worker(ledger.path, effects)];
    killed.tell('run a 6');
    const { id } = await killed.hears({ name: 'a' });
    await killed.hears({ hanging: 'a3' });
    await killed.ends('SIGKILL');
    for (let i = 0; i < 30; i += 1) busy.tell(`run b${i} 5`);
    const ended: unknown[] = [];
    while (ended.length < 5) ended.push((await busy.hears({ status: 'done' }))['id']);
    await backupLedger(ledger.path, copy);
    const store = new SqliteStore(copy, new VirtualClock());
    const running = store.listRuns({ status: ['running'] }).map((run) => run.id);
    const inCopy = store.listRuns({ status: ['done'] }).map((run) => run.id);
    await store.close();
    expect(inCopy).toEqual(expect.arrayContaining(ended));
    // It was made in the midst of the work.
    expect(running.length).toBeGreaterThan(1);
    while (ended.length < 30) ended.push((await busy.hears({ status: 'done' }))['id']);
    expect(await busy.ends()).toEqual([0, null]);

    const engine = openLocalEngine<Lines>({
      path: copy,
      runbooks: [writeLines],
      version: '1',
      connect: connectLines({ effects }),
    });
    expect(engine.isInterrupted(await engine.get(String(id)))).toBe(true);
    const execution = await engine.execute(String(id));
    expect(await execution.ended).toMatchObject({ status: 'done', changed: true, epoch: 2 });
    const lines = readFileSync(effects, 'utf8').split('\n');
    expect(lines.filter((line) => line.startsWith('a'))).toEqual(['a1', 'a2', 'a3', 'a4', 'a5', 'a6']);
    await engine.close();
  });

  it('shows one moment, however much is written while it is made', async () => {
    const store = new SqliteStore(ledger.path, new VirtualClock());
    const by = { user: 'ann', surface: 'test' };
    const write = (scope: string, reason: string) =>
      store.freeze({ scope, label: scope, by, reason, at: '2030-01-01T00:00:00.000Z' });
    // Several goes of the copying.
    await Promise.all(Array.from({ length: 12 }, (_, i) => write(`before ${i}`, `${i}`.repeat(1_000_000))));
    const copying = { ended: false };
    const made = backupLedger(ledger.path, copy).finally(() => (copying.ended = true));
    let written = 0;
    while (!copying.ended && written < 300) await write(`during ${(written += 1)}`, 'x'.repeat(10_000));
    await made;
    const inCopy = new SqliteStore(copy, new VirtualClock());
    expect(inCopy.freezes().map(({ scope }) => scope)).toEqual(Array.from({ length: 12 }, (_, i) => `before ${i}`));
    expect(written).toBeGreaterThan(1);
    await inCopy.close();
    await store.close();
  });

  it('is for the group, sound, and alone in its directory', async () => {
    new Database(ledger.path).close();
    await backupLedger(ledger.path, join(ledger.directory, 'backups', 'copy.db'));
    const made = join(ledger.directory, 'backups', 'copy.db');
    expect((statSync(made).mode & 0o777).toString(8)).toBe('660');
    expect(readdirSync(join(made, '..'))).toEqual(['copy.db']);
    const db = new DatabaseSync(made);
    expect({ ...db.prepare('PRAGMA integrity_check').get() }).toEqual({ integrity_check: 'ok' });
    expect({ ...db.prepare('PRAGMA journal_mode').get() }).toEqual({ journal_mode: 'wal' });
    db.close();
  });

  it('of an older ledger is one of the same schema, and changes nothing of it', async () => {
    makeLedgerOfSchema1(ledger.path);
    const before = readFileSync(ledger.path);
    await backupLedger(ledger.path, copy);
    expect(readFileSync(ledger.path).equals(before)).toBe(true);
    const db = new DatabaseSync(copy);
    expect({ ...db.prepare('PRAGMA user_version').get() }).toEqual({ user_version: 1 });
    db.close();
  });
});

describe('no backup', () => {
  it('takes the place of an existing file', async () => {
    new Database(ledger.path).close();
    writeFileSync(copy, 'the only copy of something');
    await expect(backupLedger(ledger.path, copy)).rejects.toMatchObject({ code: 'BACKUP_EXISTS', kind: 'conflict' });
    await expect(backupLedger(ledger.path, ledger.path)).rejects.toMatchObject({ code: 'BACKUP_EXISTS' });
    expect(readFileSync(copy, 'utf8')).toBe('the only copy of something');
  });

  it('is made of what is missing, or no ledger, or damaged, and nothing of it is left', async () => {
    await expect(backupLedger(ledger.path, copy)).rejects.toMatchObject({ code: 'LEDGER_UNREACHABLE' });
    expect(existsSync(ledger.path)).toBe(false);
    const other = new DatabaseSync(ledger.path);
    other.exec('CREATE TABLE runs (x)');
    other.close();
    await expect(backupLedger(ledger.path, copy)).rejects.toMatchObject({ code: 'NOT_A_LEDGER' });
    const text = join(ledger.directory, 'text');
    writeFileSync(text, 'a shopping list\n'.repeat(100));
    await expect(backupLedger(text, copy)).rejects.toMatchObject({ code: 'NOT_A_LEDGER' });
    const damaged = join(ledger.directory, 'damaged.db');
    new Database(damaged).close();
    const bytes = readFileSync(damaged);
    writeFileSync(damaged, bytes.fill(0x55, 4096 * 3, 4096 * 5));
    await expect(backupLedger(damaged, copy)).rejects.toMatchObject({ code: 'LEDGER_DAMAGED' });
    expect(readdirSync(ledger.directory).filter((name) => name.startsWith('copy'))).toEqual([]);
  });
});
