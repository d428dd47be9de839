import { describe, expect, it } from '@jest/globals';
import { absent, fail, flatten } from './index.ts';
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

  it('shows the steps of a gate, and covers them', async () => {
    const cloud = new ToyCloud();
    const gated = toyRun((ctx) =>
      ctx.each(
        'all',
        ['a'],
        {
          key: (k) => k,
          before: async (step) => {
            await turnOn(step, 'gate');
          },
        },
        async () => 1,
      ),
    );
    const found = await planOnce({ runbook: gated, input: {}, connect: cloud.connect, clock: cloud.clock });
    expect(flatten(found.steps).map(({ path, status }) => [path, status])).toEqual([
      ['all', 'group'],
      ['all#before:1', 'group'],
      ['all#before:1/on', 'would-change'],
      ['all/a', 'group'],
    ]);
    const bound = { hash: found.hash, paths: ['all#before:1/on'], unknown: [] };
    const { run } = await runOnce({
      runbook: gated,
      input: {},
      connect: cloud.connect,
      clock: cloud.clock,
      plan: bound,
    });
    expect(run).toMatchObject({ changed: true, output: { unchanged: 1 } });
  });

  it('shows the items in their order, with those that would be skipped', async () => {
    const found = await plan(new ToyCloud(), (ctx) =>
      ctx.each('all', ['a', 'b', 'c'], { key: (k) => k, concurrency: 2 }, async (step, name) => {
        if (name === 'b') fail('b is broken');
        for (const look of ['1', '2']) await step.read(look, () => step.services.names());
      }),
    );
    expect(found.steps[0]?.children.map(({ name, status }) => [name, status])).toEqual([
      ['a', 'group'],
      ['b', 'would-fail'],
      ['c', 'skipped'],
    ]);
  });
});
