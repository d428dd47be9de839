import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { VirtualClock } from '@opsbook/context';
import { temporaryLedger } from '@opsbook/sqlite/testing';
import type { FinalState } from '../event-state.ts';
import type { Remediation } from '../remediation.ts';
import type { TriggerEvent } from '../trigger-event.ts';
import type { TriggerStore } from '../trigger-store.ts';
import { T0, T1, T2, alert } from './events.test-support.ts';
import { openTriggerStore } from './open-trigger-store.ts';

let ledger: ReturnType<typeof temporaryLedger>;
let store: TriggerStore;
let clock: VirtualClock;
beforeEach(() => {
  ledger = temporaryLedger();
  clock = new VirtualClock(T0);
  store = openTriggerStore({ path: ledger.path, clock });
});
afterEach(async () => {
  await store.close();
  ledger.remove();
});

const unmatched: FinalState = { state: 'unmatched' };
const decided = (event: TriggerEvent) => ({ event, state: unmatched });
const ids = () => store.list({ first: 'oldest' }).map(({ event }) => event.id);
const remediation = (n: number, phase: Remediation['phase']): Remediation => ({
  ...{ run: `r${n}`, rule: 'drain', runbook: 'a.b', event: alert(n).id, subject: 's', target: '' },
  ...{ startedAt: T0, phase },
});

it('forgets many in several transactions, between which others write', async () => {
  await store.append(
    Array.from({ length: 1200 }, (_, n) => decided(alert(n))),
    T0,
  );
  const seen: number[] = [];
  const pruning = store.prune(T1);
  for (let n = 5000; n < 5003; n += 1) {
    await store.append([{ event: alert(n) }], T1);
    seen.push(ids().length);
  }
  expect(await pruning).toBe(1200);
  expect(seen).toEqual([701, 202, 3]);
  expect(await store.prune(T1)).toBe(0);
});

it('keeps what came later, what has no final state, and what led to a run of which nobody knows whether it helped', async () => {
  const later = alert(2, { receivedAt: T1 });
  await store.append(
    [decided(alert(1)), decided(later), { event: alert(3) }, decided(alert(4)), decided(alert(5))],
    T0,
  );
  await store.saveRemediation(remediation(4, 'verifying'));
  await store.saveRemediation(remediation(5, 'ended'));
  expect(store.countPrunable(T1)).toBe(2);
  expect(ids()).toHaveLength(5);
  expect(await store.prune(T1)).toBe(2);
  expect(store.countPrunable(T1)).toBe(0);
  expect(ids()).toEqual(['e0002', 'e0003', 'e0004']);
  expect(store.remediations({}).map(({ run }) => run)).toEqual(['r4']);
  await store.saveRemediation(remediation(4, 'ended'));
  expect(await store.prune(T1)).toBe(1);
  expect(store.remediations({})).toEqual([]);
});

it('keeps what is delivered again and again, so that it is not taken for new', async () => {
  await store.append([decided(alert(1)), decided(alert(2))], T0);
  for (const n of [1, 2]) await store.saveRemediation(remediation(n, 'ended'));
  const again = { ...alert(1), id: 'again', receivedAt: '2030-01-02T07:00:00.000Z' };
  await store.append([{ event: again }], T1);
  expect(await store.prune(T1)).toBe(1);
  expect(await store.append([{ event: { ...again, receivedAt: T2 } }], T2)).toEqual([{ id: 'e0001', isNew: false }]);
  expect(store.get('e0001')?.event).toEqual(alert(1));
  expect(store.remediations({}).map(({ run }) => run)).toEqual(['r1']);
  expect(await store.prune('2030-01-04T00:00:00.000Z')).toBe(1);
});

it('keeps what was delivered again on the day before which is forgotten, of which the first time only is noted', async () => {
  await store.append([decided(alert(1))], T0);
  for (const hour of ['01', '11', '23']) {
    await store.append([{ event: alert(1, { id: hour, receivedAt: `2030-01-02T${hour}:00:00.000Z` }) }], T1);
  }
  expect(await store.prune('2030-01-02T12:00:00.000Z')).toBe(0);
  expect(await store.prune('2030-01-03T00:00:00.000Z')).toBe(1);
});

it('keeps the rule sets that explain what is left, and the newest', async () => {
  const rules = [{ name: 'a', place: 'a.yaml:1', conditions: ['alert *'] }];
  const kept = () => ['one', 'two', 'three'].filter((hash) => store.ruleSet(hash) !== undefined);
  const at = async (time: string, hash: string) => {
    clock = new VirtualClock(time);
    await store.close();
    store = openTriggerStore({ path: ledger.path, clock });
    await store.saveRuleSet(hash, rules);
  };
  await at(T0, 'one');
  await store.append([{ event: alert(1, { receivedAt: '2030-01-01T12:00:00.000Z' }) }], T0);
  await at(T1, 'two');
  await at(T2, 'three');
  const end = '2030-02-01T00:00:00.000Z';
  await store.prune(end);
  expect(kept()).toEqual(['one', 'two', 'three']);
  await store.decide([{ id: 'e0001', state: unmatched }], T2);
  await store.append([{ event: alert(2, { receivedAt: '2030-01-02T12:00:00.000Z' }) }], T1);
  await store.prune(end);
  expect(kept()).toEqual(['two', 'three']);
  await store.decide([{ id: 'e0002', state: unmatched }], T2);
  await store.prune(T2);
  expect(kept()).toEqual(['three']);
  await store.prune(end);
  expect(kept()).toEqual(['three']);
});
