import { absent, done } from '../../look.ts';
import { bob, toyRun, turnOn } from '../toy-runbooks.ts';
import type { EngineCase } from './engine-case.ts';
import { Halt } from './halt.ts';
import { Stage } from './stage.ts';

/** Who executes a run, and who does not any more. */
export const adoptionCases: readonly EngineCase[] = [
  {
    name: 'a run that a living process executes is not taken from it',
    holds: async (world, claims) => {
      const stage = new Stage(world);
      const body = toyRun((ctx) => ctx.sleep(30));
      const [first, second] = [stage.process([body]), stage.process([body])];
      const { id, ended } = await stage.begin(first.engine);
      await claims.rejects(second.engine.execute(id), 'RUN_OWNED');
      await stage.sleep(25);
      await claims.rejects(second.engine.execute(id), 'RUN_OWNED');
      claims.equal(second.engine.isInterrupted(await second.engine.get(id)), false);
      claims.matches(await ended, { status: 'done', epoch: 1 });
    },
  },
  {
    name: 'a run whose process died is interrupted, and goes on in another one',
    holds: async (world, claims) => {
      const stage = new Stage(world);
      const body = toyRun((ctx) => ctx.sleep(5));
      const first = stage.process([body]);
      const { id } = await stage.begin(first.engine);
      await stage.sleep(1);
      await first.kill();
      const second = stage.process([body]);
      const run = await second.engine.get(id);
      claims.matches([run.status, second.engine.isInterrupted(run)], ['running', true]);
      claims.matches(await stage.resume(second, id), { status: 'done', epoch: 2 });
      claims.equal(second.engine.isInterrupted(await second.engine.get(id)), false);
    },
  },
  {
    name: 'a process that wakes up after another one has adopted its run changes nothing any more',
    holds: async (world, claims) => {
      const stage = new Stage(world);
      const { resolve: thaw, promise: thawed } = Promise.withResolvers<undefined>();
      const halt = new Halt();
      let changes = 0;
      const body = toyRun(async (ctx) => {
        await ctx.ensure('on', {
          check: async () => ((await ctx.services.get('a')) === 'off' ? absent() : done()),
          change: async () => {
            changes += 1;
            if (changes === 1) await Promise.race([halt.here(), thawed]);
            await ctx.services.turn('a', 'on', 0);
          },
          undo: () => ctx.services.turn('a', 'off', 0),
          assume: undefined,
        });
        await turnOn(ctx, 'b', 'then');
      });
      const [first, second] = [stage.process([body]), stage.process([body])];
      const { id, ended } = await stage.begin(first.engine);
      await halt.reached;
      await first.lose();
      claims.matches(await stage.resume(second, id), { status: 'done', epoch: 2 });
      thaw(undefined);
      await claims.rejects(ended, 'RUN_ADOPTED');
      await stage.sleep(10);
      claims.equal(changes, 2);
      claims.equal(stage.cloud.effects, ['a on', 'b on']);
    },
  },
  {
    name: 'a process that wakes up after its run was adopted and still goes on leaves it to the other one',
    holds: async (world, claims) => {
      const stage = new Stage(world);
      const { resolve: thaw, promise: thawed } = Promise.withResolvers<undefined>();
      const halt = new Halt();
      const body = toyRun(async (ctx) => {
        await ctx.read('x', () => Promise.race([halt.here(), thawed]));
        await ctx.ask('Is it bright?');
        await turnOn(ctx, 'a');
      });
      const [first, second] = [stage.process([body]), stage.process([body])];
      const { id, ended } = await stage.begin(first.engine);
      await halt.reached;
      await first.lose();
      const adopted = await second.engine.execute(id);
      await stage.until(async () => (await second.engine.questions(id)).length === 1);
      thaw(undefined);
      await claims.rejects(ended, 'RUN_ADOPTED');
      claims.matches(await second.engine.get(id), { status: 'running', epoch: 2 });
      await second.engine.answer(id, { path: '#ask:1', decision: 'approved', by: bob });
      claims.matches(await adopted.ended, { status: 'done' });
      claims.equal(stage.cloud.effects, ['a on']);
    },
  },
  {
    name: 'a process that ends in good order leaves its runs to be gone on with at once',
    holds: async (world, claims) => {
      const stage = new Stage(world);
      const body = toyRun((ctx) => ctx.sleep(5));
      const first = stage.process([body]);
      const { id, ended } = await stage.begin(first.engine);
      await stage.sleep(1);
      await first.engine.close();
      await claims.rejects(ended, 'CANCELLED');
      const second = stage.process([body]);
      claims.equal(second.engine.isInterrupted(await second.engine.get(id)), true);
      claims.matches(await stage.resume(second, id), { status: 'done' });
    },
  },
];
