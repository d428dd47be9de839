import { EffectRefused, VirtualClock, readOnly } from '@opsbook/context';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { openstack } from '../openstack.ts';
import { type SimulatedCloud, simulatedCloud } from '../testing/simulated-cloud.test-support.ts';

let world: SimulatedCloud;
beforeEach(async () => {
  world = await simulatedCloud();
});
afterEach(() => world.stop());

const member = () => world.client('member').network;
const sent = (method: string, path: string) =>
  world.sim.requests.filter((request) => request.method === method && request.path.startsWith(`/network/v2.0${path}`));

describe('networks', () => {
  test('are made, found by name, changed, tagged and deleted', async () => {
    const { networks } = member();
    const made = await networks.create({ name: 'web', description: 'of web', mtu: 1400 });
    expect(await networks.find('web')).toEqual(made);
    expect(await networks.update(made.id, { adminStateUp: false })).toMatchObject({ adminStateUp: false, mtu: 1400 });
    expect(await networks.setTags(made.id, ['a', 'b'])).toEqual(['a', 'b']);
    expect((await networks.list({ tags: ['a', 'b'] })).map(({ id }) => id)).toEqual([made.id]);
    expect(await networks.list({ tags: ['a', 'c'] })).toEqual([]);
    expect(sent('GET', '/networks').map(({ query }) => query.toString())).toContain('tags=a%2Cb&limit=1000');
    await networks.delete(made.id);
    await expect(networks.find('web')).rejects.toMatchObject({ code: 'OPENSTACK_NOT_FOUND' });
  });

  test('of one name are told apart by their ids', async () => {
    const { networks } = member();
    const [one, two] = [await networks.create({ name: 'twice' }), await networks.create({ name: 'twice' })];
    await expect(networks.find('twice')).rejects.toMatchObject({
      code: 'OPENSTACK_AMBIGUOUS',
      message: `2 networks are called 'twice': ${one.id}, ${two.id}`,
    });
    expect((await networks.find(two.id)).id).toBe(two.id);
  });

  test('tell admins how they are carried, with times in UTC', async () => {
    const vlan = { providerNetworkType: 'vlan', providerPhysicalNetwork: 'physnet1', providerSegmentationId: 150 };
    const made = await world.cloud.network.networks.create({ name: 'vlan', ...vlan });
    expect(made.segments).toEqual([{ networkType: 'vlan', physicalNetwork: 'physnet1', segmentationId: 150 }]);
    expect(made.createdAt).toBe('2030-01-01T00:00:00.000Z');
    const [external] = await member().networks.list({ external: true });
    expect(external).toMatchObject({ name: 'public', external: true, segments: [], availabilityZones: [] });
    await expect(world.cloud.network.networks.create({ name: 'other', ...vlan })).rejects.toMatchObject({
      code: 'OPENSTACK_CONFLICT',
      serviceErrorType: 'VlanIdInUse',
    });
  });

  test('are read page by page, also where the links name another host', async () => {
    world.sim.options.linkHost = 'http://neutron.internal:9696';
    world.sim.options.networkPageCap = 2;
    for (const name of ['a', 'b', 'c']) await member().networks.create({ name });
    const names = (await world.cloud.network.networks.list()).map(({ name }) => name);
    expect(names.toSorted()).toEqual(['a', 'b', 'c', 'private', 'public']);
    expect(sent('GET', '/networks')).toHaveLength(3);
  });
});

describe('errors', () => {
  test('say quota, conflict, forbidden and not found apart', async () => {
    const { cloud } = world;
    const demo = (await member().networks.find('private')).projectId;
    await cloud.network.quotas.set(demo, { network: 1 });
    await expect(member().networks.create({ name: 'more' })).rejects.toMatchObject({
      code: 'OPENSTACK_QUOTA',
      kind: 'quota',
      service: 'network',
      serviceMessage: "Quota exceeded for resources: ['network'].",
    });
    const inside = await member().networks.find('private');
    await expect(member().networks.delete(inside.id)).rejects.toMatchObject({
      kind: 'conflict',
      serviceErrorType: 'NetworkInUse',
    });
    const outside = await member().networks.find('public');
    await expect(member().networks.delete(outside.id)).rejects.toMatchObject({ kind: 'forbidden' });
    const [agent] = await cloud.network.agents.list();
    await expect(member().agents.get(agent!.id)).rejects.toMatchObject({
      kind: 'forbidden',
      message: expect.stringContaining('it is hidden from this user') as unknown,
    });
  });

  test('a client that may only look changes nothing', async () => {
    const context = { guard: readOnly, clock: new VirtualClock() };
    const cloud = openstack({ config: world.sim.cloudConfig(), context });
    const { network } = cloud;
    const [router] = await network.routers.list();
    await expect(network.routers.update(router!.id, { name: 'x' })).rejects.toBeInstanceOf(EffectRefused);
    await expect(network.routers.addInterface(router!.id, { subnetId: 'x' })).rejects.toBeInstanceOf(EffectRefused);
    await expect(network.networks.setTags('x', [])).rejects.toBeInstanceOf(EffectRefused);
    expect(sent('PUT', '/')).toEqual([]);
    cloud.close();
  });
});

test.each(['', '/', '/v2.0', '/v2.0/'])('an endpoint may be given as .../network%s', async (path) => {
  const config = { ...world.sim.cloudConfig(), endpointOverrides: { network: `${world.sim.url}/network${path}` } };
  const cloud = openstack({ config, context: { guard: readOnly, clock: world.clock } });
  expect((await cloud.network.networks.list()).map(({ name }) => name).toSorted()).toEqual(['private', 'public']);
  cloud.close();
});

test('free addresses are counted', async () => {
  const [found] = await world.cloud.network.ipAvailabilities.list({ networkName: 'private' });
  expect(found).toMatchObject({
    networkName: 'private',
    totalIps: 1021,
    usedIps: 2,
    subnets: [{ cidr: '10.10.0.0/22', ipVersion: 4, usedIps: 2 }],
  });
  expect(await world.cloud.network.ipAvailabilities.get(found!.networkId)).toEqual(found);
});

describe('quotas', () => {
  test('are the defaults, or what was set, with what is used', async () => {
    const { quotas } = world.cloud.network;
    const demo = (await member().networks.find('private')).projectId;
    const defaults = await quotas.defaults(demo);
    expect(defaults).toMatchObject({ network: 100, floatingIp: 50, securityGroupRule: 100, subnetPool: -1 });
    expect(await quotas.set(demo, { floatingIp: 3, securityGroupRule: 200 })).toEqual({
      ...defaults,
      floatingIp: 3,
      securityGroupRule: 200,
    });
    expect(await quotas.details(demo)).toMatchObject({
      router: { limit: 10, used: 1, reserved: 0 },
      floatingIp: { limit: 3, used: 0, reserved: 0 },
    });
    await quotas.delete(demo);
    expect(await quotas.get(demo)).toEqual(defaults);
    await expect(quotas.delete(demo)).rejects.toMatchObject({ code: 'OPENSTACK_NOT_FOUND' });
  });
});

describe('agents', () => {
  test('are found by host and binary, switched and deleted', async () => {
    const { agents } = world.cloud.network;
    const agent = await agents.find({ host: 'hv1', binary: 'neutron-openvswitch-agent' });
    expect(agent).toMatchObject({
      alive: true,
      adminStateUp: true,
      agentType: 'Open vSwitch agent',
      heartbeatAt: '2030-01-01T00:00:00.000Z',
    });
    expect(await agents.disable(agent.id)).toMatchObject({ adminStateUp: false, alive: true });
    expect(await agents.enable(agent.id)).toMatchObject({ adminStateUp: true });
    await agents.delete(agent.id);
    await expect(agents.find({ host: 'hv1', binary: 'neutron-openvswitch-agent' })).rejects.toMatchObject({
      code: 'OPENSTACK_NOT_FOUND',
    });
  });

  test('that are dead are seen to be after a while', async () => {
    const { agents } = world.cloud.network;
    const agent = world.sim.state.networkAgents.find(({ host }) => host === 'hv2')!;
    Object.assign(agent, { alive: false, seenAt: world.clock.now() });
    await world.wait(70);
    expect(await agents.list({ alive: false })).toEqual([]);
    await world.wait(10);
    expect((await agents.list({ alive: false })).map(({ host }) => host)).toEqual(['hv2']);
  });
});
