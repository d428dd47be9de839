import { describe, expect, it } from '@jest/globals';
import { Secret } from '@opsbook/context';
import { ToyCloud } from '../testing/toy-cloud.ts';
import { play } from '../testing/toy-runbooks.ts';

describe('read', () => {
  it('tries again while its failure may pass', async () => {
    const cloud = new ToyCloud();
    for (let i = 0; i < 4; i += 1)
      cloud.trouble.push({ call: 'names', error: { code: 'BUSY', kind: 'rate-limited', message: 'busy' } });
    cloud.switches.set('a', 'on');
    const { run } = await play(cloud, (ctx) => ctx.read('names', () => ctx.services.names()));
    expect(run).toMatchObject({ status: 'done', output: ['a'] });
  });

  it('may not change anything, and may not return a secret or what is no JSON', async () => {
    const cloud = new ToyCloud();
    const { run } = await play(cloud, (ctx) => ctx.read('sneaky', () => ctx.services.turn('a', 'on')));
    expect(run).toMatchObject({
      status: 'failed',
      error: { code: 'EFFECT_REFUSED', message: expect.stringContaining("turn a on in step 'sneaky'") },
    });
    expect(cloud.effects).toEqual([]);
    const date = await play(cloud, (ctx) => ctx.read('date', async () => ({ at: [new Date(0)] })));
    expect(date.run.error).toMatchObject({
      code: 'RESULT_NOT_JSON',
      message: expect.stringContaining('at[0] is a Date'),
    });
  });

  it('gives the lane what the journal keeps: without secrets, as a replay will', async () => {
    new Secret('mellon-mellon');
    const { run } = await play(new ToyCloud(), async (ctx) => {
      const text = await ctx.read('x', async () => 'say mellon-mellon');
      return { length: text.length };
    });
    expect(run.output).toEqual({ length: 'say ***'.length });
  });
});
