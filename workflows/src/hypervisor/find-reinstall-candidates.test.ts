import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { type TestCloud, testCloud } from '../cloud.test-support.ts';
import { findReinstallCandidates } from './find-reinstall-candidates.ts';

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await testCloud();
  // hv1: 3 servers with 3 processors; hv2: 1 with 4; hv3: 1 that is off, with 1; hv4: none.
  for (const name of ['a', 'b', 'c']) cloud.sim.addServer({ name, host: 'hv1' });
  cloud.sim.addServer({ name: 'large', host: 'hv2', flavor: 'm1.large' });
  cloud.sim.addServer({ name: 'off', host: 'hv3', status: 'SHUTOFF' });
});
afterEach(() => cloud.sim.stop());

const find = (more: object = {}) => cloud.run(findReinstallCandidates, { cloud: 'test', ...more });
const names = async (more: object = {}) =>
  ((await find(more)).output as { hypervisors: { host: string }[] }).hypervisors.map(({ host }) => host);

it('ranks by what is given away, the least first, and says what is on each', async () => {
  const run = await find();
  expect(run).toMatchObject({ status: 'done', changed: false });
  expect(run.output).toMatchObject({
    hypervisors: [
      { host: 'hv4', vcpusUsed: 0, servers: 0, runningServers: 0 },
      { host: 'hv3', vcpusUsed: 1, servers: 1, runningServers: 0, state: 'up', status: 'enabled' },
      { host: 'hv1', vcpusUsed: 3, servers: 3, runningServers: 3 },
      { host: 'hv2', vcpusUsed: 4, ramMiBUsed: 8192, servers: 1, runningServers: 1 },
    ],
    text: null,
  });
});

it('sorts by other things, in either direction; by name where they are alike', async () => {
  expect(await names({ sort: 'servers' })).toEqual(['hv4', 'hv2', 'hv3', 'hv1']);
  expect(await names({ sort: 'servers', descending: true })).toEqual(['hv1', 'hv2', 'hv3', 'hv4']);
  expect(await names({ sort: 'hostname', descending: true })).toEqual(['hv4', 'hv3', 'hv2', 'hv1']);
});

it('filters by use, name and state', async () => {
  expect(await names({ maxVcpusUsed: 3 })).toEqual(['hv4', 'hv3', 'hv1']);
  expect(await names({ maxServers: 1, maxVcpusUsed: 0 })).toEqual(['hv4']);
  expect(await names({ excludeNames: ['v1', 'hv3'] })).toEqual(['hv4', 'hv2']);
  cloud.sim.setComputeDown('hv3');
  cloud.service('hv4')!.disabled = true;
  expect(await names()).toEqual(['hv1', 'hv2']);
  expect(await names({ includeDown: true })).toEqual(['hv3', 'hv1', 'hv2']);
  expect(await names({ includeDown: true, includeDisabled: true })).toEqual(['hv4', 'hv3', 'hv1', 'hv2']);
});

it('filters by address', async () => {
  cloud.sim.state.hypervisors[0]!.hostIp = '172.16.0.9';
  cloud.sim.state.hypervisors[1]!.hostIp = '172.160.0.9';
  expect(await names({ addressPattern: '^172[.]16[.]' })).toEqual(['hv1']);
  await expect(find({ addressPattern: '(', maxServers: -1 })).rejects.toMatchObject({
    details: { faults: [{ path: 'addressPattern' }, { path: 'maxServers' }] },
  });
});

it("filters by the flavors that a host's aggregates allow", async () => {
  const { flavors, aggregates } = cloud.sim.state;
  flavors[0]!.extraSpecs = { 'aggregate_instance_extra_specs:hosttype': 'gpu' };
  flavors[1]!.extraSpecs = { 'aggregate_instance_extra_specs:hosttype': 'cpu' };
  const plain = { availabilityZone: null, createdAt: '2029-01-01T00:00:00Z', updatedAt: null };
  aggregates.push({ ...plain, id: 1, uuid: 'u1', name: 'gpu', hosts: ['hv1'], metadata: { hosttype: 'gpu' } });
  aggregates.push({
    ...plain,
    id: 2,
    uuid: 'u2',
    name: 'cpu',
    hosts: ['hv2', 'hv3'],
    metadata: { hosttype: 'cpu' },
  });
  const [gpu, cpu] = flavors.map(({ name }) => name);
  expect(await names({ flavors: [cpu] })).toEqual(['hv3', 'hv2']);
  expect(await names({ flavors: [cpu, gpu] })).toEqual(['hv3', 'hv1', 'hv2']);
  expect(await names({ excludeFlavors: [gpu] })).toEqual(['hv4', 'hv3', 'hv2']);
  expect(await names({ flavors: [gpu], excludeFlavors: [gpu] })).toEqual([]);
  expect(await find({ flavors: ['x1'], excludeFlavors: ['x2'] })).toMatchObject({
    status: 'refused',
    error: { message: expect.stringMatching(/'x1'.*'x2'/) },
  });
});

it('leaves out of a bound what placement does not know, and puts it last otherwise', async () => {
  const { resourceProviders, hypervisors } = cloud.sim.state;
  expect(await names()).toHaveLength(4);
  const { id } = hypervisors.find(({ host }) => host === 'hv4')!;
  const at = resourceProviders.findIndex((one) => one.id === id);
  if (at >= 0) resourceProviders[at]!.name = 'renamed';
  expect(await names()).toEqual(['hv3', 'hv1', 'hv2', 'hv4']);
  expect(await names({ descending: true })).toEqual(['hv2', 'hv1', 'hv3', 'hv4']);
  expect(await names({ maxVcpusUsed: 100 })).toEqual(['hv3', 'hv1', 'hv2']);
});

it('finds none without ado, and writes what it finds as a text', async () => {
  const none = await find({ maxServers: 0, excludeNames: ['hv'], format: 'table' });
  expect(none).toMatchObject({ status: 'done', output: { hypervisors: [], text: 'No hypervisors found.\n' } });
  const { text } = (await find({ maxServers: 0, format: 'csv' })).output as { text: string };
  expect(text.split('\n')).toEqual([
    expect.stringMatching(/^id,host,hostname,hostIp,/),
    expect.stringContaining(',hv4,'),
    '',
  ]);
});
