import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { SmallCloud } from '../core/small-cloud.test-support.ts';
import type { GlanceImage } from './image-shape.ts';
import { Images } from './images.ts';

let cloud: SmallCloud;
let images: Images;
let all: GlanceImage[];

const raw = (id: string): GlanceImage => ({
  id,
  name: `image ${id}`,
  status: 'active',
  owner: 'p1',
  visibility: 'private',
  size: 57,
  virtual_size: 57,
  disk_format: 'raw',
  container_format: 'bare',
  min_ram: 0,
  min_disk: 1,
  protected: false,
  tags: [],
  created_at: '2026-11-21T05:36:28Z',
  updated_at: '2026-11-21T05:36:29Z',
  checksum: 'c',
  os_hidden: false,
  self: `/v2/images/${id}`,
  schema: '/v2/schemas/image',
  image_type: 'snapshot',
  instance_uuid: 's1',
});

beforeEach(async () => {
  cloud = new SmallCloud();
  await cloud.server.start();
  all = [];
  // A page is 25 unless more is asked for, and never more than 1000.
  cloud.route('GET', '/v2/images', ({ query }) => {
    const start = all.findIndex(({ id }) => id === query.get('marker')) + 1;
    const page = all.slice(start, start + Math.min(1000, Number(query.get('limit') ?? 25)));
    const more = start + page.length < all.length;
    return {
      status: 200,
      body: { images: page, first: '/v2/images', ...(more && { next: `/v2/images?marker=${page.at(-1)?.id}` }) },
    };
  });
  cloud.route('GET', '/v2/images/:id', ({ params }) => ({ status: 200, body: all.find(({ id }) => id === params.id) }));
  cloud.route('DELETE', '/v2/images/:id', ({ params }) => {
    all = all.filter(({ id }) => id !== params.id);
    return { status: 204 };
  });
  images = new Images(cloud.client({ type: 'image', version: 'v2' }));
});

afterEach(() => cloud.stop());

test('all of them, however many', async () => {
  all = Array.from({ length: 1234 }, (_, index) => raw(`i${index}`));

  expect((await images.list()).map(({ id }) => id)).toEqual(all.map(({ id }) => id));
  expect(cloud.asked('GET', '/v2/images')).toBe(3);
  expect((await images.list({ limit: 2000 })).length).toBe(1234);
});

test('fields apart from properties', async () => {
  all = [raw('i1')];

  expect(await images.get('i1')).toEqual({
    id: 'i1',
    name: 'image i1',
    status: 'active',
    owner: 'p1',
    visibility: 'private',
    sizeBytes: 57,
    virtualSizeBytes: 57,
    checksum: 'c',
    hash: null,
    diskFormat: 'raw',
    containerFormat: 'bare',
    minRamMiB: 0,
    minDiskGiB: 1,
    protected: false,
    hidden: false,
    stores: [],
    failedStores: [],
    importTaskId: null,
    tags: [],
    createdAt: '2026-11-21T05:36:28.000Z',
    updatedAt: '2026-11-21T05:36:29.000Z',
    properties: { image_type: 'snapshot', instance_uuid: 's1' },
  });
});

test('changes are sent as a JSON patch that asks for no look before it', async () => {
  all = [raw('i1')];
  cloud.route('PATCH', '/v2/images/i1', ({ headers, body }) =>
    headers['content-type'] === 'application/openstack-images-v2.1-json-patch'
      ? { status: 200, body: { ...raw('i1'), owner: 'p2', patch: JSON.stringify(body) } }
      : { status: 415 },
  );

  const updated = await images.update('i1', { owner: 'p2', 'a/b~c': 'x', image_type: null });

  expect(updated.owner).toBe('p2');
  expect(JSON.parse(updated.properties.patch ?? '')).toEqual([
    { op: 'add', path: '/owner', value: 'p2' },
    { op: 'add', path: '/a~1b~0c', value: 'x' },
    { op: 'remove', path: '/image_type' },
  ]);
});

test('one is deleted', async () => {
  all = [raw('i1'), raw('i2')];

  await images.delete('i1');

  expect((await images.list()).map(({ id }) => id)).toEqual(['i2']);
});
