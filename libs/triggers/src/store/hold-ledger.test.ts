import { existsSync, readFileSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { temporaryLedger } from '@opsbook/sqlite/testing';
import { isTriggersError } from '../errors.ts';
import { holdLedger, ledgerHolder } from './hold-ledger.ts';
import { Worker } from './worker-process.test-support.ts';

let ledger: ReturnType<typeof temporaryLedger>;
let workers: Worker[];
beforeEach(() => {
  ledger = temporaryLedger();
  workers = [];
});
afterEach(async () => {
  for (const worker of workers) await worker.kill();
  ledger.remove();
});

const ann = { host: 'ops-1', pid: 12, user: 'ann', since: '2030-01-01T00:00:00.000Z' };

/** A daemon that has begun, or was refused. */
async function daemon(task: 'hold' | 'hold-and-forget' = 'hold'): Promise<Worker> {
  const worker = new Worker(ledger.path, task);
  workers.push(worker);
  await worker.says(task === 'hold' ? 1 : 2);
  return worker;
}

function refusal(): unknown {
  try {
    return holdLedger(ledger.path);
  } catch (error) {
    return isTriggersError(error) ? { code: error.code, kind: error.kind, message: error.message } : error;
  }
}

it('is for one daemon: a second one is told whose it is', () => {
  const release = holdLedger(ledger.path, ann);
  expect(refusal()).toEqual({
    code: 'DAEMON_RUNNING',
    kind: 'conflict',
    message: `ledger ${ledger.path}: a daemon works on it already: process 12 of ann on ops-1, since ${ann.since}`,
  });
  release();
  const again = holdLedger(ledger.path);
  const { pid, user, host } = JSON.parse(readFileSync(`${ledger.path}-daemon`, 'utf8')) as typeof ann;
  expect({ pid, user, host }).toEqual({ pid: process.pid, user: userInfo().username, host: hostname() });
  again();
});

it('tells who works on it, and makes no files to find out', () => {
  expect(ledgerHolder(ledger.path)).toBeUndefined();
  expect(existsSync(`${ledger.path}-lock`)).toBe(false);
  const release = holdLedger(ledger.path, ann);
  expect(ledgerHolder(ledger.path)).toBe(`process 12 of ann on ops-1, since ${ann.since}`);
  release();
  expect(ledgerHolder(ledger.path)).toBeUndefined();
  holdLedger(ledger.path)();
});

it('lasts while the daemon is stopped, and ends when it is killed', async () => {
  const first = await daemon();
  expect(first.words).toEqual(['held']);
  first.process.kill('SIGSTOP');
  const second = await daemon();
  const { pid } = first.process;
  const refused = { code: 'DAEMON_RUNNING', message: expect.stringContaining(`process ${pid} of`) as unknown };
  expect(second.words).toEqual([refused]);
  expect(refusal()).toMatchObject(refused);
  await first.kill();
  const third = await daemon();
  expect(third.words).toEqual(['held']);
  expect(refusal()).toMatchObject({ message: expect.stringContaining(`process ${third.process.pid} of`) as unknown });
});

it('lasts though nobody in the daemon refers to it and the garbage collector has been there', async () => {
  const { words, process: holder } = await daemon('hold-and-forget');
  expect(words).toEqual(['held', 'collected']);
  expect(refusal()).toMatchObject({
    code: 'DAEMON_RUNNING',
    message: expect.stringContaining(`process ${holder.pid} of`) as unknown,
  });
});
