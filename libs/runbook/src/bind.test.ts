import { expect, it } from '@jest/globals';
import { ToyCloud } from './testing/toy-cloud.ts';
import { diedAfter, engineOf, toyRun } from './testing/toy-runbooks.ts';

it('gives the same uuids, and each line of the log once, when it is replayed, wherever they were asked for', async () => {
  const cloud = new ToyCloud();
  const between: string[] = [];
  const inside: string[] = [];
  const body = toyRun(async (ctx) => {
    await ctx.read('x', async () => {
      ctx.log('inside');
      inside.push(ctx.uuid(), ctx.uuid());
    });
    between.push(ctx.uuid());
    ctx.log('between');
    await ctx.sleep(10);
    ctx.log('after');
  });
  const { id, disk } = await diedAfter(cloud, body, '#sleep:1');
  const engine = engineOf(cloud, [body], disk);
  await (
    await engine.execute(id)
  ).ended;
  const [lived, replayed] = between;
  expect(replayed).toBe(lived);
  expect(new Set([...inside, lived]).size).toBe(3);
  const messages = (await engine.events(id)).flatMap((event) => (event.type === 'log' ? [event.message] : []));
  expect(messages).toEqual(['inside', 'between', 'after']);
});
