import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { VirtualClock } from '@opsbook/context';
import { temporaryLedger } from '@opsbook/sqlite/testing';
import { T0, T1, alert } from './events.test-support.ts';
import { openTriggerStore } from './open-trigger-store.ts';

/** https://www.sqlite.org/fileformat2.html#the_write_ahead_log: of a frame. */
const FRAME = 24 + 4096;

let ledger: ReturnType<typeof temporaryLedger>;
/** What was acknowledged once the `-wal` file had grown to a size. */
const acknowledged: { size: number; kept: unknown }[] = [];
let file: Buffer;
let wal: Buffer;

beforeAll(async () => {
  ledger = temporaryLedger();
  const store = openTriggerStore({ path: ledger.path, clock: new VirtualClock() });
  const note = () =>
    acknowledged.push({ size: statSync(`${ledger.path}-wal`).size, kept: store.list({ first: 'oldest' }) });
  note();
  for (let n = 0; n < 6; n += 1) {
    await store.append([{ event: alert(n) }, { event: alert(n + 100) }], T0);
    note();
    await store.decide([{ id: alert(n).id, state: { state: 'ran', rule: 'drain', run: `r${n}` } }], T1);
    note();
  }
  // As a dying host would leave them.
  [file, wal] = [readFileSync(ledger.path), readFileSync(`${ledger.path}-wal`)];
  await store.close();
});
afterAll(() => ledger.remove());

async function found(left: Buffer): Promise<unknown> {
  const path = join(ledger.directory, 'found.db');
  for (const old of [`${path}-wal`, `${path}-shm`]) rmSync(old, { force: true });
  writeFileSync(path, file);
  writeFileSync(`${path}-wal`, left);
  const store = openTriggerStore({ path, clock: new VirtualClock() });
  const kept = store.list({ first: 'oldest' });
  await store.close();
  return kept;
}

it('a -wal file that was torn anywhere gives each event that was acknowledged before, in its state, and nothing else', async () => {
  expect(wal.length).toBe(acknowledged.at(-1)?.size);
  const cuts = acknowledged.flatMap(({ size }) => [size - FRAME, size - 1, size, size + 30]);
  for (const cut of new Set(cuts.filter((one) => one >= 0 && one <= wal.length))) {
    const expected = acknowledged.findLast(({ size }) => size <= cut)?.kept;
    expect([cut, await found(wal.subarray(0, cut))]).toEqual([cut, expected]);
  }
});
