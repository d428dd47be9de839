import { describe, expect, it } from '@jest/globals';
import { unknown } from '@opsbook/context';
import { absent, flatten } from './index.ts';
import { planOnce, runOnce } from './testing/index.ts';
import { everything } from './testing/every-verb.ts';
import { ToyCloud } from './testing/toy-cloud.ts';
import { plan, toyRun, turnOn } from './testing/toy-runbooks.ts';

describe('a plan', () => {
  it('reads, changes nothing, and shows what would change, be done, waited for and asked', async () => {
    const cloud = new ToyCloud();
    cloud.switches.set('a', 'off').set('a-left', 'on').set('keep', 'off');
    const found = await planOnce({ runbook: everything, input: {}, connect: cloud.connect, clock: cloud.clock });
    expect(cloud.effects).toEqual([]);
    expect(Object.fromEntries(flatten(found.steps).map(({ path, status }) => [path, status]))).toMatchObject({
      names: 'read',
      'switches/a/halves/left/on': 'unchanged',
      'switches/a/halves/right/on': 'would-change',
      'switches/a/switch.on/on': 'would-change',
      'switches/keep': 'skipped',
      mail: 'would-do',
      'all on': 'would-wait',
      '#ask:1': 'would-ask',
    });
    const again = await planOnce({ runbook: everything, input: {}, connect: cloud.connect, clock: cloud.clock });
    expect(again.hash).toBe(found.hash);
    cloud.switches.set('a-right', 'on');
    expect(
      (await planOnce({ runbook: everything, input: {}, connect: cloud.connect, clock: cloud.clock })).hash,
    ).not.toBe(found.hash);
  });

  it('refuses a change wherever it is attempted', async () => {
    const cloud = new ToyCloud();
    const found = await plan(cloud, (ctx) =>
      ctx.ensure('x', {
        check: async () => {
          await ctx.services.turn('a', 'on');
          return absent();
        },
        change: async () => 1,
        assume: 1,
      }),
    );
    expect(found.error).toMatchObject({ code: 'EFFECT_REFUSED' });
    expect(cloud.effects).toEqual([]);
  });

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

  it('binds the run: a change that it does not hold is refused and named, one in an unknown branch is not', async () => {
    const cloud = new ToyCloud();
    cloud.switches.set('a', 'on');
    const both = toyRun(async (ctx) => {
      await ctx.each('all', ['a', 'b'], { key: (k) => k }, (step, name) => turnOn(step, name));
    });
    const found = await planOnce({ runbook: both, input: {}, connect: cloud.connect, clock: cloud.clock });
    cloud.switches.set('a', 'off');
    const bound = { hash: found.hash, paths: ['all/b/on'], unknown: [] };
    const { events } = await runOnce({
      runbook: both,
      input: {},
      connect: cloud.connect,
      clock: cloud.clock,
      plan: bound,
    });
    expect(cloud.effects).toEqual([]);
    expect(events.find((e) => e.type === 'item' && e.item === 'a' && e.status === 'failed')).toMatchObject({
      error: { code: 'NOT_IN_PLAN', message: expect.stringContaining('all/a/on') },
    });
    const open = { ...bound, unknown: ['all/a'] };
    await runOnce({ runbook: both, input: {}, connect: cloud.connect, clock: cloud.clock, plan: open });
    expect(cloud.effects).toEqual(['a on', 'b on']);
  });
});
