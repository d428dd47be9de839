import { EffectRefused, VirtualClock, readOnly } from '@opsbook/context';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Image, openstack } from '../index.ts';
import { type SimulatedCloud, simulatedCloud } from '../testing/simulated-cloud.test-support.ts';

const MIB = 1024 * 1024;
const CHUNK = Buffer.alloc(64 * 1024, 'x');

let world: SimulatedCloud;
beforeEach(async () => {
  world = await simulatedCloud();
});
afterEach(() => world.stop());

const image = () => world.client('member').image;
const make = (name = 'web') => image().images.create({ name, diskFormat: 'raw', containerFormat: 'bare' });
const sent = (method: string, path: string) =>
  world.sim.requests.filter((request) => request.method === method && request.path.endsWith(path));

async function* bytes(size: number, onRead: (bytes: number) => void = () => undefined) {
  for (let read = 0; read < size;) {
    await Promise.resolve();
    const chunk = CHUNK.subarray(0, Math.min(CHUNK.length, size - read));
    read += chunk.length;
    onRead(read);
    yield chunk;
  }
}

async function sizeOf(data: AsyncIterable<Uint8Array>): Promise<number> {
  let size = 0;
  for await (const chunk of data) size += chunk.length;
  return size;
}

describe('an image', () => {
  test('is made, found, changed, tagged, kept from deletion and deleted', async () => {
    const { images } = image();
    const made = await images.create({
      name: 'web:1,2',
      diskFormat: 'qcow2',
      containerFormat: 'bare',
      minDiskGiB: 2,
      tags: ['a'],
      properties: { os_distro: 'debian' },
    });
    expect(made).toMatchObject({
      status: 'queued',
      visibility: 'shared',
      sizeBytes: null,
      hash: null,
      minDiskGiB: 2,
      hidden: false,
      properties: { os_distro: 'debian' },
    });
    expect(await images.find('web:1,2')).toEqual(made);
    expect(await images.list({ name: ['web:1,2', 'other'] })).toEqual([made]);
    expect(await images.setVisibility(made.id, 'private')).toMatchObject({ visibility: 'private' });
    await images.addTag(made.id, 'b');
    await images.removeTag(made.id, 'a');
    await images.removeTag(made.id, 'a');
    expect((await images.get(made.id)).tags).toEqual(['b']);
    await expect(images.removeTag('no-such-image', 'a')).rejects.toMatchObject({ code: 'OPENSTACK_NOT_FOUND' });
    await images.setProtected(made.id, true);
    await expect(images.delete(made.id)).rejects.toMatchObject({ kind: 'forbidden' });
    await images.setProtected(made.id, false);
    await images.delete(made.id);
    await expect(images.find('web:1,2')).rejects.toMatchObject({ code: 'OPENSTACK_NOT_FOUND' });
  });

  test('is listed by what it is', async () => {
    const { images } = image();
    const a = await make('a');
    await image().data.upload(a.id, bytes(11));
    const b = await images.create({ name: 'b', tags: ['red', 'blue'], hidden: true, properties: { team: 'x' } });
    const names = async (filter: Parameters<typeof images.list>[0]) =>
      (await images.list(filter)).map((one) => one.name);
    expect(await names({ sort: ['name:desc'] })).toEqual(['cirros', 'a']);
    expect(await names({ hidden: true, tag: ['red', 'blue'] })).toEqual(['b']);
    expect(await names({ hidden: true, properties: { team: 'x' } })).toEqual(['b']);
    expect(await names({ status: ['queued', 'saving'], hidden: true })).toEqual(['b']);
    expect(await names({ minSizeBytes: 11, maxSizeBytes: 11 })).toEqual(['a']);
    expect(await names({ createdAt: { op: 'lt', time: b.createdAt } })).toEqual([]);
    expect(await names({ id: [] })).toEqual([]);
  });

  test('is shared with a project, which accepts it or not', async () => {
    const { images, members } = world.cloud.image;
    const { id } = await images.create({ name: 'shared', diskFormat: 'raw', containerFormat: 'bare' });
    const projectId = (await world.client('member').whoAmI()).projectId ?? '';
    expect(await members.add(id, projectId)).toMatchObject({ imageId: id, projectId, status: 'pending' });
    await expect(members.add(id, projectId)).rejects.toMatchObject({ code: 'OPENSTACK_CONFLICT' });
    expect(await image().images.list({ name: 'shared' })).toEqual([]);
    expect(await image().images.list({ name: 'shared', memberStatus: 'pending' })).toHaveLength(1);
    await image().members.accept(id, projectId);
    expect(await image().images.list({ name: 'shared' })).toHaveLength(1);
    expect(await members.list(id)).toMatchObject([{ projectId, status: 'accepted' }]);
    await members.remove(id, projectId);
    await expect(image().members.get(id, projectId)).rejects.toMatchObject({ code: 'OPENSTACK_NOT_FOUND' });
  });
});

describe('an upload', () => {
  test('is never in memory as a whole on its way, nor is its download', async () => {
    const { data } = image();
    const { id } = await make();
    const received = () => {
      const chunks = world.sim.state.images.find((one) => one.id === id)?.data ?? [];
      return chunks.reduce((sum, chunk) => sum + chunk.length, 0);
    };
    let most = 0;
    const seen: number[] = [];
    const source = bytes(24 * MIB, (read) => (most = Math.max(most, read - received())));
    const uploaded = await data.upload(id, source, { sizeBytes: 24 * MIB, onProgress: (size) => seen.push(size) });
    expect(uploaded).toMatchObject({ status: 'active', sizeBytes: 24 * MIB, hash: { algorithm: 'sha512' } });
    expect(most).toBeLessThan(12 * MIB);
    expect(seen).toHaveLength(384);
    expect(seen.at(-1)).toBe(24 * MIB);
    const progress: number[] = [];
    const download = await data.download(id, { onProgress: (size) => progress.push(size) });
    expect(await sizeOf(download.data)).toBe(24 * MIB);
    expect(progress.at(-1)).toBe(24 * MIB);
  });

  test('that breaks midway has an unknown outcome, is not repeated, and leaves the image without data', async () => {
    const { data, images } = image();
    const { id } = await make();
    world.sim.fault.next('PUT /image/v2/images/*/file', { cut: 'before' });
    await expect(data.upload(id, bytes(64 * MIB), { sizeBytes: 64 * MIB })).rejects.toMatchObject({
      code: 'OPENSTACK_UNAVAILABLE',
      outcomeUnknown: true,
      service: 'image',
    });
    expect(sent('PUT', '/file')).toHaveLength(1);
    expect(await images.get(id)).toMatchObject({ status: 'queued' });
    expect(await data.upload(id, bytes(MIB))).toMatchObject({ status: 'active' });
  });

  test('that is aborted leaves the image as it was', async () => {
    const { data, images } = image();
    const { id } = await make();
    const controller = new AbortController();
    const status = () => world.sim.state.images.find((one) => one.id === id)?.status;
    const source = bytes(64 * MIB, () => {
      if (status() === 'saving') controller.abort();
    });
    await expect(data.upload(id, source, { signal: controller.signal })).rejects.toMatchObject({
      code: 'OPENSTACK_ABORTED',
      outcomeUnknown: true,
    });
    for (let seen = await images.get(id); seen.status !== 'queued';) seen = await images.get(id);
    expect(status()).toBe('queued');
  });

  test('with a dead token is not sent again: what was read cannot be', async () => {
    const { data, images } = image();
    const { id } = await make();
    await images.get(id);
    world.sim.revokeTokens();
    await expect(data.upload(id, bytes(11))).rejects.toMatchObject({ code: 'OPENSTACK_UNAUTHORIZED' });
    expect(sent('PUT', '/file')).toHaveLength(1);
    // The next one goes with a new token.
    expect(await data.upload(id, bytes(11))).toMatchObject({ status: 'active' });
    expect(await images.get(id)).toMatchObject({ sizeBytes: 11 });
  });

  test('is refused in words of glance', async () => {
    const { data, images } = image();
    const bare = await images.create({ name: 'bare' });
    await expect(data.upload(bare.id, bytes(1))).rejects.toMatchObject({
      kind: 'invalid-input',
      serviceMessage: 'Properties disk_format, container_format must be set prior to saving data.',
    });
    const { id } = await make();
    await data.upload(id, bytes(1));
    await expect(data.upload(id, bytes(1))).rejects.toMatchObject({
      code: 'OPENSTACK_CONFLICT',
      outcomeUnknown: false,
    });
  });

  test('is a change: who may only look sends and reads nothing', async () => {
    const { id } = await make();
    const cloud = openstack({
      config: world.sim.cloudConfig(),
      context: { guard: readOnly, clock: new VirtualClock() },
    });
    let read = 0;
    await expect(
      cloud.image.data.upload(
        id,
        bytes(1, () => (read += 1)),
      ),
    ).rejects.toBeInstanceOf(EffectRefused);
    expect([read, sent('PUT', '/file')]).toEqual([0, []]);
    cloud.close();
  });
});

describe('a download', () => {
  const filled = async (): Promise<Image> => image().data.upload((await make()).id, bytes(MIB));

  test.each([
    [
      'of another hash',
      { sizeBytes: MIB, data: [Buffer.alloc(MIB, 'y')] },
      /^download image .*: the sha512 of what came is/,
    ],
    ['of another size', { sizeBytes: 5, data: [Buffer.from('12345')] }, /5 bytes came of an image of 1048576$/],
  ])('%s than the image says is corrupt', async (_, changed, message) => {
    const { id } = await filled();
    const stored = world.sim.state.images.find((one) => one.id === id)!;
    // What is in the store is not what glance's database says.
    const { data, ...database } = { ...stored };
    const view = await image().images.get(id);
    expect([data === undefined, database.sizeBytes]).toEqual([false, MIB]);
    world.sim.fault.next(`GET /image/v2/images/${id}`, {
      status: 200,
      body: {
        ...database,
        id,
        size: view.sizeBytes,
        os_hash_algo: 'sha512',
        os_hash_value: view.hash?.value,
        created_at: view.createdAt,
        updated_at: view.updatedAt,
      },
    });
    Object.assign(stored, changed);
    const download = await image().data.download(id);
    await expect(sizeOf(download.data)).rejects.toMatchObject({
      code: 'OPENSTACK_CORRUPT',
      kind: 'unavailable',
      message: expect.stringMatching(message) as unknown,
    });
  });

  test('is checked by MD5 where the cloud has another hash that is not known here', async () => {
    const { id } = await filled();
    const { checksum } = await image().images.get(id);
    const raw = {
      id,
      status: 'active',
      size: MIB,
      os_hash_algo: 'odd',
      os_hash_value: 'x',
      created_at: '',
      updated_at: '',
    };
    const tell = (md5: string | null) =>
      world.sim.fault.next(`GET /image/v2/images/${id}`, { status: 200, body: { ...raw, checksum: md5 } });
    tell(checksum);
    expect(await sizeOf((await image().data.download(id)).data)).toBe(MIB);
    tell('0'.repeat(32));
    await expect(sizeOf((await image().data.download(id)).data)).rejects.toMatchObject({ code: 'OPENSTACK_CORRUPT' });
  });

  test('that breaks midway is an error, and nothing is unknown', async () => {
    const { id } = await filled();
    world.sim.fault.next('GET /image/v2/images/*/file', { cut: 'truncated' });
    const { data } = await image().data.download(id);
    await expect(sizeOf(data)).rejects.toMatchObject({
      code: 'OPENSTACK_UNAVAILABLE',
      service: 'image',
      outcomeUnknown: false,
    });
  });

  test('of an image without data says so, and one that is deactivated is for admins', async () => {
    const { id } = await make();
    await expect(image().data.download(id)).rejects.toMatchObject({
      code: 'OPENSTACK_CONFLICT',
      message: `download image ${id}: it has no data, it is queued`,
    });
    await image().data.upload(id, bytes(3));
    await world.cloud.image.images.deactivate(id);
    await expect(image().data.download(id)).rejects.toMatchObject({ kind: 'forbidden' });
    expect(await sizeOf((await world.cloud.image.data.download(id)).data)).toBe(3);
    await world.cloud.image.images.reactivate(id);
    expect(await image().images.get(id)).toMatchObject({ status: 'active' });
  });
});

describe('an import', () => {
  test('of what was staged is waited for', async () => {
    const { data, images } = image();
    const { id } = await make();
    expect(await image().importMethods()).toContain('glance-direct');
    expect(await image().stores()).toEqual([{ id: 'fs', isDefault: true, description: null }]);
    await data.stage(id, bytes(MIB), { sizeBytes: MIB });
    await data.import(id, { method: 'glance-direct' });
    const seen: (string | undefined)[] = [];
    const done = await images.untilActive(id, { onProgress: (one) => seen.push(one?.status) });
    expect(done).toMatchObject({ status: 'active', sizeBytes: MIB, stores: ['fs'], failedStores: [] });
    expect(seen[0]).toBe('uploading');
  });

  test('that fails ends the waiting, as do an end and a time-out', async () => {
    const { data, images } = image();
    const [failing, gone, idle] = [await make('failing'), await make('gone'), await make('idle')];
    await data.import(failing.id, { method: 'web-download', uri: 'http://images.invalid/x' });
    const waits = Promise.allSettled([
      images.untilActive(failing.id),
      images.untilActive(gone.id),
      images.untilActive(idle.id, { timeout: 20 }),
    ]);
    await images.delete(gone.id);
    expect((await waits).map((one) => one.status === 'rejected' && (one.reason as { code: string }).code)).toEqual([
      'OPENSTACK_STUCK',
      'OPENSTACK_NOT_FOUND',
      'OPENSTACK_TIMEOUT',
    ]);
  });

  test('that failed once is waited for when it is tried again', async () => {
    const { data, images } = image();
    const { id } = await make();
    await data.import(id, { method: 'web-download', uri: 'http://images.invalid/x' });
    await expect(images.untilActive(id)).rejects.toMatchObject({ code: 'OPENSTACK_STUCK' });
    await data.import(id, { method: 'web-download', uri: 'https://images.example.org/x.raw' });
    expect(await images.untilActive(id)).toMatchObject({ status: 'active', failedStores: [] });
  });

  test('from elsewhere is waited for, also when the image is hidden', async () => {
    const { data, images } = image();
    const { id } = await images.create({ name: 'h', diskFormat: 'raw', containerFormat: 'bare', hidden: true });
    await data.import(id, { method: 'web-download', uri: 'https://images.example.org/x.raw' });
    expect(await images.untilActive(id)).toMatchObject({ hidden: true, status: 'active' });
    const killed = await make('killed');
    world.sim.state.images.find((one) => one.id === killed.id)!.status = 'killed';
    await expect(images.untilActive(killed.id)).rejects.toMatchObject({ code: 'OPENSTACK_STUCK' });
  });
});
