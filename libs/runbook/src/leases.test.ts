import { describe, expect, it } from '@jest/globals';
import { ToyCloud } from './testing/toy-cloud.ts';
import { ann, engineOf, toyRun } from './testing/toy-runbooks.ts';

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
});
