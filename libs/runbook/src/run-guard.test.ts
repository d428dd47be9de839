import { describe, expect, it } from '@jest/globals';
import { inScope } from '@opsbook/context';
import { ToyCloud } from './testing/toy-cloud.ts';
import { play } from './testing/toy-runbooks.ts';

describe('the guard', () => {
  it('refuses a change outside every step, with a lost context, or under a step of another run', async () => {
    const cloud = new ToyCloud();
    let refused: unknown;
    const { run } = await play(cloud, async (ctx) => {
      ctx.services.turn('a', 'on').catch((error: unknown) => (refused = error));
      return await ctx.read('x', async () => 1);
    });
    expect(run.status).toBe('done');
    expect(refused).toMatchObject({ code: 'EFFECT_REFUSED', message: expect.stringContaining('outside every step') });
    const foreign = await play(cloud, (ctx) =>
      ctx.once('x', () => inScope({ owner: {}, step: 'other', effect: 'change' }, () => ctx.services.turn('a', 'on')), {
        assume: undefined,
      }),
    );
    expect(foreign.run.error?.code).toBe('EFFECT_REFUSED');
    expect(cloud.effects).toEqual([]);
  });

  it('refuses what a step left behind that is over: its journal says how it ended', async () => {
    const cloud = new ToyCloud();
    const over = Promise.withResolvers<undefined>();
    let refused: unknown;
    const { run } = await play(cloud, async (ctx) => {
      let late: Promise<unknown> = Promise.resolve();
      const leave = () => void (late = over.promise.then(() => ctx.services.mail('late')));
      await ctx.once('mail', async () => leave(), { assume: undefined });
      await ctx.read('after', async () => {
        over.resolve(undefined);
        await late.catch((error: unknown) => (refused = error));
      });
    });
    expect(run.status).toBe('done');
    expect(refused).toMatchObject({ code: 'EFFECT_REFUSED', message: expect.stringContaining('its step is over') });
    expect(cloud.effects).toEqual([]);
  });
});
