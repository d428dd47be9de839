import assert from 'node:assert/strict';
import { Secret } from '@opsbook/context';
import type { JournalWrite, RunStore } from '../embedded/run-store.ts';
import { RunbookError, type RunbookErrorCode } from '../errors.ts';
import type { RunRecord } from '../run-record.ts';

/** One thing that every store holds to. */
export interface StoreCase {
  name: string;
  /** Throws when the store, a new and empty one, does otherwise. */
  holds: (store: RunStore) => void;
}

const T0 = '2030-01-01T00:00:00.000Z';
const T1 = '2030-01-01T00:00:05.000Z';
const ann = { user: 'ann', surface: 'test' };
const bob = { user: 'bob', surface: 'test' };
const first = { id: 'first-life', host: 'here', pid: 1 };
const second = { id: 'second-life', host: 'there', pid: 2 };
const alive = () => false;
const dead = () => true;

/** What a store of an embedded engine promises, for any test runner: a case fails by throwing. */
export const storeContract: readonly StoreCase[] = [
  {
    name: 'keeps a run as it was given, and leaves alone what is already there',
    holds: (store) => {
      const run = record('a', { input: { deep: [1, null, 'ü'] }, plan: { hash: 'h', paths: ['x'], unknown: [] } });
      store.insertRun(run);
      store.insertRun({ ...run, input: 'another' });
      same(store.getRun('a'), run);
      assert.equal(store.getRun('b'), undefined);
      (store.getRun('a') as RunRecord).targets.push('mine');
      same(store.getRun('a')?.targets, run.targets);
    },
  },
  {
    name: 'lists runs, the newest first, by status, runbook and parent',
    holds: (store) => {
      for (const id of ['c', 'a', 'b']) store.insertRun(record(id));
      store.insertRun(record('a.1', { parent: 'a', root: 'a', runbook: 'other.test' }));
      store.claim('b', first, T0, dead);
      const ids = (filter: Parameters<RunStore['listRuns']>[0]) => store.listRuns(filter).map(({ id }) => id);
      same(ids({}), ['a.1', 'b', 'a', 'c']);
      same(ids({ limit: 2 }), ['a.1', 'b']);
      same(ids({ status: ['running', 'done'] }), ['b']);
      same(ids({ status: ['waiting'], runbook: 'toy.test' }), ['a', 'c']);
      same(ids({ parent: 'a' }), ['a.1']);
    },
  },
  {
    name: 'gives a run to one owner at a time, with an epoch that rises',
    holds: (store) => {
      store.insertRun(record('a'));
      const claimed = store.claim('a', first, T0, alive);
      same(claimed, {
        ...record('a'),
        status: 'running',
        owner: first,
        heartbeatAt: T0,
        startedAt: T0,
        epoch: 1,
      });
      same(store.getRun('a'), claimed);
      refuses('RUN_OWNED', () => store.claim('a', second, T1, alive));
      const adopted = store.claim('a', second, T1, (run) => run.owner?.id === first.id);
      same([adopted.epoch, adopted.owner, adopted.startedAt], [2, second, T0]);
      assert.equal(store.epoch('a'), 2);
      store.release('a', 2);
      assert.ok(store.getRun('a')?.owner === undefined);
      assert.equal(store.claim('a', first, T1, alive).epoch, 3);
      refuses('UNKNOWN_RUN', () => store.claim('nobody', first, T0, dead));
      assert.equal(store.epoch('nobody'), undefined);
    },
  },
  {
    name: 'refuses every write of an epoch that is over, and keeps nothing of it',
    holds: (store) => {
      store.insertRun(record('a'));
      store.claim('a', first, T0, alive);
      store.claim('a', second, T0, dead);
      refuses('RUN_ADOPTED', () => store.append('a', 1, written('x')));
      refuses('RUN_ADOPTED', () => store.updateRun('a', 1, { status: 'done' }));
      refuses('RUN_ADOPTED', () => store.release('a', 1));
      same([store.journal('a'), store.events('a', 0), [...store.deadlines('a')]], [[], [], []]);
      same([store.getRun('a')?.status, store.getRun('a')?.owner], ['running', second]);
    },
  },
  {
    name: 'ends a run once and for all',
    holds: (store) => {
      store.insertRun(record('a'));
      store.claim('a', first, T0, alive);
      store.updateRun('a', 1, { status: 'done', changed: true, output: { n: 1 }, endedAt: T1 });
      const { status, changed, output, endedAt, runbook } = store.getRun('a') as RunRecord;
      same([status, changed, output, endedAt, runbook], ['done', true, { n: 1 }, T1, 'toy.test']);
      refuses('RUN_ENDED', () => store.claim('a', second, T1, dead));
    },
  },
  {
    name: 'says which runs a heartbeat still speaks for',
    holds: (store) => {
      for (const id of ['a', 'b', 'c', 'd']) store.insertRun(record(id));
      for (const id of ['a', 'b', 'c']) store.claim(id, first, T0, alive);
      store.claim('b', second, T0, dead);
      store.updateRun('c', 1, { status: 'failed' });
      same([...store.heartbeat(first.id, T1)], [['a', 1]]);
      same([...store.heartbeat(second.id, T0)], [['b', 2]]);
      same([store.getRun('a')?.heartbeatAt, store.getRun('b')?.heartbeatAt], [T1, T0]);
    },
  },
  {
    name: 'keeps a journal in the order of its writes, and tells nothing from null',
    holds: (store) => {
      for (const id of ['a', 'b']) claimed(store, record(id));
      const [z, y, x] = [entry('z', { deep: [true] }), entry('y', null), entry('x', undefined)];
      store.append('a', 1, { ...nothing, entries: [z, y] });
      store.append('b', 1, { ...nothing, entries: [entry('z', 'other')] });
      store.append('a', 1, { ...nothing, entries: [x] });
      same(
        store.journal('a').map(({ path, value }) => [path, value === undefined ? 'nothing' : value]),
        [
          ['z', { deep: [true] }],
          ['y', null],
          ['x', 'nothing'],
        ],
      );
      same([store.journal('a')[0]?.startedAt, store.journal('a')[0]?.at], [T0, T1]);
    },
  },
  {
    name: 'keeps the first deadline of a wait',
    holds: (store) => {
      claimed(store, record('a'));
      store.append('a', 1, { ...nothing, deadlines: [{ path: 'x', at: 5.5 }] });
      store.append('a', 1, {
        ...nothing,
        deadlines: [
          { path: 'x', at: 7 },
          { path: 'y', at: 8 },
        ],
      });
      same([...store.deadlines('a')].sort(), [
        ['x', 5.5],
        ['y', 8],
      ]);
    },
  },
  {
    name: 'keeps each event once, numbered through all runs',
    holds: (store) => {
      for (const id of ['a', 'b']) claimed(store, record(id));
      const told = (key: string, message: string) => ({ type: 'log' as const, key, path: '', message, at: T0 });
      store.append('a', 1, { ...nothing, events: [told('1', 'one'), told('1', 'one again'), told('2', 'two')] });
      store.append('b', 1, { ...nothing, events: [told('1', 'of b')] });
      store.append('a', 1, { ...nothing, events: [told('2', 'two again'), told('3', 'three')] });
      const events = store.events('a', 0);
      same(
        events.map((event) => event.type === 'log' && [event.key, event.message, event.at]),
        [
          ['1', 'one', T0],
          ['2', 'two', T0],
          ['3', 'three', T0],
        ],
      );
      const all = [...events, ...store.events('b', 0)].map(({ seq }) => seq);
      assert.equal(new Set(all).size, 4);
      same(
        store.events('a', events[1]?.seq ?? 0).map(({ key }) => key),
        ['3'],
      );
    },
  },
  {
    name: 'gives a target to one tree of runs, with a token that rises, until the holder ends',
    holds: (store) => {
      const parent = claimed(store, record('a'));
      const child = claimed(store, record('a.1', { parent: 'a', root: 'a' }));
      const rival = claimed(store, record('b', { requestedBy: bob }));
      const got = store.takeLease('t', parent, T0);
      assert.ok('token' in got);
      same(store.takeLease('t', parent, T1), got);
      same(store.takeLease('t', child, T1), got);
      const held = { target: 't', run: 'a', runbook: 'toy.test', by: 'ann through test', since: T0 };
      same(store.takeLease('t', rival, T1), { held });
      assert.ok('token' in store.takeLease('u', child, T1));
      store.updateRun('a.1', 1, { status: 'done' });
      same(store.leases(), [{ ...held, token: got.token }]);
      store.updateRun('a', 1, { status: 'failed' });
      same(store.leases(), []);
      const next = store.takeLease('t', rival, T1);
      assert.ok('token' in next && next.token > got.token);
    },
  },
  {
    name: 'frees with a root run what its children still hold, and gives no lease to a run that was adopted',
    holds: (store) => {
      const parent = claimed(store, record('a'));
      const child = claimed(store, record('a.1', { parent: 'a', root: 'a' }));
      store.takeLease('t', child, T0);
      store.updateRun('a', parent.epoch, { status: 'failed' });
      same(store.leases(), []);
      store.claim('a.1', second, T1, dead);
      refuses('RUN_ADOPTED', () => store.takeLease('t', child, T1));
    },
  },
  {
    name: 'passes a lease that relatives share to one that still runs',
    holds: (store) => {
      claimed(store, record('a', { targets: [] }));
      const [one, two] = ['a.1', 'a.2'].map((id) =>
        claimed(store, record(id, { parent: 'a', root: 'a', targets: ['t'] })),
      ) as [RunRecord, RunRecord];
      const got = store.takeLease('t', one, T0);
      same(store.takeLease('t', two, T0), got);
      store.updateRun('a.1', 1, { status: 'done' });
      same(
        store.leases().map(({ target, run }) => [target, run]),
        [['t', 'a.2']],
      );
      store.updateRun('a.2', 1, { status: 'done' });
      same(store.leases(), []);
    },
  },
  {
    name: 'breaks a lease whoever holds it',
    holds: (store) => {
      const holder = claimed(store, record('a'));
      const rival = claimed(store, record('b'));
      const got = store.takeLease('t', holder, T0);
      assert.equal(store.breakLease('t', bob, 'the run hangs', T1), true);
      assert.equal(store.breakLease('t', bob, 'the run hangs', T1), false);
      const next = store.takeLease('t', rival, T1);
      assert.ok('token' in got && 'token' in next && next.token > got.token);
    },
  },
  {
    name: 'keeps the first signal of a path, and every answer',
    holds: (store) => {
      for (const id of ['a', 'b']) store.insertRun(record(id));
      assert.equal(store.getSignal('a', 'x'), undefined);
      assert.equal(store.signal('a', { path: 'x', value: { decision: 'approved' } }), true);
      assert.equal(store.signal('a', { path: 'x', value: 'too late' }), false);
      assert.equal(store.signal('b', { path: 'x', value: null }), true);
      same([store.getSignal('a', 'x'), store.getSignal('b', 'x')], [{ decision: 'approved' }, null]);
      const yes = { path: 'x', decision: 'approved', by: ann, at: T0 };
      const no = { path: 'x', decision: 'rejected', by: bob, at: T1, reason: 'not today' };
      store.answer('a', yes);
      store.answer('a', { ...yes, path: 'y' });
      store.answer('a', no);
      same(store.answers('a', 'x'), [yes, no]);
      same(store.answers('b', 'x'), []);
    },
  },
  {
    name: 'asks a run and all that it started to stop, once, and no other',
    holds: (store) => {
      claimed(store, record('a'));
      claimed(store, record('a.1', { parent: 'a', root: 'a' }));
      claimed(store, record('a.1.1', { parent: 'a.1', root: 'a' }));
      claimed(store, record('a.2', { parent: 'a', root: 'a' }));
      claimed(store, record('b'));
      store.updateRun('a.2', 1, { status: 'done' });
      const cancel = { by: ann, reason: 'wrong host', at: T0 };
      store.requestCancel('a.1', cancel);
      store.requestCancel('a', { ...cancel, reason: 'all of it' });
      const reasons = ['a', 'a.1', 'a.1.1', 'a.2', 'b'].map((id) => store.getRun(id)?.cancel?.reason ?? 'goes on');
      same(reasons, ['all of it', 'wrong host', 'wrong host', 'goes on', 'goes on']);
      same(store.getRun('a.1')?.cancel, cancel);
    },
  },
  {
    name: 'tells who watches at once of signals, cancels and freed leases',
    holds: (store) => {
      const run = claimed(store, record('a'));
      let told = 0;
      const toldBy = (act: () => void) => {
        const before = told;
        act();
        return told > before;
      };
      const stop = store.watch(() => (told += 1));
      assert.ok(toldBy(() => store.signal('a', { path: 'x', value: 1 })));
      assert.ok(toldBy(() => store.requestCancel('a', { by: ann, reason: 'r', at: T0 })));
      store.takeLease('t', run, T0);
      assert.ok(toldBy(() => store.breakLease('t', ann, 'r', T0)));
      store.takeLease('t', run, T0);
      assert.ok(toldBy(() => store.updateRun('a', 1, { status: 'done' })));
      stop();
      assert.ok(!toldBy(() => store.signal('a', { path: 'y', value: 1 })));
    },
  },
  {
    name: 'keeps numbers as they are although a secret is made of their digits',
    holds: (store) => {
      const pin = new Secret('4711').reveal();
      claimed(store, record('a', { leaseWait: 14711 }));
      store.append('a', 1, { ...nothing, entries: [entry('x', { at: 1234711, text: `it is ${pin}` })] });
      same(store.journal('a')[0]?.value, { at: 1234711, text: 'it is ***' });
      same(store.getRun('a')?.leaseWait, 14711);
    },
  },
  {
    name: 'keeps no secret that the process has met',
    holds: (store) => {
      const word = new Secret('correct-horse-battery').reveal();
      const by = { user: word, surface: 'test' };
      claimed(store, record('a', { input: { word }, requestedBy: by, targets: [`t/${word}`] }));
      store.append('a', 1, {
        entries: [entry(`step ${word}`, { [word]: word })],
        deadlines: [{ path: word, at: 1 }],
        events: [{ type: 'log', key: word, path: word, message: `it is ${word}`, at: T0 }],
      });
      store.signal('a', { path: word, value: word });
      store.answer('a', { path: 'x', decision: 'approved', by, reason: word, at: T0 });
      store.requestCancel('a', { by, reason: word, at: T0 });
      const error = { code: 'X', kind: 'conflict', message: `it was ${word}` };
      store.updateRun('a', 1, { output: word, error });
      const kept = [
        store.getRun('a'),
        store.listRuns({}),
        store.journal('a'),
        store.events('a', 0),
        store.getSignal('a', word),
        store.answers('a', 'x'),
      ];
      assert.ok(!JSON.stringify(kept).includes(word));
      assert.equal(store.getRun('a')?.error?.message, 'it was ***');
    },
  },
];

const nothing: JournalWrite = { entries: [], deadlines: [], events: [] };

function written(path: string): JournalWrite {
  return {
    entries: [entry(path, 1)],
    deadlines: [{ path, at: 1 }],
    events: [{ type: 'log', key: path, path, message: 'written', at: T0 }],
  };
}

const entry = (path: string, value: JournalWrite['entries'][number]['value']) => ({
  path,
  value,
  startedAt: T0,
  at: T1,
});

function record(id: string, rest: Partial<RunRecord> = {}): RunRecord {
  return {
    id,
    root: id,
    runbook: 'toy.test',
    version: '1',
    risk: 'safe',
    input: {},
    requestedBy: ann,
    status: 'waiting',
    createdAt: T0,
    targets: ['t'],
    leaseWait: 0,
    approval: 'given',
    epoch: 0,
    ...rest,
  };
}

function claimed(store: RunStore, run: RunRecord): RunRecord {
  store.insertRun(run);
  return store.claim(run.id, first, T0, alive);
}

/** Compared as JSON, since a store may answer with objects of another realm or without a prototype. */
function same(actual: unknown, expected: unknown): void {
  assert.deepEqual(JSON.parse(JSON.stringify(actual)), JSON.parse(JSON.stringify(expected)));
}

function refuses(code: RunbookErrorCode, act: () => unknown): void {
  assert.throws(act, (error) => error instanceof RunbookError && error.code === code);
}
