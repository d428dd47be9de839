import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { VirtualClock } from '@opsbook/context';
import { temporaryLedger } from '@opsbook/sqlite/testing';
import { T1, alert } from './events.test-support.ts';
import { openTriggerStore } from './open-trigger-store.ts';
import { Worker } from './worker-process.test-support.ts';

let ledger: ReturnType<typeof temporaryLedger>;
beforeEach(() => {
  ledger = temporaryLedger();
});
afterEach(() => ledger.remove());

it('what a process was told is kept when it is killed in the midst of its writes, exactly once', async () => {
  const told: string[] = [];
  for (const [life, words] of [30, 47, 12].entries()) {
    const worker = new Worker(ledger.path, 'append', String(life * 1_000_000));
    await worker.says(words);
    await worker.kill();
    told.push(...(worker.words as string[][]).flat());
  }
  const store = openTriggerStore({ path: ledger.path, clock: new VirtualClock() });
  const kept = store.list({ first: 'oldest' });
  const ids = kept.map(({ event }) => event.id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(told.length).toBeGreaterThan(100);
  expect(told.filter((id) => !ids.includes(id))).toEqual([]);
  for (const { event, state } of kept) {
    expect(event).toEqual(alert(Number(event.id.slice(1))));
    expect(state).toEqual({ state: 'received' });
  }
  // Bodies of many are there whole or not at all.
  const many = ids.filter((id) => Number(id.slice(1)) % 1_000_000 >= 200_000);
  expect([many.length % 50, many.length > 0]).toEqual([0, true]);
  // Whoever was not told sends it again.
  const again = ids.map((id) => ({ event: { ...alert(Number(id.slice(1))), id: `again-${id}` } }));
  expect(await store.append(again, T1)).toEqual(ids.map((id) => ({ id, isNew: false })));
  expect(store.counts({}).received).toBe(ids.length);
  await store.close();
});
