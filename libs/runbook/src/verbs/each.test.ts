import { describe, expect, it } from '@jest/globals';
import { fail, skip } from '../index.ts';
import { ToyCloud } from '../testing/toy-cloud.ts';
import { play } from '../testing/toy-runbooks.ts';

describe('each', () => {
  const items = ['a', 'b', 'c', 'd', 'e', 'f'];
  const key = (name: string) => name;

  it('stops when its failures are spent, and says of every item what became of it', async () => {
    const { run } = await play(new ToyCloud(), (ctx) =>
      ctx.each('all', items, { key, maxFailures: 1 }, async (step, name) => {
        if (name === 'a') skip('not this one');
        if (name === 'b' || name === 'd') fail(`${name} is broken`);
        return await step.read('x', async () => name);
      }),
    );
    expect(run.output).toMatchObject({
      changed: 0,
      unchanged: 1,
      skipped: 3,
      failed: 2,
      items: [
        { status: 'skipped', why: 'not this one' },
        { status: 'failed', why: 'b is broken' },
        { status: 'unchanged', value: 'c' },
        { status: 'failed' },
        { status: 'skipped', why: '2 failed, 1 allowed' },
        { status: 'skipped' },
      ],
    });
  });

  it('keeps to its concurrency, its limit per group and its ramp, and asks the gate before each batch', async () => {
    let now = 0;
    let most = 0;
    const groups = new Map<string, number>();
    let mostOfGroup = 0;
    const gates: string[] = [];
    const groupOf = (name: string) => ('ace'.includes(name) ? 'x' : 'y');
    const { run } = await play(new ToyCloud(), (ctx) =>
      ctx.each(
        'all',
        items,
        {
          key,
          concurrency: 3,
          ramp: [1, 2, 3],
          limit: { by: groupOf, max: 1 },
          before: async (step, batch) => {
            gates.push(await step.read('gate', async () => batch.join('')));
          },
        },
        async (step, name) => {
          const group = groupOf(name);
          most = Math.max(most, (now += 1));
          groups.set(group, (groups.get(group) ?? 0) + 1);
          mostOfGroup = Math.max(mostOfGroup, groups.get(group)!);
          await step.sleep(10);
          groups.set(group, groups.get(group)! - 1);
          now -= 1;
        },
      ),
    );
    expect(run.output).toMatchObject({ unchanged: 6 });
    expect(gates).toEqual(['a', 'bc', 'def']);
    // Of d, e and f two are of one group.
    expect([most, mostOfGroup]).toEqual([2, 1]);
  });

  it('runs lanes at the same time', async () => {
    const cloud = new ToyCloud();
    const start = cloud.clock.now();
    await play(cloud, (ctx) => ctx.each('all', items, { key, concurrency: 3 }, (step) => step.sleep(10)));
    expect(cloud.clock.now() - start).toBe(20_000);
  });

  it('skips the rest when a gate does not open', async () => {
    const { run } = await play(new ToyCloud(), (ctx) =>
      ctx.each(
        'all',
        items,
        {
          key,
          ramp: [2],
          before: async (_step, batch) => {
            if (batch.includes('c')) fail('too hot');
            await Promise.resolve();
          },
        },
        async () => 1,
      ),
    );
    expect(run.output).toMatchObject({
      unchanged: 2,
      skipped: 4,
      items: expect.arrayContaining([{ key: 'f', status: 'skipped', why: expect.stringContaining('too hot') }]),
    });
  });
});
