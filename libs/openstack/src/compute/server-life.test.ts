import { Secret, sleep } from '@opsbook/context';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type SimulatedCloud, simulatedCloud } from '../testing/simulated-cloud.test-support.ts';

let world: SimulatedCloud;
let id: string;
beforeEach(async () => {
  world = await simulatedCloud({ servers: 1 });
  ({ id } = world.sim.findServer('server-01'));
});
afterEach(() => world.stop());

const compute = () => world.cloud.compute;
const servers = () => world.cloud.compute.servers;
const flavorId = (name: string) => world.sim.state.flavors.find((flavor) => flavor.name === name)!.id;
const imageId = () => world.sim.state.images[0]!.id;

describe('a server', () => {
  test('is suspended, paused, rescued and brought back', async () => {
    await servers().suspend(id);
    expect(await servers().untilStatus(id, 'SUSPENDED')).toMatchObject({ powerState: 'suspended' });
    await servers().resume(id);
    await servers().untilActive(id);
    await servers().pause(id);
    await servers().untilStatus(id, 'PAUSED');
    await servers().unpause(id);
    await servers().untilActive(id);
    const { adminPassword } = await servers().rescue(id);
    expect(adminPassword?.reveal()).toHaveLength(12);
    await servers().untilStatus(id, 'RESCUE');
    await expect(servers().stop(id)).rejects.toMatchObject({
      code: 'OPENSTACK_CONFLICT',
      serviceMessage: `Cannot 'stop' instance ${id} while it is in vm_state rescued`,
    });
    await servers().unrescue(id);
    await servers().untilActive(id);
  });

  test('is resized, taken back, resized again and confirmed', async () => {
    const before = await servers().get(id);
    await servers().resize(id, { flavorId: flavorId('m1.large') });
    const larger = await servers().untilStatus(id, 'VERIFY_RESIZE');
    expect(larger).toMatchObject({ flavor: { name: 'm1.large', vcpus: 4 } });
    expect(larger.host).not.toBe(before.host);
    await servers().revertResize(id);
    expect(await servers().untilActive(id)).toMatchObject({ host: before.host, flavor: before.flavor });
    await servers().resize(id, { flavorId: flavorId('m1.large') });
    await servers().untilStatus(id, 'VERIFY_RESIZE');
    await servers().confirmResize(id);
    expect(await servers().untilActive(id)).toMatchObject({ flavor: { name: 'm1.large' } });
  });

  test('on a host that is down is not resized', async () => {
    await compute().services.forceDown('hv1', true);
    const [, other] = await compute().flavors.list();
    await expect(servers().resize(id, { flavorId: other!.id })).rejects.toMatchObject({
      code: 'OPENSTACK_CONFLICT',
      serviceMessage: 'Service is unavailable at this time.',
    });
  });

  test('is shelved, and unshelved where one wants it', async () => {
    await servers().shelve(id);
    expect(await servers().untilStatus(id, 'SHELVED_OFFLOADED')).toMatchObject({ host: null });
    await servers().unshelve(id, { host: 'hv3' });
    expect(await servers().untilActive(id)).toMatchObject({ host: 'hv3' });
    world.sim.options.shelvedOffloadTime = 3600;
    await servers().shelve(id);
    expect(await servers().untilStatus(id, 'SHELVED')).toMatchObject({ host: 'hv3' });
    await servers().shelveOffload(id);
    await servers().untilStatus(id, 'SHELVED_OFFLOADED');
  });

  test('is rebuilt with what is changed, and the rest kept', async () => {
    const before = await servers().get(id);
    const changes = {
      metadata: { a: '1' },
      userData: new Secret('#!/bin/sh'),
      adminPassword: new Secret('sesame-open'),
    };
    const { adminPassword } = await servers().rebuild(id, { imageId: imageId(), ...changes });
    expect(adminPassword?.reveal()).toBe('sesame-open');
    const after = await servers().untilActive(id);
    expect(after).toMatchObject({ name: before.name, host: before.host, metadata: { a: '1' } });
    expect(world.sim.findServer(id).userData).toBe('IyEvYmluL3No');
  });

  test('is evacuated when its host is down, and not before', async () => {
    await expect(servers().evacuate(id)).rejects.toMatchObject({
      code: 'OPENSTACK_CONFLICT',
      serviceMessage: 'Compute service of hv1 is still in use.',
    });
    world.sim.killHost('hv1');
    // It will never end: the host is dead. An evacuation does not mind.
    await servers().stop(id);
    await compute().services.forceDown('hv1', true);
    await servers().evacuate(id, { host: 'hv2' });
    // Its task is over before nova shows the new host, and the migration last of all.
    expect(await servers().untilActive(id)).toMatchObject({ host: 'hv1' });
    await sleep(world.clock, 5_000);
    expect(await servers().get(id)).toMatchObject({ host: 'hv2' });
    expect(await compute().migrations.newest(id)).toMatchObject({ type: 'evacuation', status: 'done' });
    // Seen: nova takes the host back when its service has been started anew, and cleared away what it left.
    await expect(compute().services.forceDown('hv1', false)).rejects.toMatchObject({ code: 'OPENSTACK_BAD_REQUEST' });
    world.sim.setComputeUp('hv1');
    expect(await compute().services.forceDown('hv1', false)).toMatchObject({ state: 'up' });
  });

  test('is looked into', async () => {
    expect(await servers().consoleLog(id, { lines: 1 })).toBe('LAST LINE');
    expect(await servers().diagnostics(id)).toMatchObject({
      state: 'running',
      cpus: [{ timeNanoseconds: 17300000000 }],
    });
    await servers().changePassword(id, new Secret('sesame-open'));
    await servers().stop(id);
    await servers().untilStatus(id, 'SHUTOFF');
    await expect(servers().diagnostics(id)).rejects.toMatchObject({ code: 'OPENSTACK_CONFLICT' });
  });

  test('is renamed, found by its name, tagged and described', async () => {
    await servers().update(id, { name: 'web (1)', description: 'first' });
    expect(await servers().find('web (1)')).toMatchObject({ id, description: 'first' });
    await expect(servers().find('web')).rejects.toMatchObject({ code: 'OPENSTACK_NOT_FOUND' });
    await expect(servers().find('')).rejects.toMatchObject({ code: 'OPENSTACK_BAD_REQUEST' });
    const { serverTags, serverMetadata } = compute();
    expect(await serverTags.set(id, ['b', 'a'])).toEqual(['a', 'b']);
    await serverTags.add(id, 'c');
    await serverTags.remove(id, 'a');
    expect(await serverTags.get(id)).toEqual(['b', 'c']);
    expect(await serverMetadata.replace(id, { k: 'v' })).toEqual({ k: 'v' });
    expect(await serverMetadata.set(id, { l: 'w' })).toEqual({ k: 'v', l: 'w' });
    await serverMetadata.remove(id, 'k');
    expect(await serverMetadata.get(id)).toEqual({ l: 'w' });
    const many = Object.fromEntries(Array.from({ length: 129 }, (_, index) => [`k${index}`, 'x']));
    await expect(serverMetadata.replace(id, many)).rejects.toMatchObject({ code: 'OPENSTACK_QUOTA' });
  });
});

test('a server boots from a volume, which is made for it and goes with it', async () => {
  const { compute: nova, blockStorage } = world.client('member');
  const wanted = { name: 'bfv', flavorId: flavorId('m1.tiny'), networks: 'none' as const };
  const root = { source: 'image', id: imageId(), sizeGiB: 8, bootIndex: 0, deleteOnTermination: true } as const;
  const made = await nova.servers.create({ ...wanted, blockDevices: [root] });
  const server = await nova.servers.untilActive(made.id);
  expect(server).toMatchObject({ imageId: null, volumes: [{ deleteOnTermination: true }] });
  const volumeId = server.volumes[0]!.id;
  expect(await blockStorage.volumes.get(volumeId)).toMatchObject({ status: 'in-use', sizeGiB: 8, bootable: true });
  await nova.servers.deleteAndWait(made.id);
  await world.wait(5);
  await expect(blockStorage.volumes.get(volumeId)).rejects.toMatchObject({ code: 'OPENSTACK_NOT_FOUND' });
  const unknown = { source: 'volume', id: 'nothing', bootIndex: 0 } as const;
  await expect(nova.servers.create({ ...wanted, blockDevices: [unknown] })).rejects.toMatchObject({
    code: 'OPENSTACK_BAD_REQUEST',
  });
});

describe('ports', () => {
  test('are made with a server, move with it and go with it', async () => {
    const { compute: nova, network } = world.client('member');
    const net = await network.networks.find('private');
    const given = await network.ports.create({ networkId: net.id });
    await network.securityGroups.create({ name: 'web' });
    const wanted = { name: 'web-1', flavorId: flavorId('m1.tiny'), imageId: imageId(), securityGroups: ['web'] };
    const networks = [{ uuid: net.id, fixedIp: '10.10.1.7' }, { port: given.id }];
    const made = await nova.servers.create({ ...wanted, networks });
    const server = await nova.servers.untilActive(made.id);
    expect(server.addresses.map(({ address }) => address)).toEqual([given.fixedIps[0]!.ipAddress, '10.10.1.7']);
    expect(server.securityGroups.toSorted()).toEqual(['default', 'web']);
    const ports = () => world.cloud.network.ports.list({ deviceId: made.id });
    await servers().liveMigrate(made.id, { host: 'hv4' });
    await servers().untilActive(made.id);
    expect((await ports()).map(({ binding }) => binding?.hostId)).toEqual(['hv4', 'hv4']);
    const attached = await nova.serverInterfaces.attach(made.id, { networkId: net.id });
    expect(await nova.serverInterfaces.list(made.id)).toHaveLength(3);
    await nova.serverInterfaces.detach(made.id, attached.portId);
    await world.wait(1);
    expect((await nova.serverInterfaces.list(made.id)).map(({ portId }) => portId)).not.toContain(attached.portId);
    await nova.servers.deleteAndWait(made.id);
    expect(await ports()).toEqual([]);
    expect(await network.ports.get(given.id)).toMatchObject({ deviceId: '', deviceOwner: '' });
  });

  test('are put into a security group once', async () => {
    const { compute: nova, network } = world.client('member');
    await network.securityGroups.create({ name: 'web' });
    const made = await nova.servers.create({
      name: 'n',
      flavorId: flavorId('m1.tiny'),
      imageId: imageId(),
      networks: 'auto',
    });
    await nova.servers.untilActive(made.id);
    await nova.serverSecurityGroups.add(made.id, 'web');
    const names = (await nova.serverSecurityGroups.list(made.id)).map(({ name }) => name);
    expect(names.toSorted()).toEqual(['default', 'web']);
    await expect(nova.serverSecurityGroups.add(made.id, 'web')).rejects.toMatchObject({ code: 'OPENSTACK_CONFLICT' });
    await nova.serverSecurityGroups.remove(made.id, 'web');
    await expect(nova.serverSecurityGroups.remove(made.id, 'web')).rejects.toMatchObject({
      code: 'OPENSTACK_NOT_FOUND',
    });
  });
});
