import { describe, expect, it } from '@jest/globals';
import type { Context } from '@opsbook/context';
import { type EachReport, done, underway } from '../index.ts';
import { crashEverywhere } from '../testing/index.ts';
import { ToyCloud } from '../testing/toy-cloud.ts';
import { begin, bob, engineOf, play, toyRun, turnOn } from '../testing/toy-runbooks.ts';

describe('the gate before a batch', () => {
  const hosts = ['a', 'b', 'c', 'd'];
  const key = (name: string) => name;

  it('may wait, for a time and for something to come about; the batch begins after it, also where it dies meanwhile', async () => {
    const order: string[] = [];
    const rollout = toyRun(async (ctx) => {
      const report = await ctx.each(
        'roll out',
        hosts,
        {
          key,
          concurrency: 2,
          ramp: [1, 3],
          before: async (step, batch) => {
            await step.sleep(30);
            await step.waitUntil(
              'cool',
              async () => ((await step.services.get('heat')) === 'on' ? underway() : done(true)),
              { assume: true, every: 10 },
            );
            order.push(`gate ${batch.join('')}`);
          },
        },
        async (step, name) => {
          order.push(name);
          await turnOn(step, name);
        },
      );
      return report;
    });
    const result = await crashEverywhere({
      runbooks: [rollout],
      input: {},
      world: () => {
        const cloud = new ToyCloud();
        order.length = 0;
        cloud.switches.set('heat', 'on');
        cloud.clock.after(55_000, () => cloud.switches.set('heat', 'off'));
        const start = cloud.clock.now();
        let first: number | undefined;
        const connect = (context: Context) => {
          const client = cloud.connect(context);
          return {
            ...client,
            turn: async (name: string, to: 'on' | 'off') => {
              first ??= cloud.clock.now() - start;
              await client.turn(name, to);
            },
          };
        };
        return {
          clock: cloud.clock,
          connect,
          state: () => ({ switches: [...cloud.switches].sort(), waited: (first ?? 0) >= 55_000 }),
          effects: () => cloud.effects,
        };
      },
    });
    expect(result.undisturbed).toMatchObject({ status: 'done', state: { waited: true }, output: { changed: 4 } });
    expect(result.different).toEqual([]);
    expect(result.crashed.length).toBeGreaterThan(40);
    const first = (name: string) => order.indexOf(name);
    expect(
      [first('gate a'), first('a'), first('gate bcd'), first('b')].every((at, i, all) => i === 0 || at > all[i - 1]!),
    ).toBe(true);
  });

  it('that fails lets nothing more begin: every host is reported with the reason, and the run goes on', async () => {
    const cloud = new ToyCloud();
    const { run } = await play(cloud, (ctx) =>
      ctx.each(
        'roll out',
        hosts,
        {
          key,
          ramp: [1, 3],
          before: async (step, batch) => {
            await step.sleep(5);
            if (batch.includes('b')) await step.read('alerts', () => Promise.reject(new Error('2 alerts are firing')));
          },
        },
        (step, name) => turnOn(step, name),
      ),
    );
    const why = 'the gate before the batch did not open: 2 alerts are firing';
    expect(run).toMatchObject({ status: 'done', output: { changed: 1, skipped: 3 } });
    expect((run.output as unknown as EachReport<unknown>).items.slice(1).map((item) => item.why)).toEqual([
      why,
      why,
      why,
    ]);
    expect(cloud.effects).toEqual(['a on']);
  });

  it('is given up by a cancel: no batch begins, and what earlier ones changed is undone', async () => {
    const cloud = new ToyCloud();
    const rollout = toyRun((ctx) =>
      ctx.each(
        'roll out',
        hosts,
        {
          key,
          ramp: [1, 3],
          before: async (step, batch) => {
            if (batch.includes('b')) void engine.cancel(id, bob, 'enough');
            await step.sleep(3600);
          },
        },
        (step, name) => turnOn(step, name),
      ),
    );
    const engine = engineOf(cloud, [rollout]);
    const { id, ended } = await begin(engine);
    const start = cloud.clock.now();
    const run = await ended;
    expect(run).toMatchObject({ status: 'cancelled', undone: [{ path: 'roll out/a/on', outcome: 'undone' }] });
    expect(cloud.effects).toEqual(['a on', 'a off']);
    expect(cloud.clock.now() - start).toBeLessThan(2 * 3600_000);
    const skipped = (await engine.events(id)).filter((event) => event.type === 'item' && event.status === 'skipped');
    expect(skipped).toMatchObject(['b', 'c', 'd'].map((item) => ({ item, why: 'the run was asked to stop' })));
    await engine.close();
  });
});
