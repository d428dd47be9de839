import { expect, it } from '@jest/globals';
import { sleep } from '@opsbook/context';
import { testCloud } from '../cloud.test-support.ts';
import { migrateServer } from './migrate.ts';

it('a server that nova has forgotten in its task state is given up after two minutes, and not after the time-out', async () => {
  const cloud = await testCloud();
  try {
    const { id } = cloud.sim.addServer({ name: 'web', host: 'hv1' });
    cloud.sim.order.migration('web', 'hangs');
    // As it was seen when the token of the request was revoked: the record ends, the task state does not.
    void sleep(cloud.clock, 10_000).then(() => {
      for (const migration of cloud.sim.state.migrations) migration.status = 'error';
    });
    const start = cloud.clock.now();
    const run = await cloud.run(migrateServer, { cloud: 'test', server: id });
    expect(run).toMatchObject({
      status: 'failed',
      error: { code: 'STEP_FAILED', message: expect.stringContaining('left it in the task state migrating') },
    });
    expect(cloud.clock.now() - start).toBeLessThan(180_000);
  } finally {
    await cloud.sim.stop();
  }
});

it('each move is asked for with a new token', async () => {
  const cloud = await testCloud();
  try {
    const { id } = cloud.sim.addServer({ name: 'web', host: 'hv1' });
    await cloud.run(migrateServer, { cloud: 'test', server: id });
    const [login, asked] = cloud.sim.requests.filter(({ method }) => method === 'POST').slice(-2);
    expect(login?.path).toMatch(/auth\/tokens$/);
    expect(asked?.path).toMatch(/action$/);
  } finally {
    await cloud.sim.stop();
  }
});
