import assert from 'node:assert/strict';
import { Secret } from '@opsbook/context';
import { type AuditFilter, auditOf } from '../audit.ts';
import type { Answer, JournalWrite, RunStore } from '../embedded/run-store.ts';
import { RunbookError, type RunbookErrorCode } from '../errors.ts';
import type { Freeze } from '../freeze.ts';
import type { RunRecord } from '../run-record.ts';

/** One thing that every store holds to. */
export interface StoreCase {
  name: string;
  /** Rejects when the store, a new and empty one, does otherwise. */
  holds: (store: RunStore) => Promise<void>;
}

const T0 = '2030-01-01T00:00:00.000Z';
const T1 = '2030-01-01T00:00:05.000Z';
const ann = { user: 'ann', surface: 'test' };
const bob = { user: 'bob', surface: 'test' };
const first = { id: 'first-life', host: 'here', pid: 1 };
const second = { id: 'second-life', host: 'there', pid: 2 };
const alive = () => false;
const undecided = () => undefined;
const dead = () => true;

/** What a store of an embedded engine promises, for any test runner: a case fails by rejecting. */
export const storeContract: readonly StoreCase[] = [
  {
    name: 'keeps a run as it was given, and leaves alone what is already there',
    holds: async (store) => {
      const run = record('a', { input: { deep: [1, null, 'ü'] }, plan: { hash: 'h', paths: ['x'], unknown: [] } });
      await store.insertRun(run);
      await store.insertRun({ ...run, input: 'another' });
      same(store.getRun('a'), run);
      assert.equal(store.getRun('b'), undefined);
      (store.getRun('a') as RunRecord).targets.push('mine');
      same(store.getRun('a')?.targets, run.targets);
    },
  },
  {
    name: 'lists and counts runs, the newest first, by status, runbook and parent',
    holds: async (store) => {
      for (const id of ['c', 'a', 'b']) await store.insertRun(record(id));
      await store.insertRun(record('a.1', { parent: 'a', root: 'a', runbook: 'other.test' }));
      await store.claim('b', first, T0, dead, '1');
      const ids = (filter: Parameters<RunStore['listRuns']>[0]) => {
        const found = store.listRuns(filter).map(({ id }) => id);
        if (filter.limit === undefined) same(store.countRuns(filter), found.length);
        return found;
      };
      same(ids({}), ['a.1', 'b', 'a', 'c']);
      same(ids({ limit: 2 }), ['a.1', 'b']);
      same(ids({ status: ['running', 'done'] }), ['b']);
      same(ids({ status: ['waiting'], runbook: 'toy.test' }), ['a', 'c']);
      same(ids({ parent: 'a' }), ['a.1']);
      same(ids({ rootsOnly: true }), ['b', 'a', 'c']);
      same(ids({ first: 'oldest' }), ['c', 'a', 'b', 'a.1']);
      same(ids({ first: 'oldest', status: ['waiting'], rootsOnly: true, limit: 1 }), ['c']);
    },
  },
  {
    name: 'gives a run to one owner at a time, with an epoch that rises',
    holds: async (store) => {
      await store.insertRun(record('a'));
      const claimed = await store.claim('a', first, T0, alive, '1');
      same(claimed, {
        ...record('a'),
        status: 'running',
        owner: first,
        heartbeatAt: T0,
        startedAt: T0,
        epoch: 1,
      });
      same(store.getRun('a'), claimed);
      await refuses('RUN_OWNED', store.claim('a', second, T1, alive, '1'));
      const adopted = await store.claim('a', second, T1, (run) => run.owner?.id === first.id, '1');
      same([adopted.epoch, adopted.owner, adopted.startedAt], [2, second, T0]);
      assert.equal(store.epoch('a'), 2);
      await store.release('a', 2);
      assert.ok(store.getRun('a')?.owner === undefined);
      assert.equal((await store.claim('a', first, T1, alive, '1')).epoch, 3);
      await refuses('UNKNOWN_RUN', store.claim('nobody', first, T0, dead, '1'));
      assert.equal(store.epoch('nobody'), undefined);
    },
  },
  {
    name: 'refuses every write of an epoch that is over, and keeps nothing of it',
    holds: async (store) => {
      await store.insertRun(record('a'));
      await store.claim('a', first, T0, alive, '1');
      await store.claim('a', second, T0, dead, '1');
      await refuses('RUN_ADOPTED', store.append('a', 1, written('x')));
      await refuses('RUN_ADOPTED', store.updateRun('a', 1, { status: 'done' }));
      await refuses('RUN_ADOPTED', store.release('a', 1));
      same([store.journal('a'), store.events('a', 0), [...store.deadlines('a')]], [[], [], []]);
      same(store.audit({ kind: ['changed', 'ended'] }), []);
      same([store.getRun('a')?.status, store.getRun('a')?.owner], ['running', second]);
    },
  },
  {
    name: 'ends a run once and for all',
    holds: async (store) => {
      await store.insertRun(record('a'));
      await store.claim('a', first, T0, alive, '1');
      const end = { status: 'done', changed: true, output: { n: 1 }, endedAt: T1 } as const;
      await store.updateRun('a', 1, end, written('last'));
      same([store.journal('a').length, store.events('a', 0).length, [...store.deadlines('a')].length], [1, 1, 1]);
      const { status, changed, output, endedAt, runbook } = store.getRun('a') as RunRecord;
      same([status, changed, output, endedAt, runbook], ['done', true, { n: 1 }, T1, 'toy.test']);
      await refuses('RUN_ENDED', store.claim('a', second, T1, dead, '1'));
    },
  },
  {
    name: 'says which runs a heartbeat still speaks for',
    holds: async (store) => {
      for (const id of ['a', 'b', 'c', 'd']) await store.insertRun(record(id));
      for (const id of ['a', 'b', 'c']) await store.claim(id, first, T0, alive, '1');
      await store.claim('b', second, T0, dead, '1');
      await store.updateRun('c', 1, { status: 'failed' });
      same([...(await store.heartbeat(first.id, T1))], [['a', 1]]);
      same([...(await store.heartbeat(second.id, T0))], [['b', 2]]);
      same([store.getRun('a')?.heartbeatAt, store.getRun('b')?.heartbeatAt], [T1, T0]);
    },
  },
  {
    name: 'keeps a journal in the order of its writes, and tells nothing from null',
    holds: async (store) => {
      for (const id of ['a', 'b']) await claimed(store, record(id));
      const [z, y, x] = [entry('z', { deep: [true] }), entry('y', null), entry('x', undefined)];
      await store.append('a', 1, { ...nothing, entries: [z, y] });
      await store.append('b', 1, { ...nothing, entries: [entry('z', 'other')] });
      await store.append('a', 1, { ...nothing, entries: [x] });
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
    holds: async (store) => {
      await claimed(store, record('a'));
      await store.append('a', 1, { ...nothing, deadlines: [{ path: 'x', at: 5.5 }] });
      await store.append('a', 1, {
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
    holds: async (store) => {
      for (const id of ['a', 'b']) await claimed(store, record(id));
      const told = (key: string, message: string) => ({ type: 'log' as const, key, path: '', message, at: T0 });
      await store.append('a', 1, { ...nothing, events: [told('1', 'one'), told('1', 'one again'), told('2', 'two')] });
      await store.append('b', 1, { ...nothing, events: [told('1', 'of b')] });
      await store.append('a', 1, { ...nothing, events: [told('2', 'two again'), told('3', 'three')] });
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
    holds: async (store) => {
      const parent = await claimed(store, record('a'));
      const child = await claimed(store, record('a.1', { parent: 'a', root: 'a' }));
      const rival = await claimed(store, record('b', { requestedBy: bob }));
      const got = await store.takeLease('t', parent, T0);
      assert.ok('token' in got);
      same(await store.takeLease('t', parent, T1), got);
      same(await store.takeLease('t', child, T1), got);
      const held = { target: 't', run: 'a', runbook: 'toy.test', by: 'ann through test', since: T0 };
      same(await store.takeLease('t', rival, T1), { held });
      assert.ok('token' in (await store.takeLease('u', child, T1)));
      await store.updateRun('a.1', 1, { status: 'done' });
      same(store.leases(), [{ ...held, token: got.token }]);
      await store.updateRun('a', 1, { status: 'failed' });
      same(store.leases(), []);
      const next = await store.takeLease('t', rival, T1);
      assert.ok('token' in next && next.token > got.token);
    },
  },
  {
    name: 'frees with a root run what its children still hold, and gives no lease to a run that was adopted',
    holds: async (store) => {
      const parent = await claimed(store, record('a'));
      const child = await claimed(store, record('a.1', { parent: 'a', root: 'a' }));
      await store.takeLease('t', child, T0);
      await store.updateRun('a', parent.epoch, { status: 'failed' });
      same(store.leases(), []);
      await store.claim('a.1', second, T1, dead, '1');
      await refuses('RUN_ADOPTED', store.takeLease('t', child, T1));
    },
  },
  {
    name: 'passes a lease that relatives share to one that still runs',
    holds: async (store) => {
      await claimed(store, record('a', { targets: [] }));
      const one = await claimed(store, record('a.1', { parent: 'a', root: 'a', targets: ['t'] }));
      const two = await claimed(store, record('a.2', { parent: 'a', root: 'a', targets: ['t'] }));
      const got = await store.takeLease('t', one, T0);
      same(await store.takeLease('t', two, T0), got);
      await store.updateRun('a.1', 1, { status: 'done' });
      same(
        store.leases().map(({ target, run }) => [target, run]),
        [['t', 'a.2']],
      );
      await store.updateRun('a.2', 1, { status: 'done' });
      same(store.leases(), []);
    },
  },
  {
    name: 'breaks a lease whoever holds it',
    holds: async (store) => {
      const holder = await claimed(store, record('a'));
      const rival = await claimed(store, record('b'));
      const got = await store.takeLease('t', holder, T0);
      assert.equal(await store.breakLease('t', bob, 'the run hangs', T1), true);
      assert.equal(await store.breakLease('t', bob, 'the run hangs', T1), false);
      const next = await store.takeLease('t', rival, T1);
      assert.ok('token' in got && 'token' in next && next.token > got.token);
    },
  },
  {
    name: 'keeps the first signal of a path, and every answer',
    holds: async (store) => {
      for (const id of ['a', 'b']) await store.insertRun(record(id));
      assert.equal(store.getSignal('a', 'x'), undefined);
      assert.equal(await store.signal('a', { path: 'x', value: { decision: 'approved' } }), true);
      assert.equal(await store.signal('a', { path: 'x', value: 'too late' }), false);
      assert.equal(await store.signal('b', { path: 'x', value: null }), true);
      same([store.getSignal('a', 'x'), store.getSignal('b', 'x')], [{ decision: 'approved' }, null]);
      const yes = { path: 'x', decision: 'approved', by: ann, at: T0 };
      const no = { path: 'x', decision: 'rejected', by: bob, at: T1, reason: 'not today' };
      await store.answer('a', yes, undecided);
      await store.answer('a', { ...yes, path: 'y' }, undecided);
      await store.answer('a', no, undecided);
      same(store.answers('a', 'x'), [yes, no]);
      same(store.answers('b', 'x'), []);
    },
  },
  {
    name: 'makes a signal of what the answers so far decide; the first decision stays',
    holds: async (store) => {
      await store.insertRun(record('a'));
      let told = 0;
      store.watch(() => (told += 1));
      const seen: string[] = [];
      const twoOf = (answers: readonly Answer[]) => {
        const users = answers.map(({ by }) => by.user);
        seen.push(users.join());
        return users.length < 2 ? undefined : { by: users };
      };
      const yes = { path: 'x', decision: 'approved', by: ann, at: T0 };
      await store.answer('a', { ...yes, path: 'y' }, undecided);
      await store.answer('a', yes, twoOf);
      same([store.getSignal('a', 'x'), told], [undefined, 0]);
      await store.answer('a', { ...yes, by: bob }, twoOf);
      same([store.getSignal('a', 'x'), told], [{ by: ['ann', 'bob'] }, 1]);
      await store.answer('a', yes, twoOf);
      same(store.getSignal('a', 'x'), { by: ['ann', 'bob'] });
      same(seen, ['ann', 'ann,bob', 'ann,bob,ann']);
      await refuses('UNKNOWN_RUN', store.answer('nobody', yes, twoOf));
    },
  },
  {
    name: 'asks a run and all that it started to stop, once, and no other',
    holds: async (store) => {
      await claimed(store, record('a'));
      await claimed(store, record('a.1', { parent: 'a', root: 'a' }));
      await claimed(store, record('a.1.1', { parent: 'a.1', root: 'a' }));
      await claimed(store, record('a.2', { parent: 'a', root: 'a' }));
      await claimed(store, record('b'));
      await store.updateRun('a.2', 1, { status: 'done' });
      const cancel = { by: ann, reason: 'wrong host', at: T0 };
      await store.requestCancel('a.1', cancel);
      await store.requestCancel('a', { ...cancel, reason: 'all of it' });
      const reasons = ['a', 'a.1', 'a.1.1', 'a.2', 'b'].map((id) => store.getRun(id)?.cancel?.reason ?? 'goes on');
      same(reasons, ['all of it', 'wrong host', 'wrong host', 'goes on', 'goes on']);
      same(store.getRun('a.1')?.cancel, cancel);
    },
  },
  {
    name: 'tells who watches of queued runs, signals, cancels, freed leases and freezes, once they are durable',
    holds: async (store) => {
      const run = await claimed(store, record('a'));
      let told = 0;
      const toldBy = async (write: Promise<unknown>) => {
        const before = told;
        await write;
        return told > before;
      };
      const stop = store.watch(() => (told += 1));
      assert.ok(await toldBy(store.insertRun(record('b'))));
      assert.ok(await toldBy(store.signal('a', { path: 'x', value: 1 })));
      assert.ok(await toldBy(store.requestCancel('a', { by: ann, reason: 'r', at: T0 })));
      await store.takeLease('t', run, T0);
      assert.ok(await toldBy(store.breakLease('t', ann, 'r', T0)));
      await store.takeLease('t', run, T0);
      assert.ok(await toldBy(store.updateRun('a', 1, { status: 'done' })));
      assert.ok(await toldBy(store.freeze(freezeOfAll)));
      assert.ok(await toldBy(store.unfreeze('', ann, 'over', T1)));
      stop();
      assert.ok(!(await toldBy(store.signal('a', { path: 'y', value: 1 }))));
    },
  },
  {
    name: 'performs writes in the order in which they were asked for, each whole or not at all',
    holds: async (store) => {
      const asked = [
        store.insertRun(record('a')),
        store.claim('a', first, T0, alive, '1'),
        store.append('a', 1, written('x')),
        store.append('a', 7, written('y')),
        store.claim('a', second, T1, dead, '1'),
        store.append('a', 1, written('z')),
        store.append('a', 2, written('w')),
      ];
      const ends = (await Promise.allSettled(asked)).map((end) =>
        end.status === 'fulfilled' ? 'done' : (end.reason as RunbookError).code,
      );
      same(ends, ['done', 'done', 'done', 'RUN_ADOPTED', 'done', 'RUN_ADOPTED', 'done']);
      same(
        store.journal('a').map(({ path }) => path),
        ['x', 'w'],
      );
    },
  },
  {
    name: 'writes what was asked for before it closes',
    holds: async (store) => {
      const written = store.insertRun(record('a'));
      await store.close();
      await written;
    },
  },
  {
    name: 'freezes a scope once, until it is lifted',
    holds: async (store) => {
      const cloud: Freeze = { scope: 'cloud/', label: 'prod', by: ann, reason: 'a fire', at: T1 };
      same(await store.freeze(cloud), true);
      same(await store.freeze({ ...cloud, by: bob, reason: 'too late' }), false);
      same(await store.freeze(freezeOfAll), true);
      same(store.freezes(), [cloud, freezeOfAll]);
      same(await store.unfreeze('cloud', ann, 'no such scope', T1), false);
      same(await store.unfreeze('cloud/', bob, 'it is out', T1), true);
      same(await store.unfreeze('cloud/', bob, 'it is out', T1), false);
      same(store.freezes(), [freezeOfAll]);
      same(trailOf(store, {}), [
        ['frozen', T1, 'ann', undefined, ['cloud/'], { label: 'prod', reason: 'a fire' }],
        ['frozen', T0, 'bob', undefined, [''], { label: 'everything', reason: 'a bad release' }],
        ['unfrozen', T1, 'bob', undefined, ['cloud/'], { label: 'prod', reason: 'it is out' }],
      ]);
    },
  },
  {
    name: 'tells in the audit trail what became of a run, each thing once',
    holds: async (store) => {
      const plan = { hash: 'h', paths: ['x'], unknown: [] };
      const run = record('a', { input: { n: 1 }, plan, approval: 'required' });
      await store.insertRun(run);
      await store.insertRun(run);
      await store.claim('a', first, T0, alive, '1.2.3');
      await refuses('RUN_OWNED', store.claim('a', second, T0, alive, '1.2.3'));
      await store.answer('a', { path: '#approval', decision: 'approved', by: bob, reason: 'fine', at: T0 }, undecided);
      const changed = auditOf(run, { kind: 'changed', at: T1, path: 'x', details: { after: null } });
      await store.append('a', 1, { ...nothing, audit: [changed] });
      const cancel = { by: bob, reason: 'wrong host', at: T1 };
      await store.requestCancel('a', cancel);
      await store.requestCancel('a', { ...cancel, reason: 'again' });
      const undone = [{ path: 'x', outcome: 'undone' as const }];
      const error = { code: 'CANCELLED', kind: 'refused', message: 'm' };
      await store.updateRun('a', 1, { status: 'cancelled', changed: false, undone, error, endedAt: T1 });
      await store.updateRun('a', 1, { output: 1 });
      await store.requestCancel('a', cancel);
      const { targets } = run;
      same(trailOf(store, {}), [
        [
          'requested',
          T0,
          'ann',
          undefined,
          targets,
          { input: { n: 1 }, risk: 'safe', plan: 'h', approval: 'required' },
        ],
        ['claimed', T0, 'ann', undefined, targets, { epoch: 1, owner: first, version: '1.2.3' }],
        ['answered', T0, 'bob', '#approval', targets, { decision: 'approved', reason: 'fine', plan: 'h' }],
        ['changed', T1, 'ann', 'x', targets, { after: null }],
        ['cancel-requested', T1, 'bob', undefined, targets, { reason: 'wrong host' }],
        ['ended', T1, 'ann', undefined, targets, { status: 'cancelled', changed: false, error, undone }],
      ]);
      const [entry] = store.audit({ kind: ['changed'] });
      same({ ...entry, seq: 0 }, { ...changed, seq: 0 });
    },
  },
  {
    name: 'tells in the audit trail from whom a lease was taken',
    holds: async (store) => {
      const holder = await claimed(store, record('a'));
      const { token } = (await store.takeLease('cloud/t', holder, T0)) as { token: number };
      await store.breakLease('cloud/t', bob, 'its host burnt down', T1);
      const [broken, ...more] = store.audit({ kind: ['lease-broken'] });
      same(broken, {
        ...auditOf(record('a'), { kind: 'lease-broken', at: T1, by: bob }),
        targets: ['cloud/t'],
        details: { reason: 'its host burnt down', token },
        seq: broken?.seq,
      });
      same(more, []);
    },
  },
  {
    name: 'finds audit entries by run, kind, user, runbook, target, time and number',
    holds: async (store) => {
      await store.insertRun(record('a', { targets: ['cloud/one'] }));
      await store.insertRun(record('a.1', { parent: 'a', root: 'a', targets: [] }));
      await store.insertRun(record('x', { parent: 'a.1', root: 'a', targets: [] }));
      await store.insertRun(record('a.2', { parent: 'a', root: 'a', targets: [] }));
      await store.insertRun(
        record('b', { requestedBy: bob, createdAt: T1, runbook: 'b.test', targets: ['cloud/100%', 'CLOUD/two'] }),
      );
      await store.freeze(freezeOfAll);
      const found = (filter: AuditFilter) => store.audit(filter).map(({ run = '-' }) => run);
      same(found({}), ['a', 'a.1', 'x', 'a.2', 'b', '-']);
      same(found({ run: 'a' }), ['a', 'a.1', 'x', 'a.2']);
      same(found({ run: 'a.1' }), ['a.1', 'x']);
      same(found({ run: 'x' }), ['x']);
      same(found({ run: 'nobody' }), []);
      same(found({ kind: ['frozen', 'ended'] }), ['-']);
      same(found({ kind: [] }), []);
      same(found({ user: 'bob' }), ['b', '-']);
      same(found({ runbook: 'b.test' }), ['b']);
      same([found({ target: 'oud/o' }), found({ target: '0%' }), found({ target: 'D/t' })], [['a'], ['b'], ['b']]);
      same([found({ target: '%' }), found({ target: 'one","' })], [['b'], []]);
      same([found({ since: T1 }), found({ until: T1, run: 'a.2' })], [['b'], ['a.2']]);
      same(found({ except: 'a' }), ['b', '-']);
      same(found({ limit: 2 }), ['a', 'a.1']);
      same(found({ after: store.audit({})[3]?.seq ?? 0, limit: 1 }), ['b']);
      const all = store.audit({}).map(({ seq }) => seq);
      same(
        store.audit({ first: 'newest', limit: 2 }).map(({ seq }) => seq),
        all.slice(-2).reverse(),
      );
      same(
        store.audit({ first: 'newest' }).map(({ seq }) => seq),
        all.reverse(),
      );
    },
  },
  {
    name: 'finds audit entries by their step, with all below it and nothing beside it',
    holds: async (store) => {
      await claimed(store, record('a'));
      const paths = [
        'send',
        'send/ann',
        'send/ann/mail',
        'send/ann-2/mail',
        'send0',
        'sen',
        'send/ann/mail#1',
        'Send/ann',
      ];
      const audit = paths.map((path) => auditOf(record('a'), { kind: 'changed', at: T1, path }));
      await store.append('a', 1, { ...nothing, audit });
      const found = (path: string) => store.audit({ path }).map((entry) => entry.path);
      same(found('send/ann'), ['send/ann', 'send/ann/mail', 'send/ann/mail#1']);
      same(found('send/ann/mail'), ['send/ann/mail']);
      same(found('send'), ['send', 'send/ann', 'send/ann/mail', 'send/ann-2/mail', 'send/ann/mail#1']);
      same([found('%'), found(''), found('nowhere')], [[], [], []]);
    },
  },
  {
    name: 'prunes whole trees that ended before a time, and nothing of the audit trail',
    holds: async (store) => {
      const ends = async (id: string, endedAt: string, rest: Partial<RunRecord> = {}) => {
        const run = await claimed(store, record(id, rest));
        await store.append(id, 1, { ...written(id), audit: [] });
        await store.signal(id, { path: 'x', value: 1 });
        await store.answer(id, { path: 'x', decision: 'approved', by: bob, at: T0 }, undecided);
        if (rest.parent !== undefined) await store.takeLease(`of ${id}`, run, T0);
        await store.updateRun(id, 1, { status: 'done', endedAt });
      };
      const below = { parent: 'a', root: 'a' };
      await ends('a', T0);
      await ends('a.1', T1, below);
      await ends('young', T1);
      await ends('young.1', T0, { parent: 'young', root: 'young' });
      const holder = await claimed(store, record('running'));
      await store.takeLease('t', holder, T0);
      await store.insertRun(record('waiting'));
      await ends('half', T0);
      await store.insertRun(record('half.1', { parent: 'half', root: 'half' }));
      const before = store.audit({});
      same(await store.prune(T0, bob, T1), 0);
      same(await store.prune(T1, bob, T1), 2);
      const left = ['running', 'waiting', 'young', 'young.1', 'half', 'half.1'];
      same(
        store
          .listRuns({})
          .map(({ id }) => id)
          .sort(),
        left.sort(),
      );
      for (const id of ['a', 'a.1']) {
        same(
          [store.journal(id), [...store.deadlines(id)], store.events(id, 0), store.answers(id, 'x')],
          [[], [], [], []],
        );
        same([store.getSignal(id, 'x'), store.epoch(id)], [undefined, undefined]);
      }
      same(
        store.leases().map(({ run }) => run),
        ['running'],
      );
      const after = store.audit({});
      same(after.slice(0, -1), before);
      same(trailOf(store, { kind: ['pruned'] }), [['pruned', T1, 'bob', undefined, [], { runs: 2, endedBefore: T1 }]]);
      same(
        store.audit({ run: 'a.1' }).map(({ kind }) => kind),
        ['requested', 'claimed', 'answered', 'ended'],
      );
      assert.equal(store.audit({ run: 'a' }).length, 8);
    },
  },
  {
    name: 'keeps numbers as they are although a secret is made of their digits',
    holds: async (store) => {
      const pin = new Secret('4711').reveal();
      await claimed(store, record('a', { leaseWait: 14711 }));
      await store.append('a', 1, { ...nothing, entries: [entry('x', { at: 1234711, text: `it is ${pin}` })] });
      same(store.journal('a')[0]?.value, { at: 1234711, text: 'it is ***' });
      same(store.getRun('a')?.leaseWait, 14711);
    },
  },
  {
    name: 'keeps no secret that the process has met',
    holds: async (store) => {
      const word = new Secret('correct-horse-battery').reveal();
      const by = { user: word, surface: 'test' };
      await claimed(store, record('a', { input: { word }, requestedBy: by, targets: [`t/${word}`] }));
      await store.append('a', 1, {
        entries: [entry(`step ${word}`, { [word]: word })],
        deadlines: [{ path: word, at: 1 }],
        events: [{ type: 'log', key: word, path: word, message: `it is ${word}`, at: T0 }],
        audit: [auditOf(record('a'), { kind: 'changed', at: T0, path: word, details: { after: word } })],
      });
      await store.freeze({ scope: `t/${word}`, label: word, by, reason: word, at: T0 });
      await store.signal('a', { path: word, value: word });
      await store.answer('a', { path: 'x', decision: 'approved', by, reason: word, at: T0 }, undecided);
      await store.requestCancel('a', { by, reason: word, at: T0 });
      const error = { code: 'X', kind: 'conflict', message: `it was ${word}` };
      await store.updateRun('a', 1, { output: word, error });
      const kept = [
        store.getRun('a'),
        store.listRuns({}),
        store.journal('a'),
        store.events('a', 0),
        store.getSignal('a', word),
        store.answers('a', 'x'),
        store.freezes(),
        store.audit({}),
      ];
      assert.ok(!JSON.stringify(kept).includes(word));
      assert.equal(store.getRun('a')?.error?.message, 'it was ***');
    },
  },
];

const nothing: JournalWrite = { entries: [], deadlines: [], events: [], audit: [] };

const freezeOfAll: Freeze = { scope: '', label: 'everything', by: bob, reason: 'a bad release', at: T0 };

/** What the audit trail holds, without what the store numbers and what every entry of a run has. */
const trailOf = (store: RunStore, filter: AuditFilter) =>
  store.audit(filter).map(({ kind, at, by, path, targets, details }) => [kind, at, by.user, path, targets, details]);

function written(path: string): JournalWrite {
  return {
    entries: [entry(path, 1)],
    deadlines: [{ path, at: 1 }],
    events: [{ type: 'log', key: path, path, message: 'written', at: T0 }],
    audit: [auditOf(record('a'), { kind: 'changed', at: T0, path })],
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

async function claimed(store: RunStore, run: RunRecord): Promise<RunRecord> {
  await store.insertRun(run);
  return await store.claim(run.id, first, T0, alive, '1');
}

/** Compared as JSON, since a store may answer with objects of another realm or without a prototype. */
function same(actual: unknown, expected: unknown): void {
  assert.deepEqual(JSON.parse(JSON.stringify(actual)), JSON.parse(JSON.stringify(expected)));
}

async function refuses(code: RunbookErrorCode, write: Promise<unknown>): Promise<void> {
  await assert.rejects(write, (error) => error instanceof RunbookError && error.code === code);
}
