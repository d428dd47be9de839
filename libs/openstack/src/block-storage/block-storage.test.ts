import { EffectRefused, VirtualClock, readOnly } from '@opsbook/context';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { openstack } from '../openstack.ts';
import { type SimulatedCloud, simulatedCloud } from '../testing/simulated-cloud.test-support.ts';

let world: SimulatedCloud;
beforeEach(async () => {
  world = await simulatedCloud();
});
afterEach(() => world.stop());

const member = () => world.client('member').blockStorage;
const admin = () => world.cloud.blockStorage;
const sent = (method: string, path: string) =>
  world.sim.requests.filter(
    (request) =>
      request.method === method && request.path.startsWith('/block-storage/v3/') && request.path.endsWith(path),
  );

describe('volumes', () => {
  test('are made, found by name, changed and deleted', async () => {
    const { volumes } = member();
    const made = await volumes.create({ name: 'data', sizeGiB: 2, metadata: { app: 'db' }, description: 'of db' });
    expect(made).toMatchObject({ status: 'creating', sizeGiB: 2, volumeType: 'fake1', projectId: null });
    const ready = await volumes.untilAvailable(made.id);
    expect(ready).toMatchObject({ status: 'available', bootable: false, createdAt: '2030-01-01T00:00:00.000Z' });
    expect(await volumes.find('data')).toEqual(ready);
    expect(await volumes.update(made.id, { name: 'old' })).toMatchObject({ name: 'old', description: 'of db' });
    await volumes.deleteAndWait(made.id);
    await volumes.deleteAndWait(made.id);
    await expect(volumes.get(made.id)).rejects.toMatchObject({ code: 'OPENSTACK_NOT_FOUND' });
  });

  test('are found by what they are', async () => {
    const { volumes } = member();
    const one = await volumes.create({ name: 'one', sizeGiB: 1, metadata: { 'a "b"': "it's" } });
    const other = await volumes.create({ name: 'two', sizeGiB: 1 });
    await volumes.untilAvailable(other.id);
    await volumes.setBootable(other.id, true);
    const ids = async (filter: Parameters<typeof volumes.list>[0]) => (await volumes.list(filter)).map(({ id }) => id);
    expect(await ids({})).toEqual([other.id, one.id]);
    expect(await ids({ bootable: true })).toEqual([other.id]);
    expect(await ids({ status: 'error' })).toEqual([]);
    expect(await ids({ name: 'one' })).toEqual([one.id]);
    expect(await admin().volumes.list()).toEqual([]);
    const all = await admin().volumes.list({ allProjects: true, limit: 1 });
    expect(all.map(({ id }) => id)).toEqual([other.id, one.id]);
    expect(all[0]).toMatchObject({ host: 'vol1@fake1#fake1' });
    const { projectId } = await volumes.get(one.id);
    expect(await admin().volumes.list({ projectId: projectId!, host: 'vol1@fake1' })).toHaveLength(2);
    await expect(volumes.list({ host: 'vol1' })).rejects.toMatchObject({
      code: 'OPENSTACK_BAD_REQUEST',
      serviceMessage: 'Invalid filters host are found in query options.',
    });
  });

  test('are found by metadata, whatever stands in it', async () => {
    const { volumes } = member();
    const made = await volumes.create({ sizeGiB: 1, metadata: { app: 'db', tier: 'gold' } });
    await volumes.create({ sizeGiB: 1, metadata: { app: 'db' } });
    const found = await volumes.list({ metadata: { tier: 'gold', app: 'db' } });
    expect(found.map(({ id }) => id)).toEqual([made.id]);
    expect(await volumes.setMetadata(made.id, { more: '1' })).toEqual({ app: 'db', tier: 'gold', more: '1' });
    expect(await volumes.replaceMetadata(made.id, { only: '1' })).toEqual({ only: '1' });
    await volumes.deleteMetadata(made.id, 'only');
    await expect(volumes.deleteMetadata(made.id, 'only')).rejects.toMatchObject({ code: 'OPENSTACK_NOT_FOUND' });
  });

  test('come from images, snapshots and volumes, with their size', async () => {
    const { volumes, snapshots } = member();
    const [image] = world.sim.state.images;
    const first = await volumes.create({ sizeGiB: 3, imageId: image!.id });
    expect(await volumes.untilAvailable(first.id)).toMatchObject({
      bootable: true,
      imageMetadata: { image_name: 'cirros' },
    });
    const snapshot = await snapshots.create({ volumeId: first.id });
    await snapshots.untilAvailable(snapshot.id);
    const second = await volumes.create({ snapshotId: snapshot.id });
    expect(second).toMatchObject({ sizeGiB: 3, snapshotId: snapshot.id });
    const third = await volumes.create({ sourceVolumeId: first.id, sizeGiB: 5 });
    expect(await volumes.untilAvailable(third.id)).toMatchObject({ sizeGiB: 5, bootable: true });
    await expect(volumes.delete(first.id)).rejects.toMatchObject({ code: 'OPENSTACK_CONFLICT', status: 400 });
    await volumes.deleteAndWait(first.id, { cascade: true });
    expect(await snapshots.list()).toEqual([]);
  });

  test('grow, and become images', async () => {
    const { volumes } = member();
    const { id } = await volumes.create({ sizeGiB: 1 });
    await volumes.untilAvailable(id);
    await volumes.extend(id, { sizeGiB: 4 });
    expect(await volumes.untilAvailable(id)).toMatchObject({ sizeGiB: 4 });
    await expect(volumes.extend(id, { sizeGiB: 4 })).rejects.toMatchObject({ code: 'OPENSTACK_BAD_REQUEST' });
    await volumes.setReadOnly(id, true);
    expect((await volumes.get(id)).metadata).toEqual({ readonly: 'True' });
    const { imageId } = await volumes.uploadToImage(id, { imageName: 'copy' });
    await volumes.untilAvailable(id);
    expect(world.sim.state.images.find((one) => one.id === imageId)).toMatchObject({ name: 'copy', status: 'active' });
  });
});

describe('waiting', () => {
  test('ends at once in a state from which there is no way on', async () => {
    const { volumes } = member();
    world.sim.order.volume('create', 'broken', 'fails');
    const { id } = await volumes.create({ name: 'broken', sizeGiB: 1 });
    await expect(volumes.untilAvailable(id)).rejects.toMatchObject({
      code: 'OPENSTACK_STUCK',
      message: `waited for volume ${id} to become available, but it is in error`,
    });
    world.sim.order.volume('extend', '*', 'fails');
    const { id: other } = await volumes.create({ sizeGiB: 1 });
    await volumes.untilAvailable(other);
    await volumes.extend(other, { sizeGiB: 2 });
    await expect(volumes.untilAvailable(other)).rejects.toMatchObject({
      message: expect.stringContaining('error_extending') as unknown,
    });
    world.sim.order.volume('delete', other, 'fails');
    await expect(volumes.deleteAndWait(other)).rejects.toMatchObject({
      code: 'OPENSTACK_STUCK',
      message: expect.stringContaining('error_deleting') as unknown,
    });
    await expect(volumes.untilAvailable('00000000-0000-4000-8000-000000000000')).rejects.toMatchObject({
      code: 'OPENSTACK_NOT_FOUND',
    });
  });

  test('for a volume to be gone minds neither another deletion nor a lost answer, but a refusal', async () => {
    const { volumes, snapshots } = member();
    const { id } = await volumes.create({ sizeGiB: 1 });
    await volumes.untilAvailable(id);
    const snapshot = await snapshots.create({ volumeId: id });
    await snapshots.untilAvailable(snapshot.id);
    await expect(volumes.deleteAndWait(id)).rejects.toMatchObject({ code: 'OPENSTACK_CONFLICT' });
    await snapshots.deleteAndWait(snapshot.id);
    world.sim.order.volume('delete', id, { seconds: 20 });
    world.sim.fault.next(`DELETE /block-storage/v3/*/volumes/${id}`, { cut: 'after' });
    const begun = world.clock.now();
    await Promise.all([volumes.deleteAndWait(id), volumes.deleteAndWait(id)]);
    expect(world.clock.now() - begun).toBeGreaterThanOrEqual(20_000);
    await expect(volumes.get(id)).rejects.toMatchObject({ code: 'OPENSTACK_NOT_FOUND' });
  });

  test('tells its progress, and gives up in time', async () => {
    const { volumes } = member();
    world.sim.order.volume('create', '*', { seconds: 5 });
    world.sim.order.volume('create', '*', 'hangs');
    const { id } = await volumes.create({ sizeGiB: 1 });
    const seen: (string | undefined)[] = [];
    await volumes.untilAvailable(id, { onProgress: (volume) => seen.push(volume?.status) });
    expect(seen).toEqual(['creating', 'creating', 'creating']);
    const { id: hanging } = await volumes.create({ sizeGiB: 1 });
    await expect(volumes.untilAvailable(hanging, { timeout: 30 })).rejects.toMatchObject({
      code: 'OPENSTACK_TIMEOUT',
      message: `waited 30 s for volume ${hanging} to become available; when last looked at it was creating`,
    });
  });

  test('of many is one list call a tick, also of other projects', async () => {
    const { volumes } = member();
    const old = await volumes.create({ sizeGiB: 1 });
    await volumes.untilAvailable(old.id);
    // New ones come first: those behind them are not read.
    world.sim.options.pageCap = 5;
    world.sim.order.volume('create', '*', { seconds: 5 }, { times: 5 });
    const ids: string[] = [];
    for (let count = 0; count < 5; count += 1) ids.push((await volumes.create({ sizeGiB: 1 })).id);
    const ready = await Promise.all(ids.map((id) => admin().volumes.untilAvailable(id)));
    expect(ready.map(({ id }) => id)).toEqual(ids);
    expect(sent('GET', '/volumes/detail')).toHaveLength(4);
    expect(ids.flatMap((id) => sent('GET', `/volumes/${id}`))).toEqual([]);
  });
});

describe('attachments', () => {
  const server = () => world.sim.addServer({ name: `server-${world.sim.state.servers.length}`, host: 'hv1' });
  const available = async () => {
    const { id } = await member().volumes.create({ sizeGiB: 1 });
    await member().volumes.untilAvailable(id);
    return id;
  };

  test('are made and ended by nova, and told by the volume', async () => {
    const { compute, blockStorage } = world.client('member');
    const [{ id: serverId }, volumeId] = [server(), await available()];
    const accepted = await compute.volumeAttachments.attach(serverId, { volumeId, deleteOnTermination: true });
    expect(accepted).toMatchObject({ device: '/dev/sdb', requestId: expect.stringMatching(/^req-/) as unknown });
    const used = await blockStorage.volumes.untilInUse(volumeId, { serverId });
    expect(used.attachments).toMatchObject([{ serverId, device: '/dev/sdb' }]);
    const [attachment] = await compute.volumeAttachments.list(serverId);
    expect(attachment).toMatchObject({ volumeId, deleteOnTermination: true });
    expect(await blockStorage.attachments.get(attachment!.attachmentId!)).toMatchObject({
      serverId,
      status: 'attached',
    });
    expect(await blockStorage.attachments.list({ volumeId })).toHaveLength(1);
    await blockStorage.volumes.extend(volumeId, { sizeGiB: 2 });
    expect(await blockStorage.volumes.untilInUse(volumeId)).toMatchObject({ sizeGiB: 2 });
    await compute.volumeAttachments.update(serverId, volumeId, { deleteOnTermination: false });
    expect(await compute.volumeAttachments.get(serverId, volumeId)).toMatchObject({ deleteOnTermination: false });
    await compute.volumeAttachments.detach(serverId, volumeId);
    await blockStorage.volumes.untilDetached(volumeId, { serverId });
    await expect(compute.volumeAttachments.detach(serverId, volumeId)).rejects.toMatchObject({
      code: 'OPENSTACK_NOT_FOUND',
    });
  });

  test('made twice are a conflict, which nova says with 400', async () => {
    const { compute, blockStorage } = world.client('member');
    const [{ id: serverId }, { id: other }, volumeId] = [server(), server(), await available()];
    await compute.volumeAttachments.attach(serverId, { volumeId });
    await blockStorage.volumes.untilInUse(volumeId);
    await expect(compute.volumeAttachments.attach(other, { volumeId })).rejects.toMatchObject({
      code: 'OPENSTACK_CONFLICT',
      status: 400,
      serviceMessage: `Invalid volume: volume ${volumeId} is already attached to instances: ${serverId}`,
    });
  });

  test('of a volume for several servers', async () => {
    const { compute, blockStorage } = world.client('member');
    await admin().types.create({ name: 'shared', extraSpecs: { multiattach: '<is> True' } });
    const { id: volumeId } = await blockStorage.volumes.create({ sizeGiB: 1, volumeType: 'shared' });
    await blockStorage.volumes.untilAvailable(volumeId);
    const servers = [server().id, server().id];
    for (const serverId of servers) {
      await compute.volumeAttachments.attach(serverId, { volumeId });
      await blockStorage.volumes.untilInUse(volumeId, { serverId });
    }
    const [first = '', second = ''] = servers;
    await compute.volumeAttachments.detach(first, volumeId);
    const left = await blockStorage.volumes.untilDetached(volumeId, { serverId: first });
    expect(left.attachments.map(({ serverId }) => serverId)).toEqual([second]);
  });

  test('that fail are noticed', async () => {
    const { compute, blockStorage } = world.client('member');
    const [{ id: serverId }, volumeId] = [server(), await available()];
    world.sim.order.volume('attach', volumeId, 'fails');
    await compute.volumeAttachments.attach(serverId, { volumeId });
    await expect(blockStorage.volumes.untilInUse(volumeId, { serverId })).rejects.toMatchObject({
      code: 'OPENSTACK_STUCK',
      message: expect.stringContaining('its attachment has failed') as unknown,
    });
    await compute.volumeAttachments.attach(serverId, { volumeId });
    await blockStorage.volumes.untilInUse(volumeId, { serverId });
    world.sim.order.volume('detach', volumeId, 'fails');
    await compute.volumeAttachments.detach(serverId, volumeId);
    await expect(blockStorage.volumes.untilDetached(volumeId, { serverId })).rejects.toMatchObject({
      code: 'OPENSTACK_STUCK',
      message: expect.stringContaining('the detachment has failed') as unknown,
    });
  });

  test('of a server that boots from a volume are there', async () => {
    const { id: serverId } = world.sim.addServer({ name: 'rooted', volumeBacked: true });
    const { compute, blockStorage } = world.client('member');
    const [root] = await compute.volumeAttachments.list(serverId);
    expect(root).toMatchObject({ device: '/dev/sda', deleteOnTermination: false });
    expect(await blockStorage.volumes.get(root!.volumeId)).toMatchObject({
      status: 'in-use',
      bootable: true,
      sizeGiB: 20,
    });
    await compute.servers.delete(serverId);
    await blockStorage.volumes.untilAvailable(root!.volumeId);
  });

  test('end with their server, and take the volume along when told to', async () => {
    const { compute, blockStorage } = world.client('member');
    const [{ id: serverId }, kept, lost] = [server(), await available(), await available()];
    await compute.volumeAttachments.attach(serverId, { volumeId: kept });
    await compute.volumeAttachments.attach(serverId, { volumeId: lost, deleteOnTermination: true });
    await Promise.all([kept, lost].map((id) => blockStorage.volumes.untilInUse(id)));
    await compute.servers.delete(serverId);
    await blockStorage.volumes.untilAvailable(kept);
    await world.wait(2);
    expect((await blockStorage.volumes.list()).map(({ id }) => id)).toEqual([kept]);
  });
});

describe('snapshots', () => {
  test('are made, found, changed, reset and deleted', async () => {
    const { volumes, snapshots } = member();
    const { id: volumeId } = await volumes.create({ sizeGiB: 1 });
    await volumes.untilAvailable(volumeId);
    const made = await snapshots.create({ volumeId, name: 'nightly', metadata: { a: '1' } });
    const ready = await snapshots.untilAvailable(made.id);
    expect(ready).toMatchObject({ volumeId, progress: '100%', sizeGiB: 1 });
    expect(await snapshots.find('nightly', { volumeId })).toEqual(ready);
    expect(await snapshots.list({ metadata: { a: '2' } })).toEqual([]);
    expect(await snapshots.update(made.id, { name: 'weekly' })).toMatchObject({ name: 'weekly' });
    await admin().snapshots.resetStatus(made.id, 'creating');
    await expect(snapshots.delete(made.id)).rejects.toMatchObject({ code: 'OPENSTACK_CONFLICT' });
    await admin().snapshots.resetStatus(made.id, 'error');
    await expect(snapshots.untilAvailable(made.id)).rejects.toMatchObject({ code: 'OPENSTACK_STUCK' });
    await snapshots.deleteAndWait(made.id);
  });
});

describe('operators', () => {
  test('reset what is stuck', async () => {
    const { volumes } = member();
    world.sim.order.volume('create', '*', 'hangs');
    const { id } = await volumes.create({ sizeGiB: 1 });
    await expect(volumes.delete(id)).rejects.toMatchObject({ kind: 'conflict' });
    await expect(volumes.resetStatus(id, { status: 'error' })).rejects.toMatchObject({ kind: 'forbidden' });
    await admin().volumes.resetStatus(id, { status: 'error' });
    await volumes.deleteAndWait(id);
    world.sim.order.volume('create', '*', 'hangs');
    const { id: other } = await volumes.create({ sizeGiB: 1 });
    await admin().volumes.deleteAndWait(other, { force: true });
  });

  test('keep volumes away from a backend, and learn why one has failed', async () => {
    const { services, pools, availabilityZones } = admin();
    const host = 'vol1@fake1';
    expect(await services.disable(host, { reason: 'disk' })).toMatchObject({
      status: 'disabled',
      disabledReason: 'disk',
      backendState: null,
    });
    const { id } = await member().volumes.create({ sizeGiB: 1 });
    await expect(member().volumes.untilAvailable(id)).rejects.toMatchObject({ code: 'OPENSTACK_STUCK' });
    expect(await member().messages.list({ resourceId: id })).toMatchObject([
      { text: 'schedule allocate volume:Could not find any available weighted backend.', resourceType: 'VOLUME' },
    ]);
    expect(await services.enable(host)).toMatchObject({ status: 'enabled', disabledReason: null, backendState: 'up' });
    await expect(services.enable('nowhere')).rejects.toMatchObject({ code: 'OPENSTACK_NOT_FOUND' });
    expect(await services.list()).toHaveLength(2);
    expect(await pools.list()).toMatchObject([{ totalGiB: 2000, freeGiB: 1900, maxOverSubscriptionRatio: 20 }]);
    expect(await pools.list({ name: 'other' })).toEqual([]);
    expect(await availabilityZones.list()).toEqual([{ name: 'nova', available: true }]);
    await expect(member().pools.list()).rejects.toMatchObject({ kind: 'forbidden' });
  });

  test('set quotas, also by type, which are kept', async () => {
    const { quotas, limits } = admin();
    const { projectId = '' } = await world.client('member').whoAmI();
    const defaults = await quotas.defaults(projectId);
    expect(defaults).toMatchObject({
      volumes: 10,
      gigabytes: 1000,
      perVolumeGigabytes: -1,
      types: { fake1: { volumes: -1 } },
    });
    const set = await quotas.set(projectId, { gigabytes: 5, types: { fake1: { volumes: 1 } } });
    expect(set).toEqual({
      ...defaults,
      gigabytes: 5,
      types: { ...defaults.types, fake1: { volumes: 1, gigabytes: -1, snapshots: -1 } },
    });
    await member().volumes.create({ sizeGiB: 4 });
    expect(await quotas.details(projectId)).toMatchObject({
      volumes: { limit: 10, used: 1, reserved: 0 },
      gigabytes: { limit: 5, used: 4 },
      types: { fake1: { volumes: { limit: 1, used: 1 } } },
    });
    expect(await limits.get({ projectId })).toMatchObject({
      volumes: { limit: 10, used: 1 },
      gigabytes: { limit: 5, used: 4 },
    });
    for (const wanted of [{ sizeGiB: 1 }, { sizeGiB: 2 }]) {
      await expect(member().volumes.create(wanted)).rejects.toMatchObject({ code: 'OPENSTACK_QUOTA', status: 413 });
    }
    expect(sent('POST', '/volumes')).toHaveLength(3);
    await quotas.delete(projectId);
    expect(await quotas.get(projectId)).toEqual(defaults);
    await expect(quotas.set(projectId, { types: { none: { volumes: 1 } } })).rejects.toMatchObject({
      code: 'OPENSTACK_BAD_REQUEST',
    });
  });

  test('make types, give access to them, and give volumes another one', async () => {
    const { types } = admin();
    const made = await types.create({ name: 'fast', isPublic: false, extraSpecs: { 'hw:tier': 'nvme' } });
    expect(made).toMatchObject({ isPublic: false, extraSpecs: { 'hw:tier': 'nvme' } });
    expect((await types.list()).map(({ name }) => name)).toEqual(['fake1', '__DEFAULT__']);
    expect(await types.find('fast')).toEqual(made);
    await expect(types.create({ name: 'fast' })).rejects.toMatchObject({ code: 'OPENSTACK_CONFLICT', status: 409 });
    await expect(member().types.get(made.id)).rejects.toMatchObject({ code: 'OPENSTACK_NOT_FOUND' });
    const { projectId = '' } = await world.client('member').whoAmI();
    await types.addAccess(made.id, projectId);
    expect(await types.access(made.id)).toEqual([projectId]);
    expect(await member().types.find('fast')).toMatchObject({ extraSpecs: {} });
    await types.setExtraSpecs(made.id, { 'hw:more': '1' });
    await types.deleteExtraSpec(made.id, 'hw:tier');
    expect((await types.get(made.id)).extraSpecs).toEqual({ 'hw:more': '1' });
    const { id } = await member().volumes.create({ sizeGiB: 1 });
    await member().volumes.untilAvailable(id);
    await member().volumes.retype(id, { volumeType: 'fast' });
    expect(await member().volumes.untilAvailable(id)).toMatchObject({ volumeType: 'fast' });
    await expect(types.delete(made.id)).rejects.toMatchObject({ code: 'OPENSTACK_CONFLICT' });
    await types.removeAccess(made.id, projectId);
    await member().volumes.deleteAndWait(id);
    await types.delete(made.id);
    expect(await types.default()).toMatchObject({ name: 'fake1' });
  });
});

test('a volume goes to another project with its key, which is a secret', async () => {
  const { volumes, transfers } = member();
  const { id } = await volumes.create({ sizeGiB: 1 });
  await volumes.untilAvailable(id);
  const offered = await transfers.create({ volumeId: id, name: 'gift' });
  expect(String(offered.authKey)).not.toBe(offered.authKey.reveal());
  expect(await volumes.get(id)).toMatchObject({ status: 'awaiting-transfer' });
  expect(await transfers.list()).toMatchObject([{ name: 'gift', volumeId: id, accepted: false }]);
  await admin().transfers.accept(offered.id, offered.authKey);
  await expect(volumes.get(id)).rejects.toMatchObject({ code: 'OPENSTACK_NOT_FOUND' });
  expect(await admin().volumes.get(id)).toMatchObject({ status: 'available' });
});

test('lists are read page by page, also where the links name another host', async () => {
  world.sim.options.linkHost = 'http://cinder.internal:8776';
  world.sim.options.pageCap = 2;
  for (let count = 0; count < 5; count += 1) await member().volumes.create({ sizeGiB: 1 });
  expect(await member().volumes.list()).toHaveLength(5);
  expect(sent('GET', '/volumes/detail')).toHaveLength(3);
});

test('an older cinder is spoken to in its version, and asked for nothing that it lacks', async () => {
  world.sim.options.newestVolumeMicroversion = '3.26';
  const { id } = await member().volumes.create({ sizeGiB: 1 });
  expect(await member().volumes.get(id)).toMatchObject({ volumeTypeId: null });
  await expect(member().attachments.list()).rejects.toMatchObject({ code: 'OPENSTACK_MICROVERSION' });
});

test.each(['', '/v3', '/v3/'])('an endpoint may be given as .../block-storage%s', async (path) => {
  const endpointOverrides = { volumev3: `${world.sim.url}/block-storage${path}` };
  const config = { ...world.sim.cloudConfig(), endpointOverrides };
  const cloud = openstack({ config, context: { guard: readOnly, clock: world.clock } });
  expect(await cloud.blockStorage.volumes.list()).toEqual([]);
  cloud.close();
});

test('a client that may only look changes nothing', async () => {
  const context = { guard: readOnly, clock: new VirtualClock() };
  const cloud = openstack({ config: world.sim.cloudConfig(), context });
  const { blockStorage, compute } = cloud;
  await expect(blockStorage.volumes.create({ sizeGiB: 1 })).rejects.toBeInstanceOf(EffectRefused);
  await expect(blockStorage.volumes.resetStatus('x', { status: 'error' })).rejects.toBeInstanceOf(EffectRefused);
  await expect(compute.volumeAttachments.attach('x', { volumeId: 'y' })).rejects.toBeInstanceOf(EffectRefused);
  expect(world.sim.requests.filter(({ method, path }) => method !== 'GET' && !path.includes('/auth/'))).toEqual([]);
  cloud.close();
});
