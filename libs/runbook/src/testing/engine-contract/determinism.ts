import type { AnyRunbook } from '../../define-runbook.ts';
import type { Toy } from '../toy-cloud.ts';
import { toyRun, turnOn } from '../toy-runbooks.ts';
import type { EngineCase } from './engine-case.ts';
import { Halt } from './halt.ts';
import { Stage } from './stage.ts';

/** Begins a run, dies in its second step, and goes on with other code. */
async function goOnWith(stage: Stage, other: AnyRunbook<Toy>, version?: string) {
  const halt = new Halt();
  const original = toyRun(async (ctx) => {
    await ctx.read('first', async () => 1);
    await ctx.read('second', () => halt.here());
    await turnOn(ctx, 'a');
  });
  const first = stage.process([original]);
  const { id } = await stage.begin(first.engine);
  await halt.reached;
  await first.kill();
  const { engine } = stage.process([other, anotherChild], version);
  const { ended } = await engine.execute(id);
  ended.catch(() => undefined);
  return { id, engine, ended, original };
}

const anotherChild = toyRun((ctx) => turnOn(ctx, 'c'), { name: 'toy.child', targets: [] });
const anotherPath = toyRun((ctx) => turnOn(ctx, 'b'));
/** What a child does is done as soon as it is begun. */
const childFirst = toyRun((ctx) => ctx.run(anotherChild, {}));
const otherVerb = toyRun(async (ctx) => {
  await ctx.run(anotherChild, {}, { name: 'first' });
  await ctx.read('second', async () => undefined);
});
const shorterPath = toyRun(async () => 1);

/** Code that takes another path than the recorded one. */
export const determinismCases: readonly EngineCase[] = [
  {
    name: 'is stopped before it touches anything, and the run can be gone on with by the right code',
    holds: async (world, claims) => {
      for (const other of [anotherPath, childFirst, otherVerb, shorterPath]) {
        const stage = new Stage(world);
        const { id, engine, ended, original } = await goOnWith(stage, other);
        await claims.rejects(ended, 'NON_DETERMINISTIC');
        claims.equal(stage.cloud.effects, []);
        claims.equal(await engine.list({ parent: id }), []);
        const run = await engine.get(id);
        claims.matches([run.status, engine.isInterrupted(run)], ['running', true]);
        claims.matches(await stage.resume(stage.process([original]), id), { status: 'done' });
        claims.equal(stage.cloud.effects, ['a on']);
      }
    },
  },
  {
    name: 'is called another version where it is one, and told which began the run',
    holds: async (world, claims) => {
      for (const other of [anotherPath, childFirst, otherVerb, shorterPath]) {
        const stage = new Stage(world);
        const { ended, id, original } = await goOnWith(stage, other, 'next');
        await claims.rejects(ended, 'VERSION_CHANGED');
        claims.equal(stage.cloud.effects, []);
        const error: unknown = await ended.catch((thrown: unknown) => thrown);
        claims.matches((error as { details: unknown }).details, { began: 'test', now: 'next' });
        claims.matches(await stage.resume(stage.process([original]), id), { status: 'done' });
      }
    },
  },
  {
    name: 'of another version that takes the same path goes on',
    holds: async (world, claims) => {
      const stage = new Stage(world);
      const samePath = toyRun(async (ctx) => {
        await ctx.read('first', async () => 2);
        await ctx.read('second', async () => undefined);
        await turnOn(ctx, 'b');
      });
      const { ended } = await goOnWith(stage, samePath, 'next');
      claims.matches(await ended, { status: 'done', version: 'test' });
      claims.equal(stage.cloud.effects, ['b on']);
    },
  },
];
