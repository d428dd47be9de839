import { bob, runbook, switchOn, toyRun } from '../toy-runbooks.ts';
import type { EngineCase } from './engine-case.ts';
import { Halt } from './halt.ts';
import { Stage } from './stage.ts';

const targetsOf = (leases: readonly { target: string }[]) => leases.map(({ target }) => target).sort();

/** A run has its targets for itself. */
export const leaseCases: readonly EngineCase[] = [
  {
    name: 'a second run of a target is refused at once and told who holds it; one that waits gets it afterwards',
    holds: async (world, claims) => {
      const stage = new Stage(world);
      const { engine } = stage.process([toyRun((ctx) => ctx.sleep(3))]);
      const first = await stage.begin(engine);
      await stage.until(async () => (await engine.leases()).length === 1);
      claims.matches(await engine.leases(), [{ target: 'toy', run: first.id, by: 'ann through test' }]);
      const second = await stage.begin(engine);
      const third = await stage.begin(engine, { leaseWait: 60 });
      claims.matches(await second.ended, {
        status: 'refused',
        changed: false,
        error: { code: 'LEASE_HELD', details: { run: first.id, target: 'toy' } },
      });
      claims.matches([await first.ended, await third.ended], [{ status: 'done' }, { status: 'done' }]);
      claims.equal(await engine.leases(), []);
    },
  },
  {
    name: 'a run waits for a lease no longer than it was told to',
    holds: async (world, claims) => {
      const stage = new Stage(world);
      const { engine } = stage.process([toyRun((ctx) => ctx.sleep(30))]);
      const first = await stage.begin(engine);
      await stage.until(async () => (await engine.leases()).length === 1);
      const { status, startedAt, endedAt } = await (await stage.begin(engine, { leaseWait: 2 })).ended;
      const took = Date.parse(endedAt!) - Date.parse(startedAt!);
      claims.equal(status, 'refused');
      claims.true(took >= 2000 && took < 4000, `it waited for ${took} ms`);
      await stage.cancel(engine, first.id);
      await first.ended;
    },
  },
  {
    name: 'two runs of the same targets in another order do not wait for each other for ever',
    holds: async (world, claims) => {
      const stage = new Stage(world);
      const names = [
        ['x', 'y'],
        ['y', 'x'],
      ];
      const runbooks = names.map((targets, i) => toyRun((ctx) => ctx.sleep(0.2), { name: `toy.t${i}`, targets }));
      const { engine } = stage.process(runbooks);
      const begun = [];
      for (let i = 0; i < 6; i += 1) begun.push(await stage.begin(engine, { runbook: `toy.t${i % 2}`, leaseWait: 60 }));
      const runs = await Promise.all(begun.map(({ ended }) => ended));
      claims.equal(
        runs.map(({ status }) => status),
        Array(6).fill('done'),
      );
      claims.equal(await engine.leases(), []);
    },
  },
  {
    name: 'are told before a run is asked for: who holds what it would take',
    holds: async (world, claims) => {
      const stage = new Stage(world);
      const looks = runbook({ ...switchOn, name: 'switch.look', risk: 'read-only' });
      const holder = toyRun((ctx) => ctx.sleep(3), { name: 'toy.holder', targets: ['switch/a', 'switch/c'] });
      const { engine } = stage.process([holder, switchOn, looks]);
      const { id, ended } = await stage.begin(engine, { runbook: 'toy.holder' });
      await stage.until(async () => (await engine.leases()).length === 2);
      const of = (name: unknown, called = 'switch.on') => engine.holders({ runbook: called, input: { name } });
      claims.matches(await of('a'), [{ target: 'switch/a', run: id, runbook: 'toy.holder', by: 'ann through test' }]);
      claims.equal([await of('b'), await of('a', 'switch.look')], [[], []]);
      await claims.rejects(of(1), 'INVALID_INPUT');
      await claims.rejects(of('a', 'no.such'), 'UNKNOWN_RUNBOOK');
      await ended;
      claims.equal(await of('a'), []);
    },
  },
  {
    name: 'are free however the run ends',
    holds: async (world, claims) => {
      const stage = new Stage(world);
      const fails = () => Promise.reject(Object.assign(new Error('no'), { code: 'NO', kind: 'conflict' }));
      const { engine } = stage.process([
        toyRun((ctx) => ctx.read('x', fails), { name: 'toy.fails' }),
        toyRun((ctx) => ctx.sleep(60), { name: 'toy.sleeps' }),
      ]);
      claims.matches(await (await stage.begin(engine, { runbook: 'toy.fails' })).ended, { status: 'failed' });
      claims.equal(await engine.leases(), []);
      const { id, ended } = await stage.begin(engine, { runbook: 'toy.sleeps' });
      await stage.until(async () => (await engine.leases()).length === 1);
      await stage.cancel(engine, id);
      claims.matches(await ended, { status: 'cancelled' });
      claims.equal(await engine.leases(), []);
    },
  },
  {
    name: 'are kept by a run whose process died, until it has ended',
    holds: async (world, claims) => {
      const stage = new Stage(world);
      const halt = new Halt();
      const body = toyRun((ctx) => ctx.read('x', () => halt.here()));
      const first = stage.process([body]);
      const { id } = await stage.begin(first.engine);
      await halt.reached;
      await first.kill();
      const second = stage.process([body]);
      claims.matches(await second.engine.leases(), [{ target: 'toy', run: id }]);
      claims.matches(await (await stage.begin(second.engine)).ended, { status: 'refused' });
      claims.matches(await stage.resume(second, id), { status: 'done' });
      claims.equal(await second.engine.leases(), []);
    },
  },
  {
    name: 'of a run are those of its children; what another run holds is refused to a child, which never waits',
    holds: async (world, claims) => {
      const stage = new Stage(world);
      const names = ['a', 'b'];
      const both = toyRun(
        (ctx) => ctx.each('all', names, { key: (name) => name }, (step, name) => step.run(switchOn, { name })),
        { targets: ['switch/a'] },
      );
      const holder = toyRun((ctx) => ctx.sleep(30), { name: 'toy.holder', targets: ['switch/b'] });
      const { engine } = stage.process([both, switchOn, holder]);
      const held = await stage.begin(engine, { runbook: 'toy.holder' });
      await stage.until(async () => (await engine.leases()).length === 1);
      const run = await (await stage.begin(engine, { leaseWait: 60 })).ended;
      const items = [
        { key: 'a', status: 'changed' },
        { key: 'b', status: 'skipped' },
      ];
      claims.matches(run, { status: 'done', output: { changed: 1, skipped: 1, items } });
      claims.equal(targetsOf(await engine.leases()), ['switch/b']);
      await stage.cancel(engine, held.id);
      await held.ended;
    },
  },
  {
    name: 'are broken by people, on the record, and are then free',
    holds: async (world, claims) => {
      const stage = new Stage(world);
      const halt = new Halt();
      const body = toyRun((ctx) => ctx.read('x', () => halt.here()));
      const first = stage.process([body]);
      const { id } = await stage.begin(first.engine);
      await halt.reached;
      const { engine } = stage.process([body]);
      claims.equal(await engine.breakLease('toy', bob, 'it hangs'), true);
      claims.equal(await engine.breakLease('toy', bob, 'it hangs'), false);
      claims.matches(await (await stage.begin(engine)).ended, { status: 'done' });
      const broken = await engine.audit({ kind: ['lease-broken'] });
      claims.matches(broken, [{ run: id, targets: ['toy'], by: bob, details: { reason: 'it hangs' } }]);
    },
  },
  {
    name: 'are not taken by what only looks',
    holds: async (world, claims) => {
      const stage = new Stage(world);
      const looks = runbook({ ...toyRun((ctx) => ctx.sleep(2)), risk: 'read-only' });
      const { engine } = stage.process([looks]);
      const begun = [await stage.begin(engine), await stage.begin(engine)];
      await stage.sleep(1);
      claims.equal(await engine.leases(), []);
      const runs = await Promise.all(begun.map(({ ended }) => ended));
      claims.matches(runs, [{ status: 'done' }, { status: 'done' }]);
    },
  },
];
