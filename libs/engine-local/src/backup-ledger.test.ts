import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { VirtualClock } from '@opsbook/context';
import { Database } from '@opsbook/sqlite';
import { temporaryLedger } from '@opsbook/sqlite/testing';
import { backupLedger } from './backup-ledger.ts';
import { makeLedgerOfSchema1 } from './ledger-of-schema-1.test-support.ts';
import { type Lines, connectLines, writeLines } from './lines.test-support.ts';
import { RUNS } from './migrations.ts';
import { openLocalEngine } from './open-local-engine.ts';
import { SqliteStore } from './sqlite-store.ts';
import { Worker } from './worker-process.test-support.ts';

let ledger: ReturnType<typeof temporaryLedger>;
let copy: string;
beforeEach(() => {
  ledger = temporaryLedger();
  copy = join(ledger.directory, 'copy.db');
});
afterEach(() => {
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

it('is not made of a file that holds no runs', async () => {
  new Database(ledger.path, { ...RUNS, applicationId: 1 }).close();
  await expect(backupLedger(ledger.path, copy)).rejects.toMatchObject({ code: 'NOT_A_LEDGER' });
});
