import { describe, expect, it } from '@jest/globals';
import { unknown } from '@opsbook/context';
import { type RunContext, absent, fail, flatten } from './index.ts';
import { type Toy, ToyCloud } from './testing/toy-cloud.ts';
import { plan, switchOn } from './testing/toy-runbooks.ts';

const make = (step: RunContext<Toy>): Promise<{ id: string }> =>
  step.ensure('make', {
    check: async () => absent(),
    change: async () => 1,
    assume: { id: unknown('switch id') },
  });

const statuses = (steps: Parameters<typeof flatten>[0]) => flatten(steps).map(({ path, status }) => [path, status]);

describe('a plan with unknown values', () => {
  it('says what it cannot know, for the rest of that branch only', async () => {
    const cloud = new ToyCloud();
    const found = await plan(cloud, async (ctx) => {
      const made = await ctx.ensure('make', {
        check: async () => absent(),
        change: async () => 1,
        assume: { id: unknown('switch id') },
      });
      return await ctx.each('items', ['known', 'unknown'], { key: (k) => k }, async (step, item) => {
        const name = item === 'known' ? 'a' : made.id;
        await step.read('look', () => step.services.get(`x${name}`));
        await step.ensure('later', { check: async () => absent(), change: async () => 1, assume: 1 });
      });
    });
    const status = Object.fromEntries(flatten(found.steps).map((node) => [node.path, node.status]));
    expect(status).toMatchObject({
      make: 'would-change',
      'items/known/later': 'would-change',
      'items/unknown/look': 'unknown',
      'items/unknown': 'unknown',
    });
    expect(status).not.toHaveProperty('items/unknown/later');
    expect(found.unknown).toBeGreaterThan(0);
  });

  it('goes on with what a lane returns, unknown as it is', async () => {
    const found = await plan(new ToyCloud(), (ctx) =>
      ctx.each('all', ['a', 'b'], { key: (k) => k }, async (step) => ({ made: (await make(step)).id })),
    );
    expect(statuses(found.steps)).toEqual([
      ['all', 'group'],
      ['all/a', 'group'],
      ['all/a/make', 'would-change'],
      ['all/b', 'group'],
      ['all/b/make', 'would-change'],
    ]);
  });

  it('does not take an unknown input of a child for a wrong one', async () => {
    const found = await plan(new ToyCloud(), async (ctx) => await ctx.run(switchOn, { name: (await make(ctx)).id }));
    expect(found.error).toBeUndefined();
    expect(statuses(found.steps)).toEqual([
      ['make', 'would-change'],
      ['switch.on', 'unknown'],
      ['', 'unknown'],
    ]);
  });

  it('shows a step whose preview would name one, and an error whose report does', async () => {
    const found = await plan(new ToyCloud(), async (ctx) => {
      const { id } = await make(ctx);
      await ctx.once('mail', async () => 1, { assume: 1, preview: () => `about ${id}` });
      fail('it would not do', { id });
    });
    expect(statuses(found.steps)).toEqual([
      ['make', 'would-change'],
      ['mail', 'would-do'],
    ]);
    expect(JSON.parse(JSON.stringify(found))).toMatchObject({ error: { code: 'RUN_FAILED' } });
  });
});
