import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { type TestCloud, testCloud } from '../cloud.test-support.ts';
import { findEmptyHypervisors } from './find-empty.ts';

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await testCloud();
  cloud.sim.addHypervisor('hv10');
  cloud.sim.addServer({ name: 'web-1', host: 'hv1' });
  cloud.sim.addServer({ name: 'off', host: 'hv3', status: 'SHUTOFF' });
});
afterEach(() => cloud.sim.stop());

const find = (more: object = {}) => cloud.run(findEmptyHypervisors, { cloud: 'test', ...more });
const names = async (more: object = {}) => ((await find(more)).output as { names: string[] }).names;

it("finds those that placement has given nothing of, in people's order, disabled ones too", async () => {
  Object.assign(cloud.service('hv4')!, { disabled: true, disabledReason: 'opsbook: drained' });
  const run = await find();
  expect(run).toMatchObject({ status: 'done', changed: false, output: { names: ['hv2', 'hv4', 'hv10'] } });
  expect((run.output as { hypervisors: object[] }).hypervisors[1]).toMatchObject({
    host: 'hv4',
    state: 'up',
    status: 'disabled',
    disabledReason: 'opsbook: drained',
    allocated: { VCPU: 0, MEMORY_MB: 0, DISK_GB: 0 },
    servers: null,
  });
});

it('leaves out those that are down, unless told otherwise', async () => {
  cloud.sim.setComputeDown('hv2');
  expect(await names()).toEqual(['hv4', 'hv10']);
  expect(await names({ includeOffline: true })).toEqual(['hv2', 'hv4', 'hv10']);
});

it('may ask nova, or both: an allocation may be left behind by what is gone', async () => {
  const provider = cloud.sim.state.hypervisors.find(({ host }) => host === 'hv2')!.id;
  expect(await names({ by: 'servers' })).toEqual(['hv2', 'hv4', 'hv10']);
  const { projectId, userId } = cloud.sim.findServer('web-1');
  const resources = { VCPU: 1 };
  cloud.sim.state.consumers.push({
    id: 'left-behind',
    projectId,
    userId,
    type: 'unknown',
    generation: 1,
    allocations: { [provider]: resources },
  });
  expect(await names()).toEqual(['hv4', 'hv10']);
  expect(await names({ by: 'servers' })).toEqual(['hv2', 'hv4', 'hv10']);
  expect(await names({ by: 'both' })).toEqual(['hv4', 'hv10']);
});

it('does not call empty what placement does not know', async () => {
  expect(await names()).toEqual(['hv2', 'hv4', 'hv10']);
  cloud.sim.state.resourceProviders.find(({ name }) => name === 'hv4')!.name = 'renamed';
  expect(await names()).toEqual(['hv2', 'hv10']);
  expect(await names({ by: 'servers' })).toEqual(['hv2', 'hv4', 'hv10']);
});

it('finds none without ado', async () => {
  for (const host of ['hv2', 'hv4', 'hv10']) cloud.sim.addServer({ name: `on-${host}`, host });
  expect(await find()).toMatchObject({ status: 'done', output: { names: [], hypervisors: [] } });
});

it('refuses other books', async () => {
  await expect(find({ by: 'uptime', includeOffline: 'yes' })).rejects.toMatchObject({
    details: { faults: [{ path: 'by' }, { path: 'includeOffline' }] },
  });
});
