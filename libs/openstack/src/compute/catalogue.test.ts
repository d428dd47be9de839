import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type SimulatedCloud, simulatedCloud } from '../testing/simulated-cloud.test-support.ts';

let world: SimulatedCloud;
beforeEach(async () => {
  world = await simulatedCloud();
});
afterEach(() => world.stop());

const admin = () => world.cloud.compute;
const member = () => world.client('member').compute;
const projectId = (name: string) => world.sim.state.projects.find((project) => project.name === name)!.id;
const PUBLIC = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBIn3M0M1zFw1oH5eQkq4q3c9Gk0jvQmY0b2fP2nTgVv me';

describe('flavors', () => {
  test('are made for some projects, described and deleted', async () => {
    const { flavors, flavorAccess, flavorExtraSpecs } = admin();
    const made = await flavors.create({ name: 'gpu', vcpus: 2, ramMiB: 64, diskGiB: 1, swapMiB: 8, isPublic: false });
    expect(made).toMatchObject({ name: 'gpu', ephemeralGiB: 0, swapMiB: 8, isPublic: false, extraSpecs: {} });
    await expect(member().flavors.find('gpu')).rejects.toMatchObject({ code: 'OPENSTACK_NOT_FOUND' });
    expect(await flavorAccess.add(made.id, projectId('demo'))).toEqual([projectId('demo')]);
    expect(await member().flavors.find('gpu')).toMatchObject({ id: made.id });
    await expect(flavorAccess.add(made.id, projectId('demo'))).rejects.toMatchObject({ code: 'OPENSTACK_CONFLICT' });
    expect(await flavorAccess.list(made.id)).toEqual([projectId('demo')]);
    expect(await flavorAccess.remove(made.id, projectId('demo'))).toEqual([]);
    await flavorExtraSpecs.set(made.id, { 'hw:cpu_policy': 'shared', a: 'b' });
    await flavorExtraSpecs.remove(made.id, 'a');
    expect(await flavorExtraSpecs.get(made.id)).toEqual({ 'hw:cpu_policy': 'shared' });
    expect(await flavors.update(made.id, { description: 'd' })).toMatchObject({ description: 'd' });
    await expect(flavors.create({ name: 'gpu', vcpus: 1, ramMiB: 1, diskGiB: 1 })).rejects.toMatchObject({
      code: 'OPENSTACK_CONFLICT',
    });
    await flavors.delete(made.id);
    await expect(flavors.get(made.id)).rejects.toMatchObject({ code: 'OPENSTACK_NOT_FOUND' });
  });
});

describe('keypairs', () => {
  test('are imported, or made with a private key that nobody else is told', async () => {
    const { keypairs } = member();
    const imported = await keypairs.import('mine', PUBLIC);
    expect(imported).toMatchObject({ name: 'mine', type: 'ssh', publicKey: PUBLIC });
    const made = await keypairs.generate('made');
    expect(made.privateKey.reveal()).toContain('PRIVATE KEY');
    expect(JSON.stringify(made)).not.toContain('PRIVATE KEY');
    world.sim.options.pageCap = 1;
    expect((await keypairs.list()).map(({ name }) => name)).toEqual(['made', 'mine']);
    expect(await keypairs.get('mine')).toEqual(imported);
    await keypairs.delete('made');
    await expect(keypairs.get('made')).rejects.toMatchObject({ code: 'OPENSTACK_NOT_FOUND' });
  });

  test("of other users are the admins' to see", async () => {
    const userId = world.sim.state.users.find(({ name }) => name === 'demo')!.id;
    await member().keypairs.import('mine', PUBLIC);
    expect(await admin().keypairs.list()).toEqual([]);
    expect(await admin().keypairs.get('mine', { userId })).toMatchObject({ name: 'mine' });
    await admin().keypairs.delete('mine', { userId });
    await expect(member().keypairs.list({ userId: 'other' })).rejects.toMatchObject({ code: 'OPENSTACK_FORBIDDEN' });
  });
});

test('aggregates take hosts and make zones', async () => {
  const { aggregates, availabilityZones, services } = admin();
  const made = await aggregates.create({ name: 'ssd', availabilityZone: 'az1' });
  expect(made).toMatchObject({ hosts: [], metadata: { availability_zone: 'az1' }, updatedAt: null });
  await aggregates.addHost(made.id, 'hv2');
  expect(await aggregates.setMetadata(made.id, { ssd: 'true', x: null })).toMatchObject({ hosts: ['hv2'] });
  expect(await aggregates.update(made.id, { name: 'nvme' })).toMatchObject({ name: 'nvme', availabilityZone: 'az1' });
  expect((await aggregates.find('nvme')).metadata).toEqual({ availability_zone: 'az1', ssd: 'true' });
  expect(await services.find({ host: 'hv2' })).toMatchObject({ zone: 'az1' });
  expect(await member().availabilityZones.list()).toContainEqual({ name: 'az1', available: true, hosts: null });
  expect(await availabilityZones.list({ withHosts: true })).toContainEqual({
    name: 'az1',
    available: true,
    hosts: { hv2: [{ binary: 'nova-compute', up: true, enabled: true }] },
  });
  await expect(aggregates.delete(made.id)).rejects.toMatchObject({ code: 'OPENSTACK_BAD_REQUEST' });
  await aggregates.removeHost(made.id, 'hv2');
  await aggregates.delete(made.id);
  await expect(aggregates.find('nvme')).rejects.toMatchObject({ code: 'OPENSTACK_NOT_FOUND' });
});

test('server groups place servers', async () => {
  const { serverGroups, servers } = admin();
  const group = await serverGroups.create({ name: 'ha', policy: 'anti-affinity', maxServersPerHost: 1 });
  expect(group).toMatchObject({ policy: 'anti-affinity', maxServersPerHost: 1, members: [] });
  const [flavor] = await admin().flavors.list();
  const wanted = { name: 'n', flavorId: flavor!.id, imageId: world.sim.state.images[0]!.id, networks: 'none' as const };
  const ids: string[] = [];
  for (let index = 0; index < 5; index += 1) {
    ids.push((await servers.create({ ...wanted, serverGroupId: group.id })).id);
  }
  const ends = await Promise.allSettled(ids.map((id) => servers.untilActive(id)));
  expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(4);
  expect(new Set(world.sim.state.servers.map(({ host }) => host)).size).toBe(5);
  expect(ends.at(-1)).toMatchObject({ reason: { code: 'OPENSTACK_NO_VALID_HOST' } });
  expect((await servers.get(ids[0] ?? '')).serverGroupIds).toEqual([group.id]);
  expect((await serverGroups.find('ha')).members).toEqual(ids);
  await member().serverGroups.create({ name: 'other', policy: 'affinity' });
  world.sim.options.pageCap = 1;
  expect((await serverGroups.list()).map(({ name }) => name)).toEqual(['ha']);
  expect((await serverGroups.list({ allProjects: true })).map(({ name }) => name)).toEqual(['ha', 'other']);
  await serverGroups.delete(group.id);
  await expect(serverGroups.get(group.id)).rejects.toMatchObject({ code: 'OPENSTACK_NOT_FOUND' });
});

test('quotas count and stop', async () => {
  const demo = projectId('demo');
  const { quotas, limits } = admin();
  world.sim.addServer({ name: 'one', flavor: 'm1.medium' });
  expect(await quotas.set(demo, { cores: 4, instances: 10, ramMiB: 8192 })).toMatchObject({ cores: 4, keypairs: 100 });
  expect(await quotas.details(demo)).toMatchObject({
    cores: { limit: 4, used: 2, reserved: 0 },
    ramMiB: { limit: 8192, used: 4096, reserved: 0 },
  });
  expect(await member().limits.get()).toMatchObject({ cores: { limit: 4, used: 2 }, metadataItems: 128 });
  expect(await limits.get({ projectId: demo })).toMatchObject({ instances: { limit: 10, used: 1 } });
  const id = world.sim.findServer('one').id;
  const large = world.sim.state.flavors.find(({ name }) => name === 'g-a100')!;
  large.vcpus = 8;
  await expect(member().servers.resize(id, { flavorId: large.id })).rejects.toMatchObject({
    code: 'OPENSTACK_QUOTA',
    serviceMessage: 'Quota exceeded for cores: Requested 6, but already used 2 of 4 cores',
  });
  await expect(quotas.set(demo, { cores: 1 })).rejects.toMatchObject({ code: 'OPENSTACK_BAD_REQUEST' });
  expect(await quotas.set(demo, { cores: 1 }, { force: true })).toMatchObject({ cores: 1 });
  await quotas.delete(demo);
  expect(await quotas.get(demo)).toEqual(await quotas.defaults(demo));
  await expect(quotas.set(demo, { core: 1 } as object)).rejects.toMatchObject({
    message: expect.stringContaining("there is no 'core' here") as unknown,
  });
});
