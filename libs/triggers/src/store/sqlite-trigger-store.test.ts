import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Secret, VirtualClock } from '@opsbook/context';
import { Database } from '@opsbook/sqlite';
import { temporaryLedger } from '@opsbook/sqlite/testing';
import type { EventState, FinalState } from '../event-state.ts';
import type { Remediation } from '../remediation.ts';
import type { TriggerEvent } from '../trigger-event.ts';
import type { EventFilter, TriggerStore } from '../trigger-store.ts';
import { T0, T1, T2, alert } from './events.test-support.ts';
import { openTriggerStore } from './open-trigger-store.ts';
import { EVENTS } from './schema.ts';
import { SqliteTriggerStore } from './sqlite-trigger-store.ts';

let ledger: ReturnType<typeof temporaryLedger>;
let clock: VirtualClock;
let store: TriggerStore;
beforeEach(() => {
  ledger = temporaryLedger();
  clock = new VirtualClock();
  store = openTriggerStore({ path: ledger.path, clock });
});
afterEach(async () => {
  await store.close();
  ledger.remove();
});

const append = (...events: TriggerEvent[]) =>
  store.append(
    events.map((event) => ({ event })),
    T0,
  );
const decide = (id: string, state: EventState, remediation?: Remediation) =>
  store.decide([{ id, state, ...(remediation && { remediation }) }], T1);
const ids = (filter: EventFilter = {}) => store.list(filter).map(({ event }) => event.id);

const ran = (run: string, rule = 'drain'): FinalState => ({ state: 'ran', rule, run });
const unmatched: FinalState = { state: 'unmatched', mismatches: { ruleSet: 'abc', failed: [0, 2] } };
const remediation = (run: string, more: Partial<Remediation> = {}): Remediation => ({
  ...{ run, rule: 'drain', runbook: 'hypervisor.drain', event: 'e0001', subject: 'alert/prod/s', target: 'cmp-1' },
  ...{ startedAt: T0, phase: 'starting' },
  ...more,
});

describe('an event', () => {
  it('is kept as it arrived, once for each type, source and key', async () => {
    expect(await append(alert(1), alert(2), { ...alert(1), id: 'twice' })).toEqual([
      { id: 'e0001', isNew: true },
      { id: 'e0002', isNew: true },
      { id: 'e0001', isNew: false },
    ]);
    expect(await append({ ...alert(2), id: 'later', payload: {} }, alert(3, { source: 'lab' }))).toEqual([
      { id: 'e0002', isNew: false },
      { id: 'e0003', isNew: true },
    ]);
    expect(await append(alert(4, { key: alert(1).key, type: 'webhook' }))).toEqual([{ id: 'e0004', isNew: true }]);
    expect(store.list({ first: 'oldest' })).toEqual([
      { event: alert(1), state: { state: 'received' } },
      { event: alert(2), state: { state: 'received' } },
      { event: alert(3, { source: 'lab' }), state: { state: 'received' } },
      { event: alert(4, { key: alert(1).key, type: 'webhook' }), state: { state: 'received' } },
    ]);
  });

  it('is found by an unambiguous beginning of its id', async () => {
    await append(alert(1), alert(12, { id: 'e0001x' }), alert(2));
    expect(store.get('e0002')?.event).toEqual(alert(2));
    expect(store.get('e0001')?.event.id).toBe('e0001');
    expect(store.get('e0001x')?.event.id).toBe('e0001x');
    expect(store.get('e000')).toBeUndefined();
    expect(store.get('f')).toBeUndefined();
  });

  it('can be final at once', async () => {
    const state: FinalState = { state: 'rejected', why: 'no JSON' };
    await store.append([{ event: alert(1), state }], T1);
    expect(store.get('e0001')).toEqual({ event: alert(1), state, decidedAt: T1 });
    expect(store.undecided({ limit: 10 })).toEqual([]);
  });
});

describe('a decision', () => {
  it.each<EventState>([
    ran('r1'),
    { state: 'merged', rule: 'drain', run: 'r1', why: 'under way' },
    { state: 'suppressed', rule: 'drain', by: 'freeze', why: 'frozen' },
    unmatched,
    { state: 'rejected', why: 'no JSON' },
    { state: 'failed', rule: 'drain', error: { code: 'X', kind: 'conflict', message: 'm' } },
  ])('is final: $state', async (state) => {
    await append(alert(1));
    await decide('e0001', state);
    const decided = { event: alert(1), state, decidedAt: T1 };
    expect(store.get('e0001')).toEqual(decided);
    for (const other of [ran('r2'), unmatched, { state: 'received' } as const]) {
      await expect(store.decide([{ id: 'e0001', state: other }], T2)).rejects.toMatchObject({
        code: 'ALREADY_DECIDED',
        kind: 'conflict',
        message: expect.stringContaining(`is ${state.state} since ${T1}`),
      });
    }
    expect(store.get('e0001')).toEqual(decided);
    expect(store.counts({})).toMatchObject({ [state.state]: 1, received: 0 });
  });

  it('may wait, and be meant, before it is final', async () => {
    await append(alert(1));
    const wait = { rule: 'drain', until: T1, group: 'g', why: 'a group' };
    await decide('e0001', { state: 'received', waits: wait });
    expect(store.get('e0001')).toEqual({ event: alert(1), state: { state: 'received', waits: wait } });
    expect([store.undecided({ limit: 9 }), store.waiting().length, store.countWaiting()]).toEqual([[], 1, 1]);
    const meant: EventState = { state: 'received', intent: { rule: 'drain', run: 'r1' } };
    await decide('e0001', meant, remediation('r1'));
    expect(store.undecided({ limit: 9 })).toEqual([{ event: alert(1), state: meant }]);
    expect([store.waiting(), ids({ run: 'r1' }), ids({ rule: 'drain' })]).toEqual([[], ['e0001'], ['e0001']]);
    await decide('e0001', { state: 'received' });
    expect(store.get('e0001')?.state).toEqual({ state: 'received' });
    expect(ids({ run: 'r1' })).toEqual([]);
    await decide('e0001', ran('r1'));
    expect(store.undecided({ limit: 9 })).toEqual([]);
  });

  it('is taken with those beside it or not at all', async () => {
    await append(alert(1), alert(2));
    await decide('e0001', ran('r0'));
    const both = [
      { id: 'e0002', state: ran('r1'), remediation: remediation('r1') },
      { id: 'e0001', state: ran('r2') },
    ];
    const alone = append(alert(3));
    await expect(store.decide(both, T1)).rejects.toMatchObject({ code: 'ALREADY_DECIDED' });
    await alone;
    expect(store.remediations({})).toEqual([]);
    expect(ids({ state: ['received'] })).toEqual(['e0003', 'e0002']);
    await expect(decide('nobody', unmatched)).rejects.toMatchObject({ code: 'UNKNOWN_EVENT', kind: 'not-found' });
  });
});

it('lists waiting events by the end of their wait', async () => {
  await append(alert(1), alert(2), alert(3), alert(4));
  const wait = (until?: string): EventState => ({
    state: 'received',
    waits: { rule: 'r', why: 'w', ...(until && { until }) },
  });
  await decide('e0001', wait());
  await decide('e0002', wait(T2));
  await decide('e0003', wait(T1));
  await decide('e0004', wait(T2));
  expect(store.waiting().map(({ event }) => event.id)).toEqual(['e0003', 'e0002', 'e0004', 'e0001']);
});

it('gives undecided events in the order of arrival, whatever their ids, some at a time', async () => {
  await append(alert(5), alert(3), alert(9), alert(1));
  await decide('e0003', unmatched);
  const some = (after?: string) => store.undecided({ limit: 2, ...(after && { after }) }).map(({ event }) => event.id);
  expect(some()).toEqual(['e0005', 'e0009']);
  expect(some('e0009')).toEqual(['e0001']);
  // It was decided in between.
  expect(some('e0003')).toEqual(['e0009', 'e0001']);
  expect(some('pruned')).toEqual(['e0005', 'e0009']);
});

describe('remediations', () => {
  it('are kept by their run, the last started first', async () => {
    await store.saveRemediation(remediation('r1'));
    await store.saveRemediation(remediation('r2', { rule: 'restart', startedAt: T1, target: 'cmp-2', event: 'e0002' }));
    const ended = remediation('r1', { phase: 'ended', outcome: 'helped', endedAt: T2 });
    await store.saveRemediation(ended);
    const runs = (filter: Parameters<TriggerStore['remediations']>[0]) =>
      store.remediations(filter).map(({ run }) => run);
    expect(store.remediations({ run: 'r1' })).toEqual([ended]);
    expect(runs({})).toEqual(['r2', 'r1']);
    expect(runs({ limit: 1 })).toEqual(['r2']);
    expect(runs({ rule: 'drain' })).toEqual(['r1']);
    expect(runs({ target: 'cmp-2' })).toEqual(['r2']);
    expect(runs({ event: 'e0002' })).toEqual(['r2']);
    expect(runs({ subject: 'alert/prod/s', phase: ['starting', 'running'] })).toEqual(['r2']);
    expect([runs({ since: T1 }), runs({ since: T2 })]).toEqual([['r2'], []]);
  });
});

it('keeps the digest of a rule set', async () => {
  const digest = { name: 'drain', place: 'rules/drain.yaml:1', conditions: ['alert *', 'labels.a equals b'] };
  await store.saveRuleSet('abc', [{ ...digest, enabled: true } as typeof digest]);
  expect(store.ruleSet('abc')).toEqual([digest]);
  expect(store.ruleSet('other')).toBeUndefined();
});

it('remembers by owner and name, with the events of the same moment or not at all', async () => {
  await store.remember('flavors', { cursor: 5, seen: ['a'] }, [alert(1)], T0);
  await store.remember('hosts', { cursor: 1 }, [], T0);
  await store.remember('flavors', { cursor: undefined, next: null }, [], T0);
  expect([store.memory('flavors'), store.memory('hosts'), store.memory('x')]).toEqual([
    { seen: ['a'], next: null },
    { cursor: 1 },
    {},
  ]);
  expect(ids()).toEqual(['e0001']);
  const broken = store.remember('hosts', { cursor: 2 }, [alert(2, { id: 'e0001' })], T0);
  await expect(broken).rejects.toMatchObject({ code: 'LEDGER_FAILED' });
  expect(store.memory('hosts')).toEqual({ cursor: 1 });
});

it('tells who watches when there is news, and of nothing else', async () => {
  let told = 0;
  const stop = store.watch(() => (told += 1));
  await append(alert(1));
  await append(alert(1), alert(1));
  expect(told).toBe(1);
  await decide('e0001', unmatched);
  await store.remember('x', { a: 1 }, [alert(1)], T0);
  expect(told).toBe(2);
  await store.remember('x', { a: 1 }, [alert(2)], T0);
  expect(told).toBe(3);
  stop();
  await append(alert(3));
  expect(told).toBe(3);
});

it('leaves no secret in the bytes of its files', async () => {
  const word = new Secret('alert "s3cret" / pässword').reveal();
  const event = alert(1, { source: word, key: `k ${word}`, subject: word, payload: { [word]: [word, `a ${word}`] } });
  await append(event);
  expect(await append({ ...event, id: 'again' })).toEqual([{ id: 'e0001', isNew: false }]);
  expect(ids({ text: word })).toEqual(['e0001']);
  await decide('e0001', { state: 'rejected', why: word });
  await store.saveRemediation(remediation('r1', { why: word }));
  await store.saveRuleSet('abc', [{ name: 'a', place: 'b', conditions: [word] }]);
  await store.remember('x', { a: word }, [], T0);
  const inFiles = (text: string) =>
    [ledger.path, `${ledger.path}-wal`].filter((file) => readFileSync(file).includes(Buffer.from(text)));
  expect(inFiles('hypervisor.drain')).not.toEqual([]);
  for (const form of ['s3cret', JSON.stringify(word).slice(1, -1), encodeURIComponent(word)]) {
    expect(inFiles(form)).toEqual([]);
  }
});

it('keeps nothing when the disk is full, and works again when there is room', async () => {
  const db = new Database(ledger.path, EVENTS);
  const small = new SqliteTriggerStore(ledger.path, clock, db);
  await append(alert(1));
  const { page_count: pages } = db.get('PRAGMA page_count') as { page_count: number };
  db.get(`PRAGMA max_page_count = ${pages + 3}`);
  const write = () => [
    small.append([{ event: alert(2) }], T0),
    small.append([{ event: alert(3, { payload: { big: 'x'.repeat(100_000) } }) }], T0),
    small.decide([{ id: 'e0001', state: ran('r1'), remediation: remediation('r1') }], T1),
  ];
  for (const end of await Promise.allSettled(write())) {
    expect(end).toMatchObject({ status: 'rejected', reason: { code: 'LEDGER_FULL', kind: 'quota' } });
  }
  expect([store.list({}), store.remediations({})]).toEqual([[{ event: alert(1), state: { state: 'received' } }], []]);
  db.get('PRAGMA max_page_count = 1000000');
  for (const end of await Promise.allSettled(write())) expect(end).toMatchObject({ status: 'fulfilled' });
  expect(ids({ first: 'oldest' })).toEqual(['e0001', 'e0002', 'e0003']);
  await small.close();
});

it('keeps nothing while another process writes for too long', async () => {
  const db = new Database(ledger.path, EVENTS);
  db.get('PRAGMA busy_timeout = 1');
  const patient = new SqliteTriggerStore(ledger.path, clock, db);
  const other = new Database(ledger.path, EVENTS);
  const asked = patient.append([{ event: alert(1) }], T0);
  const end = other.write(() => {
    // What was asked for is written now, and not when the other one is done.
    const closing = patient.close();
    return Promise.allSettled([asked, closing]);
  });
  expect(await end).toMatchObject([{ status: 'rejected', reason: { code: 'LEDGER_BUSY' } }, { status: 'fulfilled' }]);
  expect(ids()).toEqual([]);
  other.close();
});
