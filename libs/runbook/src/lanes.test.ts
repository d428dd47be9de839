import { describe, expect, it } from '@jest/globals';
import { fail, underway } from './index.ts';
import { ToyCloud } from './testing/toy-cloud.ts';
import { play, plan, turnOn } from './testing/toy-runbooks.ts';

describe('what is no verb', () => {
  it('fails at once: a bare timer, a bare promise of the outside, a verb begun from there', async () => {
    const cloud = new ToyCloud();
    const bare = await play(cloud, async (ctx) => {
      await ctx.read('names', () => ctx.services.names());
      await new Promise((resolve) => setImmediate(resolve));
    });
    expect(bare.run).toMatchObject({
      status: 'failed',
      error: { code: 'NOT_A_VERB', message: expect.stringContaining("after 'names'") },
    });
    const request = await play(cloud, (ctx) => ctx.services.names());
    expect(request.run.error?.code).toBe('NOT_A_VERB');
  });

  it('fails at once although other verbs wait, and before the first verb too', async () => {
    const bare = async (turns: number) => {
      for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    };
    const { run } = await play(new ToyCloud(), (ctx) =>
      Promise.all([ctx.ask('Anybody?'), bare(5).then(() => ctx.read('x', async () => 1))]),
    );
    expect(run).toMatchObject({ status: 'failed', error: { code: 'NOT_A_VERB' } });
    await expect(plan(new ToyCloud(), () => bare(1))).rejects.toMatchObject({ code: 'NOT_A_VERB' });
  });

  it('is a verb inside the function of a step: a replay would not meet it', async () => {
    const { run } = await play(new ToyCloud(), (ctx) => ctx.read('outer', () => ctx.read('inner', async () => 1)));
    expect(run).toMatchObject({
      status: 'failed',
      error: { code: 'NOT_A_VERB', message: expect.stringContaining("step 'outer'") },
    });
  });

  it('and names are unique among siblings', async () => {
    const { run } = await play(new ToyCloud(), async (ctx) => {
      await ctx.read('a', async () => 1);
      await ctx.read('a', async () => 1);
    });
    expect(run.error).toMatchObject({ code: 'DUPLICATE_STEP' });
    const slash = await play(new ToyCloud(), (ctx) => ctx.read('a/b', async () => 1));
    expect(slash.run.error).toMatchObject({ code: 'INVALID_NAME' });
  });
});

describe('a lane', () => {
  it('ends with all that it began: the others of a Promise.all in which one failed leave nothing under way', async () => {
    const cloud = new ToyCloud();
    const { run, events } = await play(cloud, (ctx) =>
      Promise.all([
        turnOn(ctx, 'a'),
        ctx.sleep(3600),
        ctx.each('later', ['b'], { key: (name) => name }, async (step, name) => {
          await step.sleep(60);
          await turnOn(step, name);
        }),
        ctx.waitUntil('turning', async () => (cloud.switches.has('a') ? fail('it is broken') : underway()), {
          every: 1,
          assume: undefined,
        }),
      ]),
    );
    expect(run).toMatchObject({ status: 'failed', changed: true, error: { message: 'it is broken' } });
    expect(cloud.effects).toEqual(['a on']);
    expect(cloud.switches.get('a')).toBe('on');
    expect(events.filter((e) => e.type === 'step' && e.path === 'on').at(-1)).toMatchObject({ status: 'changed' });
    expect(run.endedAt! < '2030-01-01T00:01').toBe(true);
  });
});
