import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { type NewPort, openstack } from '@opsbook/openstack';
import { type TestCloud, testCloud } from '../cloud.test-support.ts';
import { findUnusedPorts } from './find-unused-ports.ts';

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await testCloud();
});
afterEach(() => cloud.sim.stop());

/** A port on `private`, last changed then. It is 2030-01-01. */
async function add(name: string, project: string, updatedAt: string, more: Partial<NewPort> = {}) {
  const { state } = cloud.sim;
  const projectId = state.projects.find((one) => one.name === project)!.id;
  const networkId = state.networks.find((one) => one.name === 'private')!.id;
  const client = openstack({ config: cloud.sim.cloudConfig() });
  const { id, fixedIps } = await client.network.ports.create({ networkId, projectId, name, ...more });
  client.close();
  Object.assign(
    state.ports.find((one) => one.id === id)!,
    { updatedAt },
  );
  return { id, networkId, projectId, addresses: fixedIps.map(({ ipAddress }) => ipAddress) };
}

const find = (more: object = {}) => cloud.run(findUnusedPorts, { cloud: 'test', ...more });
const names = async (more: object = {}) =>
  ((await find(more)).output as { ports: { name: string }[] }).ports.map(({ name }) => name);

it('finds ports that nothing has used for so many days, with network, project, addresses and age', async () => {
  const summer = await add('summer', 'demo', '2029-06-01T12:00:00Z');
  await add('november', 'admin', '2029-11-01T00:00:00Z');
  await add('yesterday', 'demo', '2029-12-31T00:00:00Z');
  const run = await find();
  expect(run).toMatchObject({
    status: 'done',
    changed: false,
    output: { ports: [{}, { name: 'november', days: 61 }] },
  });
  expect(run.output).toHaveProperty('ports.0', {
    ...summer,
    ...{ name: 'summer', network: 'private', project: 'demo', updatedAt: '2029-06-01T12:00:00.000Z', days: 213 },
  });
});

it('looks at all projects or one, and at so many days', async () => {
  await add('summer', 'demo', '2029-06-01T00:00:00Z');
  await add('november', 'admin', '2029-11-01T00:00:00Z');
  expect(await names({ project: 'admin' })).toEqual(['november']);
  expect(await names({ days: 61 })).toEqual(['summer']);
  expect(await names({ days: 60 })).toEqual(['summer', 'november']);
});

it('leaves out what is in use: a device, only its owner, or not DOWN', async () => {
  const long = '2029-01-01T00:00:00Z';
  cloud.sim.addServer({ name: 'web-1', host: 'hv1' });
  await add('reserved', 'demo', long, { deviceId: 'reserved_dhcp_port' });
  await add('owned', 'demo', long, { deviceOwner: 'network:dhcp' });
  await add('building', 'demo', long);
  Object.assign(
    cloud.sim.state.ports.find(({ name }) => name === 'building')!,
    { status: 'BUILD' },
  );
  expect(await find()).toMatchObject({ status: 'done', output: { ports: [] } });
});

it('refuses a project that is not there', async () => {
  expect(await find({ project: 'nowhere' })).toMatchObject({
    status: 'refused',
    error: { message: expect.stringContaining('nowhere') },
  });
});

it('is planned, and changes nothing', async () => {
  await add('summer', 'demo', '2029-06-01T00:00:00Z');
  const before = cloud.changes().length;
  const plan = await cloud.plan(findUnusedPorts, { cloud: 'test' });
  expect(plan).toMatchObject({ changes: 0, output: { ports: [{ name: 'summer' }] } });
  expect(cloud.changes()).toHaveLength(before);
});

it('refuses bad input with every fault and before any request', async () => {
  const faults = ['cloud', 'days', 'colour'].map((path) => expect.objectContaining({ path }));
  await expect(cloud.run(findUnusedPorts, { cloud: '', days: 0, colour: 'red' })).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    details: { faults: expect.arrayContaining(faults) },
  });
  expect(cloud.sim.requests).toEqual([]);
});

it('fails with what the service answers', async () => {
  cloud.sim.fault.always('GET /network/**', { status: 403, body: { NeutronError: { message: 'not you' } } });
  expect(await find()).toMatchObject({ status: 'failed', error: { message: expect.stringContaining('not you') } });
});
