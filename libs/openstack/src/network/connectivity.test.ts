import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type SimulatedCloud, simulatedCloud } from '../testing/simulated-cloud.test-support.ts';
import type { NetworkService } from './network.ts';

let world: SimulatedCloud;
let network: NetworkService;
let inside: string;
let outside: string;
let subnet: string;
beforeEach(async () => {
  world = await simulatedCloud();
  ({ network } = world.client('member'));
  inside = (await network.networks.create({ name: 'web' })).id;
  outside = (await network.networks.find('public')).id;
  subnet = (await network.subnets.create({ networkId: inside, ipVersion: 4, cidr: '10.20.0.0/24' })).id;
});
afterEach(() => world.stop());

const sent = (method: string, path: string) =>
  world.sim.requests.filter((request) => request.method === method && request.path === `/network/v2.0${path}`);

test('a subnet is made with all that it may have, and changed', async () => {
  const given = {
    name: 'six',
    gatewayIp: null,
    enableDhcp: false,
    allocationPools: [{ start: '10.30.0.10', end: '10.30.0.20' }],
    dnsNameservers: ['192.0.2.53'],
    hostRoutes: [{ destination: '10.1.0.0/16', nexthop: '10.30.0.1' }],
  };
  const made = await network.subnets.create({ networkId: inside, ipVersion: 4, cidr: '10.30.0.0/24', ...given });
  expect(made).toMatchObject({ ...given, cidr: '10.30.0.0/24', networkId: inside, ipv6RaMode: null });
  expect(await network.subnets.find('six', { networkId: inside })).toEqual(made);
  expect(await network.subnets.update(made.id, { dnsNameservers: [] })).toMatchObject({ dnsNameservers: [] });
  await expect(network.subnets.create({ networkId: inside, ipVersion: 4, cidr: '10.30.0.0/25' })).rejects.toMatchObject(
    { code: 'OPENSTACK_CONFLICT', status: 400 },
  );
});

describe('a port', () => {
  test('is made, found by its address, and changed', async () => {
    const { ports } = network;
    const wanted = { networkId: inside, name: 'vip', fixedIps: [{ subnetId: subnet, ipAddress: '10.20.0.99' }] };
    const made = await ports.create({ ...wanted, allowedAddressPairs: [{ ipAddress: '10.20.0.200' }] });
    expect(made).toMatchObject({
      status: 'DOWN',
      fixedIps: [{ subnetId: subnet, ipAddress: '10.20.0.99' }],
      allowedAddressPairs: [{ ipAddress: '10.20.0.200', macAddress: made.macAddress }],
      binding: null,
    });
    expect((await ports.list({ ipAddress: '10.20.0.99' })).map(({ id }) => id)).toEqual([made.id]);
    expect((await ports.list({ subnetId: subnet, deviceOwner: '' })).map(({ id }) => id)).toEqual([made.id]);
    expect((await ports.list({ networkId: [inside, outside], name: 'vip' })).map(({ id }) => id)).toEqual([made.id]);
    for (const none of [{ networkId: [] }, { ipAddress: [] }, { subnetId: [], ipAddress: '10.20.0.99' }, { id: [] }]) {
      expect(await ports.list(none)).toEqual([]);
    }
    const mistyped = { networkid: inside } as { networkId?: string };
    expect(() => ports.list(mistyped)).not.toThrow();
    await expect(ports.list(mistyped)).rejects.toMatchObject({ code: 'OPENSTACK_BAD_REQUEST' });
    expect((await ports.list({ tags: [], name: 'vip' })).map(({ id }) => id)).toEqual([made.id]);
    expect(await ports.update(made.id, { securityGroupIds: [] })).toMatchObject({ securityGroupIds: [] });
    await expect(ports.create(wanted)).rejects.toMatchObject({ serviceErrorType: 'IpAddressAlreadyAllocated' });
  });

  test('is waited for until an agent has plugged it in', async () => {
    const { ports } = world.cloud.network;
    const { id } = await ports.create({ networkId: inside });
    await ports.update(id, { hostId: 'hv1', deviceId: 'contract', deviceOwner: 'compute:nova' });
    const seen: string[] = [];
    const active = await ports.untilActive(id, { onProgress: (port) => void seen.push(port?.status ?? 'gone') });
    expect(active).toMatchObject({ status: 'ACTIVE', binding: { hostId: 'hv1', vifType: 'ovs' } });
    expect(seen).toEqual(['DOWN']);
  });

  test('that no agent can plug in is not waited for', async () => {
    const { ports } = world.cloud.network;
    const { id } = await ports.create({ networkId: inside, hostId: 'no-such-host' });
    const before = world.clock.now();
    await expect(ports.untilActive(id)).rejects.toMatchObject({
      code: 'OPENSTACK_STUCK',
      message: expect.stringContaining("cannot be bound on host 'no-such-host'") as unknown,
    });
    await expect(ports.untilActive('nothing')).rejects.toMatchObject({ code: 'OPENSTACK_NOT_FOUND' });
    const off = await ports.create({ networkId: inside, adminStateUp: false });
    await expect(ports.untilActive(off.id)).rejects.toMatchObject({ code: 'OPENSTACK_STUCK' });
    expect(world.clock.now() - before).toBeLessThan(10_000);
  });

  test('is one of many that wait at the price of one list', async () => {
    const { ports } = world.cloud.network;
    const made = await Promise.all(
      Array.from({ length: 150 }, () => ports.create({ networkId: inside, hostId: 'hv1' })),
    );
    const before = sent('GET', '/ports').length;
    await Promise.all(made.map(({ id }) => ports.untilActive(id)));
    // Two lists a look, since an address has its limits.
    expect(sent('GET', '/ports').length - before).toBeLessThanOrEqual(4);
  });

  test('is deleted and gone, also where it was before', async () => {
    const { ports } = network;
    const { id } = await ports.create({ networkId: inside });
    await ports.deleteAndWait(id);
    await ports.deleteAndWait(id);
    await expect(ports.get(id)).rejects.toMatchObject({ code: 'OPENSTACK_NOT_FOUND' });
    await expect(network.networks.deleteAndWait(inside)).resolves.toBeUndefined();
  });
});

describe('a router', () => {
  test('joins a subnet and the outside, and lets go of them', async () => {
    const { routers } = network;
    const router = await routers.create({ name: 'web', externalGateway: { networkId: outside } });
    expect(router).toMatchObject({
      status: 'ACTIVE',
      distributed: null,
      externalGateway: { networkId: outside, enableSnat: true },
    });
    const leg = await routers.addInterface(router.id, { subnetId: subnet });
    expect(leg).toMatchObject({ routerId: router.id, networkId: inside, subnetIds: [subnet] });
    await expect(routers.addInterface(router.id, { subnetId: subnet })).rejects.toMatchObject({ kind: 'conflict' });
    await expect(routers.delete(router.id)).rejects.toMatchObject({ serviceErrorType: 'RouterInUse' });
    const routes = [{ destination: '10.55.0.0/16', nexthop: '10.20.0.9' }];
    expect(await routers.update(router.id, { routes })).toMatchObject({ routes });
    await routers.update(router.id, { routes: [], externalGateway: null });
    await routers.removeInterface(router.id, { portId: leg.portId });
    await expect(routers.removeInterface(router.id, { subnetId: subnet })).rejects.toMatchObject({ kind: 'not-found' });
    await routers.deleteAndWait(router.id);
    await expect(routers.find('web')).rejects.toMatchObject({ code: 'OPENSTACK_NOT_FOUND' });
  });

  test('gets a leg once: a request that was cut is not repeated, and its outcome not known', async () => {
    const { routers } = network;
    const { id } = await routers.create({ name: 'web' });
    world.sim.fault.next(`PUT /network/v2.0/routers/${id}/add_router_interface`, { cut: 'after' });
    await expect(routers.addInterface(id, { subnetId: subnet })).rejects.toMatchObject({ outcomeUnknown: true });
    expect(sent('PUT', `/routers/${id}/add_router_interface`)).toHaveLength(1);
    expect((await network.ports.list({ deviceId: id })).map(({ deviceOwner }) => deviceOwner)).toEqual([
      'network:router_interface',
    ]);
  });
});

describe('a floating IP', () => {
  test('leads to a port, is waited for, leads nowhere, and is given back', async () => {
    const { floatingIps, routers, ports } = network;
    const router = await routers.create({ name: 'web', externalGateway: { networkId: outside } });
    const port = await ports.create({ networkId: inside });
    const ip = await floatingIps.create({ floatingNetworkId: outside, description: 'of web' });
    await expect(floatingIps.associate(ip.id, { portId: port.id })).rejects.toMatchObject({
      serviceErrorType: 'ExternalGatewayForFloatingIPNotFound',
    });
    await expect(floatingIps.untilActive(ip.id)).rejects.toMatchObject({ code: 'OPENSTACK_STUCK' });
    await routers.addInterface(router.id, { subnetId: subnet });
    expect(await floatingIps.associate(ip.id, { portId: port.id })).toMatchObject({
      portId: port.id,
      routerId: router.id,
      fixedIpAddress: port.fixedIps[0]!.ipAddress,
      status: 'DOWN',
    });
    expect(await floatingIps.untilActive(ip.id)).toMatchObject({ status: 'ACTIVE' });
    expect((await floatingIps.find(ip.floatingIpAddress)).id).toBe(ip.id);
    expect((await floatingIps.list({ portId: port.id })).map(({ id }) => id)).toEqual([ip.id]);
    expect(await floatingIps.disassociate(ip.id)).toMatchObject({ portId: null, routerId: null });
    await floatingIps.deleteAndWait(ip.id);
    expect(await floatingIps.list()).toEqual([]);
  });
});
