import { describe, expect, it } from '@jest/globals';
import { sleep } from '@opsbook/context';
import * as z from 'zod';
import { ToyCloud } from './testing/toy-cloud.ts';
import { ann, begin, engineOf, runbook, toyRun, until } from './testing/toy-runbooks.ts';

describe('leases', () => {
  it('refuse a second run of the same target and name the holder; with a wait it goes on afterwards', async () => {
    const cloud = new ToyCloud();
    const slow = toyRun((ctx) => ctx.sleep(60));
    const engine = engineOf(cloud, [slow]);
    const start = (leaseWait: number) => engine.start({ runbook: 'toy.test', input: {}, requestedBy: ann, leaseWait });
    const [first, second, third] = [await start(0), await start(0), await start(600)];
    const executions = [
      await engine.execute(first.id),
      await engine.execute(second.id),
      await engine.execute(third.id),
    ];
    const [a, b, c] = await Promise.all(executions.map(({ ended }) => ended));
    expect(a).toMatchObject({ status: 'done' });
    expect(b).toMatchObject({
      status: 'refused',
      error: {
        code: 'LEASE_HELD',
        message: expect.stringContaining(first.id),
        details: { run: first.id, by: 'ann through test' },
      },
    });
    expect(c).toMatchObject({ status: 'done' });
    expect(await engine.leases()).toEqual([]);
  });

  it('are taken once where a target is named twice', async () => {
    const twice = toyRun(async () => 1, { targets: ['toy', 'toy'] });
    const engine = engineOf(new ToyCloud(), [twice]);
    const { ended } = await begin(engine);
    let status: string | undefined;
    void ended.then((run) => (status = run.status));
    await until(() => status === 'done');
  });

  it('that siblings share are held until the last of them ends', async () => {
    const cloud = new ToyCloud();
    const waits = runbook({
      name: 'toy.wait',
      summary: 'Wait',
      risk: 'safe',
      input: z.object({ seconds: z.number() }),
      output: z.unknown(),
      targets: () => ['shared'],
      run: (ctx, { seconds }) => ctx.sleep(seconds),
    });
    const both = toyRun((ctx) =>
      ctx.each('all', [10, 100], { key: (n) => `${n}`, concurrency: 2 }, (step, seconds) =>
        step.run(waits, { seconds }),
      ),
    );
    const engine = engineOf(cloud, [waits, both]);
    const { ended } = await begin(engine);
    await sleep(cloud.clock, 50_000);
    expect((await engine.leases()).map(({ target }) => target).sort()).toEqual(['shared', 'toy']);
    await ended;
    expect(await engine.leases()).toEqual([]);
  });
});
