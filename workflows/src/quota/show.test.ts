import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { type TestCloud, testCloud } from '../cloud.test-support.ts';
import { showQuota } from './show.ts';

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await testCloud();
});
afterEach(() => cloud.sim.stop());

const show = (project = 'demo') => cloud.run(showQuota, { cloud: 'test', project });

it('shows limits, usage and defaults of all three services', async () => {
  const projectId = cloud.sim.state.projects.find(({ name }) => name === 'demo')?.id ?? '';
  cloud.sim.addServer({ name: 'a', projectId });
  cloud.sim.state.networkQuotas[projectId] = { router: 3 };
  const run = await show();
  expect(run).toMatchObject({ status: 'done', changed: false, output: { project: { id: projectId, name: 'demo' } } });
  const { limits } = run.output as { limits: object[] };
  expect(limits).toEqual(
    expect.arrayContaining([
      { service: 'compute', quota: 'instances', limit: -1, used: 1, reserved: 0, default: -1 },
      { service: 'network', quota: 'routers', limit: 3, used: 1, reserved: 0, default: 10 },
      { service: 'volume', quota: 'gigabytes', limit: 1000, used: 0, reserved: 0, default: 1000 },
    ]),
  );
  expect(cloud.changes()).toEqual([]);
});

it('is planned as it runs', async () => {
  const plan = await cloud.plan(showQuota, { cloud: 'test', project: 'demo' });
  expect(plan).toMatchObject({ changes: 0, output: (await show()).output });
});

it('refuses bad input, and a project that is not there', async () => {
  await expect(cloud.run(showQuota, { cloud: '', format: 'table' })).rejects.toMatchObject({
    details: { faults: ['cloud', 'project', 'format'].map((path) => expect.objectContaining({ path })) },
  });
  expect(await show('nothing')).toMatchObject({
    error: { code: 'REFUSED', message: expect.stringContaining('nothing') },
  });
});

it('says what a service answered that does not tell', async () => {
  const body = { forbidden: { code: 403, message: 'Policy does not allow it.' } };
  cloud.sim.fault.next('GET /compute/v2.1/os-quota-sets/*/detail', { status: 403, body });
  expect(await show()).toMatchObject({
    status: 'failed',
    error: { code: 'OPENSTACK_FORBIDDEN', message: expect.stringContaining('Policy does not allow it.') },
  });
});
