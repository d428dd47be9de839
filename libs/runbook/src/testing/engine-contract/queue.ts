import type { Engine } from '../../engine.ts';
import { toyRun, turnOn } from '../toy-runbooks.ts';
import type { EngineCase } from './engine-case.ts';
import { Halt } from './halt.ts';
import { Stage } from './stage.ts';

async function queue(stage: Stage, engine: Engine, count: number, runbook = 'toy.test'): Promise<string[]> {
  const ids: string[] = [];
  for (let i = 0; i < count; i += 1) ids.push((await stage.start(engine, { runbook, queued: true })).id);
  return ids;
}

const allEnded = async (stage: Stage, engine: Engine) =>
  await stage.until(async () => (await engine.list({ status: ['waiting', 'running'], limit: 1 })).length === 0);

/** Processes that execute what waits. */
export const queueCases: readonly EngineCase[] = [
  {
    name: 'runs are taken the oldest first, and never more at once than asked for',
    holds: async (world, claims) => {
      const stage = new Stage(world);
      let [now, most] = [0, 0];
      const body = toyRun(
        async (ctx) => {
          most = Math.max(most, (now += 1));
          await ctx.sleep(0.5);
          now -= 1;
        },
        { targets: [] },
      );
      const { engine } = stage.process([body]);
      const ids = await queue(stage, engine, 5);
      const taken: string[] = [];
      const over: string[] = [];
      const work = engine.work({
        concurrency: 2,
        onTaken: ({ id }) => taken.push(id),
        onEnded: (run) => over.push(run.status),
      });
      await allEnded(stage, engine);
      claims.equal(taken, ids);
      claims.equal([most, now], [2, 0]);
      await stage.until(() => over.length === 5);
      claims.equal(over, Array(5).fill('done'));
      await work.stop();
      // Nobody listens: the limit is the same.
      await queue(stage, engine, 5);
      engine.work({ concurrency: 2 });
      await allEnded(stage, engine);
      claims.equal([most, now], [2, 0]);
    },
  },
  {
    name: 'a run that waits for people gives up its place until they have answered',
    holds: async (world, claims) => {
      const stage = new Stage(world);
      const asks = toyRun((ctx) => ctx.ask('Is it bright?'), { name: 'toy.ask', targets: [] });
      const { engine } = stage.process([asks, toyRun(async () => 1)]);
      const [asking] = await queue(stage, engine, 1, 'toy.ask');
      const [quick] = await queue(stage, engine, 1);
      engine.work({ concurrency: 1 });
      claims.matches(await stage.ended(engine, quick!), { status: 'done' });
      claims.matches(await engine.get(asking!), { status: 'running' });
      await stage.answer(engine, asking!, 'approved');
      claims.matches(await stage.ended(engine, asking!), { status: 'done' });
    },
  },
  {
    name: 'a run that waits for a lease does not keep its holder from going on',
    holds: async (world, claims) => {
      const stage = new Stage(world);
      const asks = toyRun((ctx) => ctx.ask('Is it bright?'), { name: 'toy.ask' });
      const { engine } = stage.process([asks, toyRun(async () => 1)]);
      const holder = await stage.start(engine, { runbook: 'toy.ask', queued: true });
      const waiter = await stage.start(engine, { queued: true, leaseWait: 600 });
      engine.work({ concurrency: 1 });
      await stage.until(async () => (await engine.get(waiter.id)).status === 'running');
      await stage.answer(engine, holder.id, 'approved');
      claims.matches(await stage.ended(engine, holder.id), { status: 'done' });
      claims.matches(await stage.ended(engine, waiter.id), { status: 'done' });
    },
  },
  {
    name: 'the runs of a process that died are gone on with by the others',
    holds: async (world, claims) => {
      const stage = new Stage(world);
      const halt = new Halt();
      const body = toyRun(async (ctx) => {
        await turnOn(ctx, 'a');
        await ctx.read('x', () => halt.here());
        await turnOn(ctx, 'b', 'then');
      });
      const [first, second] = [stage.process([body]), stage.process([body])];
      const [id] = await queue(stage, first.engine, 1);
      first.engine.work({ concurrency: 4 });
      await halt.reached;
      second.engine.work({ concurrency: 4 });
      await first.kill();
      claims.matches(await stage.ended(second.engine, id!), { status: 'done', epoch: 2 });
      claims.equal(stage.cloud.effects, ['a on', 'b on']);
    },
  },
  {
    name: 'two processes share a queue, and each run is executed once',
    holds: async (world, claims) => {
      const stage = new Stage(world);
      let lives = 0;
      const body = toyRun((ctx) => ctx.read('x', async () => Promise.resolve((lives += 1))), { targets: [] });
      const [first, second] = [stage.process([body]), stage.process([body])];
      await queue(stage, first.engine, 30);
      for (const { engine } of [first, second]) engine.work({ concurrency: 3 });
      await allEnded(stage, first.engine);
      const runs = await first.engine.list();
      claims.equal(
        runs.map(({ status, epoch }) => [status, epoch]),
        Array(30).fill(['done', 1]),
      );
      claims.equal(lives, 30);
    },
  },
  {
    name: 'a thousand runs that wait when a process starts are all executed',
    holds: async (world, claims) => {
      const stage = new Stage(world);
      let lives = 0;
      const body = toyRun((ctx) => ctx.read('x', async () => Promise.resolve((lives += 1))), { targets: [] });
      const { engine } = stage.process([body]);
      await Promise.all(Array.from({ length: 1000 }, () => stage.start(engine, { queued: true })));
      engine.work({ concurrency: 16 });
      await allEnded(stage, engine);
      claims.equal(lives, 1000);
      claims.equal((await engine.list({ status: ['done'], limit: 2000 })).length, 1000);
    },
  },
  {
    name: 'a run that somebody starts and means to execute is not taken from them',
    holds: async (world, claims) => {
      const stage = new Stage(world);
      const { engine } = stage.process([toyRun(async () => 1)]);
      const other = stage.process([toyRun(async () => 1)]).engine;
      const taken: string[] = [];
      other.work({ concurrency: 4, onTaken: ({ id }) => taken.push(id) });
      const run = await stage.start(engine);
      await stage.sleep(5);
      claims.equal(taken, []);
      claims.matches(await (await engine.execute(run.id)).ended, { status: 'done', epoch: 1 });
    },
  },
  {
    name: 'a process that stops working leaves what it executes to be gone on with',
    holds: async (world, claims) => {
      const stage = new Stage(world);
      const body = toyRun((ctx) => ctx.sleep(5));
      const { engine } = stage.process([body]);
      const [id] = await queue(stage, engine, 1);
      const work = engine.work({ concurrency: 1 });
      await stage.until(async () => (await engine.get(id!)).status === 'running');
      await work.stop();
      claims.equal(engine.isInterrupted(await engine.get(id!)), true);
      claims.matches(await stage.resume({ engine }, id!), { status: 'done', epoch: 2 });
    },
  },
];
