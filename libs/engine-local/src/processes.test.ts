import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { VirtualClock, systemClock } from '@opsbook/context';
import { temporaryLedger } from '@opsbook/sqlite/testing';
import { makeLedgerOfSchema1 } from './ledger-of-schema-1.test-support.ts';
import { type Lines, connectLines, writeLines } from './lines.test-support.ts';
import { openLocalEngine } from './open-local-engine.ts';
import { SqliteStore } from './sqlite-store.ts';
import { Worker } from './worker-process.test-support.ts';

let ledger: ReturnType<typeof temporaryLedger>;
let effects: string;
let workers: Worker[];
beforeEach(() => {
  ledger = temporaryLedger();
  effects = join(ledger.directory, 'effects');
  writeFileSync(effects, '');
  workers = [];
});
afterEach(() => {
  for (const { process } of workers) process.kill('SIGKILL');
  ledger.remove();
});

function worker(...more: string[]): Worker {
  const started = new Worker(ledger.path, effects, ...more);
  workers.push(started);
  return started;
}

const written = () => readFileSync(effects, 'utf8').trim().split('\n').sort();
const numbered = (...names: string[]) => names.flatMap((name) => [1, 2, 3, 4, 5, 6].map((i) => `${name}${i}`)).sort();

it('two processes execute their runs on one file; one is killed midway and the other finishes its run at once', async () => {
  const [one, two] = [worker('a3'), worker()];
  one.tell('run a 6');
  two.tell('run b 6');
  two.tell('run c 6');
  const { id } = await one.hears({ name: 'a' });
  for (const name of ['b', 'c']) {
    const run = await two.hears({ name });
    await two.hears({ id: run['id'], status: 'done', epoch: 1 });
  }
  await one.hears({ hanging: 'a3' });

  two.tell(`execute ${String(id)}`);
  await two.hears({ id, refused: 'RUN_OWNED' });
  expect(await one.ends('SIGKILL')).toEqual([null, 'SIGKILL']);
  const store = new SqliteStore(ledger.path, systemClock);
  expect(store.leases()).toMatchObject([{ target: 'a', run: id }]);
  two.tell(`execute ${String(id)}`);
  await two.hears({ id, status: 'done', epoch: 2 });

  // Whoever asked for it, the trail knows whose process went on with it.
  const taken = store.audit({ kind: ['claimed'], run: String(id) }).map(({ details }) => details);
  const of = (epoch: number) => ({ epoch, owner: { user: userInfo().username } });
  expect(taken).toMatchObject([of(1), of(2)]);

  // Nothing twice, nothing forgotten.
  expect(written()).toEqual(numbered('a', 'b', 'c'));
  expect(store.listRuns({}).map(({ status, changed }) => [status, changed])).toEqual(Array(3).fill(['done', true]));
  expect(store.leases()).toEqual([]);
  await store.close();
  expect(await two.ends()).toEqual([0, null]);
  expect(existsSync(`${ledger.path}-wal`)).toBe(false);
});

it('a process that was frozen while another one finished its run is refused its next effect, by the epoch', async () => {
  const zombie = worker('before:a3');
  zombie.tell('run a 6');
  const { id } = await zombie.hears({ name: 'a' });
  await zombie.hears({ before: 'a3' });
  zombie.process.kill('SIGSTOP');

  // An hour later nobody has heard of it.
  const clock = new VirtualClock(new Date(Date.now() + 3_600_000).toISOString());
  const connect = connectLines({ effects });
  const next = openLocalEngine<Lines>({ path: ledger.path, runbooks: [writeLines], version: '1', connect, clock });
  const { ended } = await next.execute(String(id));
  expect(await ended).toMatchObject({ status: 'done', epoch: 2 });

  zombie.tell('go');
  zombie.process.kill('SIGCONT');
  const { error } = await zombie.hears({ effect: 'append a3' });
  expect(error).toContain('another process executes the run now (epoch 2, this is 1)');
  await zombie.hears({ id, refused: 'RUN_ADOPTED' });
  expect(written()).toEqual(numbered('a'));
  expect(await next.leases()).toEqual([]);
  await next.close();
});

it('two processes that open an old ledger at once migrate it once, and both work on it', async () => {
  makeLedgerOfSchema1(ledger.path);
  const both = [worker(), worker()];
  both.forEach((process, i) => process.tell(`run ${'ab'[i]!} 6`));
  for (const [i, process] of both.entries()) {
    const { id } = await process.hears({ name: 'ab'[i] });
    await process.hears({ id, status: 'done' });
    expect(await process.ends()).toEqual([0, null]);
  }
  const store = new SqliteStore(ledger.path, systemClock);
  expect(store.listRuns({ status: ['done'], runbook: 'lines.write' })).toHaveLength(2);
  expect(store.getRun('asks')).toMatchObject({ epoch: 2 });
  expect(store.audit({ kind: ['lease-broken'] })).toHaveLength(1);
  await store.close();
});
