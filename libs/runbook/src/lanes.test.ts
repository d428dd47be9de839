import { describe, expect, it } from '@jest/globals';
import { ToyCloud } from './testing/toy-cloud.ts';
import { play } from './testing/toy-runbooks.ts';

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
