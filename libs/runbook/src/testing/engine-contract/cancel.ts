import { done } from '../../look.ts';
import { bob, toyRun, turnOn } from '../toy-runbooks.ts';
import type { EngineCase } from './engine-case.ts';
import { Halt } from './halt.ts';
import { Stage } from './stage.ts';

const key = (name: string) => name;

/** Turns two on, one after the other, and then sleeps for long. */
const twoAndSleep = toyRun(async (ctx) => {
  await ctx.each('all', ['a', 'b'], { key }, (step, name) => turnOn(step, name));
  await ctx.sleep(3600);
});

/** What a cancel stops and takes back. */
export const cancelCases: readonly EngineCase[] = [
  {
    name: 'takes back what the run changed, the latest first, and says so',
    holds: async (world, claims) => {
      const stage = new Stage(world);
      const { engine } = stage.process([twoAndSleep]);
      const { id, ended } = await stage.begin(engine);
      await stage.until(() => stage.cloud.switches.get('b') === 'on');
      await stage.sleep(2);
      await stage.cancel(engine, id);
      const undone = [
        { path: 'all/b/on', outcome: 'undone' },
        { path: 'all/a/on', outcome: 'undone' },
      ];
      claims.matches(await ended, {
        status: 'cancelled',
        changed: true,
        cancel: { by: bob, reason: 'enough' },
        undone,
      });
      claims.equal(stage.cloud.effects, ['a on', 'b on', 'b off', 'a off']);
    },
  },
  {
    name: 'leaves alone what was so before the run',
    holds: async (world, claims) => {
      const stage = new Stage(world);
      stage.cloud.switches.set('a', 'on');
      const { engine } = stage.process([twoAndSleep]);
      const { id, ended } = await stage.begin(engine);
      await stage.until(() => stage.cloud.switches.get('b') === 'on');
      await stage.cancel(engine, id);
      claims.matches(await ended, { status: 'cancelled', undone: [{ path: 'all/b/on' }] });
      claims.equal(Object.fromEntries(stage.cloud.switches), { a: 'on', b: 'off' });
    },
  },
  {
    name: 'ends a wait for a timer, for an answer and for a lease',
    holds: async (world, claims) => {
      const stage = new Stage(world);
      const { engine } = stage.process([
        toyRun((ctx) => ctx.sleep(3600), { name: 'toy.timer', targets: ['timer'] }),
        toyRun((ctx) => ctx.ask('Is it bright?'), { name: 'toy.ask', targets: ['ask'] }),
        toyRun((ctx) => ctx.sleep(3600), { name: 'toy.lease', targets: ['timer'] }),
      ]);
      const begun = [];
      for (const runbook of ['toy.timer', 'toy.ask', 'toy.lease']) {
        begun.push(await stage.begin(engine, { runbook, leaseWait: 3600 }));
        await stage.sleep(1);
      }
      // The last one first: else it would get its lease.
      for (const { id, ended } of begun.reverse()) {
        await stage.cancel(engine, id);
        const run = await ended;
        claims.matches(run, { status: 'cancelled', changed: false, undone: [] });
        claims.true(Date.parse(run.endedAt!) - Date.parse(run.startedAt!) < 60_000, 'it ended soon');
      }
      claims.equal(await engine.leases(), []);
    },
  },
  {
    name: 'comes from any process, and the first one stays',
    holds: async (world, claims) => {
      const stage = new Stage(world);
      const { engine } = stage.process([twoAndSleep]);
      const other = stage.process([]).engine;
      const { id, ended } = await stage.begin(engine);
      await stage.until(() => stage.cloud.switches.get('b') === 'on');
      await stage.cancel(other, id);
      await other.cancel(id, { user: 'cyd', surface: 'test' }, 'me too');
      claims.matches(await ended, { status: 'cancelled', cancel: { by: bob, reason: 'enough' } });
      claims.equal(
        stage.cloud.effects.filter((effect) => effect.endsWith('off')),
        ['b off', 'a off'],
      );
    },
  },
  {
    name: 'met again while it is taken back changes nothing, nor does a crash there',
    holds: async (world, claims) => {
      const stage = new Stage(world);
      const halt = new Halt();
      const body = toyRun(async (ctx) => {
        await turnOn(ctx, 'a');
        await ctx.ensure('b', {
          check: async () => {
            const state = await ctx.services.get('b');
            return state === 'off' ? { is: 'absent' } : done(state);
          },
          change: () => ctx.services.turn('b', 'on', 0),
          undo: async () => {
            await ctx.services.turn('b', 'off', 0);
            await halt.here();
          },
          assume: 'on',
        });
        await ctx.sleep(3600);
      });
      const first = stage.process([body]);
      const { id } = await stage.begin(first.engine);
      await stage.until(() => stage.cloud.effects.includes('b on'));
      await stage.sleep(2);
      await stage.cancel(first.engine, id);
      await halt.reached;
      await stage.cancel(first.engine, id);
      await first.kill();
      await stage.sleep(1);
      const run = await stage.resume(stage.process([body]), id);
      // The undo of b had taken effect before the crash: it is not made twice.
      claims.matches(run, { status: 'cancelled', undone: [{ path: 'b' }, { path: 'on', outcome: 'undone' }] });
      claims.equal(stage.cloud.effects, ['a on', 'b on', 'b off', 'a off']);
    },
  },
  {
    name: 'of a run that nobody executes stops it where it is taken up',
    holds: async (world, claims) => {
      const stage = new Stage(world);
      const halt = new Halt();
      const body = toyRun(async (ctx) => {
        await turnOn(ctx, 'a');
        await ctx.read('x', () => halt.here());
        await turnOn(ctx, 'b', 'then');
      });
      const first = stage.process([body]);
      const { id } = await stage.begin(first.engine);
      await halt.reached;
      await first.kill();
      const second = stage.process([body]);
      await stage.cancel(second.engine, id);
      claims.matches(await stage.resume(second, id), { status: 'cancelled', undone: [{ path: 'on' }] });
      claims.equal(stage.cloud.effects, ['a on', 'a off']);
      const waiting = await stage.start(second.engine);
      await stage.cancel(second.engine, waiting.id);
      claims.matches(await stage.resume(second, waiting.id), { status: 'cancelled', changed: false });
    },
  },
];
