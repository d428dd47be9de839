import { expect, it, jest } from '@jest/globals';
import * as z from 'zod';
import type * as Runbook from './index.ts';
import { type RunContext, absent, defineRunbook, flatten } from './index.ts';
import { planOnce, runOnce } from './testing/index.ts';
import { type Toy, ToyCloud } from './testing/toy-cloud.ts';
import { ann, engineOf, until } from './testing/toy-runbooks.ts';

/** What a site's runbooks import when they have installed the kernel beside them. */
async function another(): Promise<typeof Runbook> {
  let copy: typeof Runbook | undefined;
  await jest.isolateModulesAsync(async () => {
    copy = await import('./index.ts');
  });
  if (copy?.defineRunbook === defineRunbook) throw new Error('it is the same copy');
  return copy!;
}

async function written(run: (ctx: RunContext<Toy>, copy: typeof Runbook) => Promise<unknown>) {
  const copy = await another();
  const cloud = new ToyCloud();
  const runbook = copy.defineRunbook<Toy>()({
    name: 'site.test',
    summary: 'A site’s own',
    risk: 'safe',
    input: z.object({}),
    output: z.unknown(),
    run: (ctx) => run(ctx, copy),
  });
  return { cloud, all: { runbook, input: {}, connect: cloud.connect, clock: cloud.clock } };
}

it('a runbook that comes with a copy of its own skips, fails and refuses as any other', async () => {
  const { all } = await written(async (ctx, copy) => {
    const report = await ctx.each('x', ['a', 'b'], { key: (k) => k }, async (_step, item) =>
      item === 'a' ? copy.skip('not this one') : copy.fail('broken', { item }),
    );
    return report.items.length === 2 ? copy.refuse('both') : 1;
  });
  const { run, events } = await runOnce(all);
  expect(run).toMatchObject({ status: 'refused', error: { code: 'REFUSED', message: 'both' } });
  const ends = events.flatMap((event) => (event.type === 'item' && event.status !== 'started' ? [event.status] : []));
  expect(ends).toEqual(['skipped', 'failed']);
});

it('what it does not know in a plan stays unknown', async () => {
  const { all } = await written(async (ctx, copy) => {
    const made = await ctx.ensure('made', {
      check: async () => copy.absent(),
      change: async () => 1,
      assume: { id: copy.unknown('id') },
    });
    await ctx.read('look', () => ctx.services.get(made.id));
  });
  const { steps } = await planOnce(all);
  expect(flatten(steps).map(({ path, status }) => [path, status])).toEqual([
    ['made', 'would-change'],
    ['look', 'unknown'],
    ['', 'unknown'],
  ]);
});

it('an undo of its own may keep the change', async () => {
  const { all, cloud } = await written(async (ctx, copy) => {
    await ctx.ensure('on', {
      check: async () => ((await ctx.services.get('a')) === 'on' ? copy.done() : absent()),
      change: () => ctx.services.turn('a', 'on', 0),
      undo: async () => copy.keep('it is somebody else’s now'),
      assume: undefined,
      every: 1,
    });
    await ctx.ask('Go on?');
  });
  const engine = engineOf(cloud, [all.runbook]);
  const { id } = await engine.start({ runbook: 'site.test', input: {}, requestedBy: ann });
  const { ended } = await engine.execute(id);
  await until(async () => (await engine.questions(id)).length > 0);
  await engine.cancel(id, ann, 'enough');
  expect((await ended).undone).toEqual([{ path: 'on', outcome: 'kept', why: 'it is somebody else’s now' }]);
  await engine.close();
});
