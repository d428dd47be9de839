import { ann, switchOn, toyRun, turnOn } from '../toy-runbooks.ts';
import type { EngineCase } from './engine-case.ts';
import { Halt } from './halt.ts';
import { Stage } from './stage.ts';

const callsChild = toyRun((ctx) => ctx.run(switchOn, { name: 'a' }));

/** Runs that runs start. */
export const childCases: readonly EngineCase[] = [
  {
    name: 'a child has a record of its own, and its output is what its parent gets',
    holds: async (world, claims) => {
      const stage = new Stage(world);
      const { engine } = stage.process([callsChild, switchOn]);
      const { id, ended } = await stage.begin(engine);
      claims.matches(await ended, { status: 'done', changed: true, output: { state: 'on' } });
      const family = { parent: id, root: id, requestedBy: ann, runbook: 'switch.on', input: { name: 'a' } };
      const end = { status: 'done', changed: true, output: { state: 'on' }, targets: ['switch/a'] };
      claims.matches(await engine.list({ parent: id }), [{ ...family, ...end }]);
    },
  },
  {
    name: 'a child goes on with its parent after a crash, with nothing done twice',
    holds: async (world, claims) => {
      const stage = new Stage(world);
      const halt = new Halt();
      const child = toyRun(
        async (ctx) => {
          await turnOn(ctx, 'a');
          await ctx.read('x', () => halt.here());
          return 'bright';
        },
        { name: 'toy.child', targets: [] },
      );
      const parent = toyRun((ctx) => ctx.run(child, {}));
      const first = stage.process([parent, child]);
      const { id } = await stage.begin(first.engine);
      await halt.reached;
      await first.kill();
      const second = stage.process([parent, child]);
      claims.matches(await stage.resume(second, id), { status: 'done', output: 'bright' });
      claims.matches(await second.engine.list({ parent: id }), [{ status: 'done', epoch: 2 }]);
      claims.equal(stage.cloud.effects, ['a on']);
    },
  },
  {
    name: 'a child that has ended is not lived again',
    holds: async (world, claims) => {
      const stage = new Stage(world);
      const halt = new Halt();
      const parent = toyRun(async (ctx) => {
        const { state } = await ctx.run(switchOn, { name: 'a' });
        await ctx.read('x', () => halt.here());
        return state;
      });
      const first = stage.process([parent, switchOn]);
      const { id } = await stage.begin(first.engine);
      await halt.reached;
      await first.kill();
      const second = stage.process([parent, switchOn]);
      claims.matches(await stage.resume(second, id), { status: 'done', changed: true, output: 'on' });
      claims.matches(await second.engine.list({ parent: id }), [{ status: 'done', epoch: 1 }]);
      claims.equal(stage.cloud.effects, ['a on']);
    },
  },
  {
    name: 'a cancel reaches the children, and each takes back what it changed',
    holds: async (world, claims) => {
      const stage = new Stage(world);
      const child = toyRun(
        async (ctx) => {
          await turnOn(ctx, 'a');
          await ctx.sleep(3600);
        },
        { name: 'toy.child', targets: [] },
      );
      const parent = toyRun(async (ctx) => {
        await turnOn(ctx, 'b');
        await ctx.run(child, {});
      });
      const { engine } = stage.process([parent, child]);
      const { id, ended } = await stage.begin(engine);
      await stage.until(() => stage.cloud.switches.get('a') === 'on');
      await stage.cancel(engine, id);
      claims.matches(await ended, { status: 'cancelled', undone: [{ path: 'on', outcome: 'undone' }] });
      const undone = [{ path: 'on', outcome: 'undone' }];
      claims.matches(await engine.list({ parent: id }), [{ status: 'cancelled', undone }]);
      claims.equal(stage.cloud.effects, ['b on', 'a on', 'a off', 'b off']);
    },
  },
  {
    name: 'the failure of a child is an error of its parent, which may go on',
    holds: async (world, claims) => {
      const stage = new Stage(world);
      const fails = () => Promise.reject(Object.assign(new Error('too dark'), { code: 'DARK', kind: 'conflict' }));
      const child = toyRun((ctx) => ctx.read('x', fails), { name: 'toy.child', targets: [] });
      const parent = toyRun((ctx) => ctx.each('all', ['x'], { key: (x) => x }, (step) => step.run(child, {})));
      const run = await stage.play([parent, child]);
      const items = [{ status: 'failed', why: 'too dark', error: { code: 'DARK' } }];
      claims.matches(run, { status: 'done', output: { failed: 1, items } });
    },
  },
];
