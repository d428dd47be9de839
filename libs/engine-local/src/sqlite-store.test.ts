import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Secret, VirtualClock, sleep } from '@opsbook/context';
import { type RunRecord, auditOf } from '@opsbook/runbook';
import { Database } from '@opsbook/sqlite';
import { temporaryLedger } from '@opsbook/sqlite/testing';
import { RUNS } from './migrations.ts';
import { SqliteStore } from './sqlite-store.ts';

let ledger: ReturnType<typeof temporaryLedger>;
let clock: VirtualClock;
let store: SqliteStore;
/** Another process's connection. */
let other: SqliteStore;
beforeEach(() => {
  ledger = temporaryLedger();
  clock = new VirtualClock();
  store = new SqliteStore(ledger.path, clock);
  other = new SqliteStore(ledger.path, clock);
});
afterEach(async () => {
  await store.close();
  await other.close();
  ledger.remove();
});

const AT = '2030-01-01T00:00:00.000Z';
const requestedBy = { user: 'ann', surface: 'test' };
const owner = { id: 'a-life', host: 'here', pid: 1 };

function record(id: string, rest: Partial<RunRecord> = {}): RunRecord {
  const basics = { id, root: id, runbook: 'toy.test', version: '1', risk: 'safe', status: 'waiting' as const };
  return {
    ...basics,
    input: {},
    requestedBy,
    createdAt: AT,
    targets: [],
    leaseWait: 0,
    approval: 'given',
    epoch: 0,
    ...rest,
  };
}

async function claimed(run: RunRecord): Promise<RunRecord> {
  await store.insertRun(run);
  return await store.claim(run.id, owner, AT, () => false, '1');
}

describe('two processes on one file', () => {
  it('see what the other one wrote, and exclude each other', async () => {
    const run = await claimed(record('a'));
    expect(other.getRun('a')).toEqual(run);
    await expect(other.claim('a', { ...owner, id: 'another' }, AT, () => false, '1')).rejects.toThrow(
      expect.objectContaining({ code: 'RUN_OWNED', details: owner }),
    );
    await other.insertRun(record('b'));
    const rival = await other.claim('b', { ...owner, id: 'another' }, AT, () => false, '1');
    expect(await store.takeLease('t', run, AT)).toEqual({ token: 1 });
    expect(await other.takeLease('t', rival, AT)).toMatchObject({
      held: { run: 'a', by: 'ann through test', since: AT },
    });
    await store.updateRun('a', 1, { status: 'done' });
    expect(await other.takeLease('t', rival, AT)).toEqual({ token: 2 });
  });

  it('number events in the order of their commits', async () => {
    await claimed(record('a'));
    const write = (by: SqliteStore, key: string) =>
      by.append('a', 1, {
        entries: [],
        deadlines: [],
        events: [{ type: 'log', key, path: '', message: key, at: AT }],
        audit: [],
      });
    for (const [i, by] of [store, other, other, store].entries()) await write(by, `${i}`);
    await write(other, '0');
    expect(store.events('a', 0).map(({ key }) => key)).toEqual(['0', '1', '2', '3']);
    expect(other.events('a', 0)).toEqual(store.events('a', 0));
  });

  it('learn of each other within a quarter of a second, and look only while somebody watches', async () => {
    await claimed(record('a'));
    let told = 0;
    const stop = store.watch(() => (told += 1));
    await sleep(clock, 1000);
    expect(told).toBe(0);
    await other.signal('a', { path: 'x', value: 1 });
    await sleep(clock, 260);
    expect(told).toBe(1);
    stop();
    await other.signal('a', { path: 'y', value: 1 });
    const now = clock.now();
    await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setImmediate(resolve));
    expect([told, clock.now()]).toEqual([1, now]);
  });
});

it('tells who watches when another process can see the news', async () => {
  const run = await claimed(record('a'));
  await store.takeLease('t', run, AT);
  const seen: unknown[] = [];
  store.watch(() => seen.push([other.getSignal('a', 'x'), other.leases().length, other.freezes().length]));
  await store.signal('a', { path: 'x', value: 1 });
  await store.updateRun('a', 1, { status: 'done', endedAt: AT });
  await store.freeze({ scope: '', label: 'everything', by: requestedBy, reason: 'r', at: AT });
  expect(seen).toEqual([
    [1, 1, 0],
    [1, 0, 0],
    [1, 0, 1],
  ]);
});

it('keeps everything when it is closed and opened again', async () => {
  const run = await claimed(record('a'));
  await store.append('a', 1, {
    entries: [{ path: 'x', value: { n: 1 }, startedAt: AT, at: AT }],
    deadlines: [{ path: 'y', at: 5 }],
    events: [{ type: 'progress', key: 'p', path: 'x', data: 1, at: AT }],
    audit: [],
  });
  await store.takeLease('t', run, AT);
  const all = (s: SqliteStore) => [s.getRun('a'), s.journal('a'), [...s.deadlines('a')], s.events('a', 0), s.leases()];
  const before = all(store);
  await store.close();
  await other.close();
  store = new SqliteStore(ledger.path, clock);
  expect(all(store)).toEqual(before);
});

it('takes no lease for a run that another process has adopted or ended', async () => {
  const run = await claimed(record('a'));
  await other.claim('a', { ...owner, id: 'another' }, AT, () => true, '1');
  await other.updateRun('a', 2, { status: 'done' });
  await expect(store.takeLease('t', run, AT)).rejects.toThrow(expect.objectContaining({ code: 'RUN_ADOPTED' }));
  expect(store.leases()).toEqual([]);
});

it('records one path once, and writes all of an append or nothing', async () => {
  await claimed(record('a'));
  const entry = (path: string) => ({ path, value: 1, startedAt: AT, at: AT });
  await store.append('a', 1, { entries: [entry('x')], deadlines: [], events: [], audit: [] });
  await expect(
    store.append('a', 1, { entries: [entry('y'), entry('x')], deadlines: [], events: [], audit: [] }),
  ).rejects.toThrow(expect.objectContaining({ code: 'LEDGER_FAILED' }));
  expect(other.journal('a').map(({ path }) => path)).toEqual(['x']);
});

it('keeps nothing of what was asked for at once when the disk is full, and works again when there is room', async () => {
  const entry = (path: string, value: string) => ({
    ...{ deadlines: [], events: [], audit: [] },
    entries: [{ path, value, startedAt: AT, at: AT }],
  });
  const db = new Database(ledger.path, RUNS);
  const small = new SqliteStore(ledger.path, clock, db);
  await claimed(record('old'));
  await store.append('old', 1, entry('x', 'x'.repeat(200_000)));
  await store.updateRun('old', 1, { status: 'done', endedAt: AT });
  const run = await claimed(record('a'));
  await store.takeLease('t', run, AT);
  const all = () => [other.getRun('a'), other.journal('a'), other.leases(), other.freezes(), other.audit({})];
  const before = all();
  const { page_count: pages } = db.get('PRAGMA page_count') as { page_count: number };
  db.get(`PRAGMA max_page_count = ${pages + 5}`);
  const write = () => [
    small.append('a', 1, entry('x', 'x')),
    small.append('a', 1, entry('y', 'y'.repeat(150_000))),
    small.freeze({ scope: 't', label: 't', by: requestedBy, reason: 'r', at: AT }),
    small.updateRun('a', 1, { status: 'done', endedAt: AT }),
  ];
  for (const end of await Promise.allSettled(write())) {
    expect(end).toMatchObject({ status: 'rejected', reason: { code: 'LEDGER_FULL', kind: 'quota' } });
  }
  expect(all()).toEqual(before);
  expect(await small.prune('2030-01-02T00:00:00.000Z', requestedBy, AT)).toBe(1);
  for (const end of await Promise.allSettled(write())) expect(end).toMatchObject({ status: 'fulfilled' });
  expect(other.journal('a').map(({ path }) => path)).toEqual(['x', 'y']);
  expect(other.getRun('a')).toMatchObject({ status: 'done' });
  expect(other.leases()).toEqual([]);
  await small.close();
});

it('leaves no secret in the bytes of its files', async () => {
  const word = new Secret('ledger "s3cret" / pässword').reveal();
  const by = { user: word, surface: word };
  const run = await claimed(record('a', { input: { [word]: word }, requestedBy: by, targets: [word] }));
  await store.append('a', 1, {
    entries: [{ path: word, value: [word, { [word]: encodeURIComponent(word) }], startedAt: AT, at: AT }],
    deadlines: [{ path: word, at: 1 }],
    events: [{ type: 'log', key: word, path: word, message: Buffer.from(word).toString('base64'), at: AT }],
    audit: [auditOf(run, { kind: 'changed', at: AT, path: word, by, details: { before: word } })],
  });
  await store.takeLease(word, run, AT);
  await store.breakLease(word, by, word, AT);
  await store.takeLease(word, run, AT);
  await store.signal('a', { path: word, value: word });
  await store.answer('a', { path: `of ${word}`, decision: word, by, reason: word, at: AT }, () => word);
  await store.freeze({ scope: word, label: word, by, reason: word, at: AT });
  await store.requestCancel('a', { by, reason: word, at: AT });
  const inFiles = (text: string) =>
    [ledger.path, `${ledger.path}-wal`].filter((file) => readFileSync(file).includes(Buffer.from(text)));
  expect(inFiles('toy.test')).not.toEqual([]);
  const forms = [
    word,
    JSON.stringify(word).slice(1, -1),
    encodeURIComponent(word),
    Buffer.from(word).toString('base64'),
  ];
  for (const form of [...forms, 's3cret']) expect(inFiles(form)).toEqual([]);
  await store.updateRun('a', 1, {
    status: 'failed',
    output: word,
    error: { code: 'X', kind: 'conflict', message: word },
  });
  for (const form of [...forms, 's3cret']) expect(inFiles(form)).toEqual([]);
  expect(store.getSignal('a', word)).toBe('***');
});
