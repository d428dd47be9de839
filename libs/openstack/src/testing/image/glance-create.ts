import type { SimulatorAnswer } from '@opsbook/http/testing';
import { webobError } from '../webob-error.ts';
import type { GlanceCall } from './glance-api.ts';
import { READ_ONLY } from './glance-patch.ts';
import { STORE, imageView } from './glance-view.ts';
import type { SimulatedImage } from './image-records.ts';

const DISK_FORMATS = ['ami', 'ari', 'aki', 'vhd', 'vhdx', 'vmdk', 'raw', 'qcow2', 'vdi', 'iso', 'ploop'];

interface Wanted extends Record<string, unknown> {
  id?: string;
  name?: string;
  disk_format?: string | null;
  container_format?: string | null;
  visibility?: SimulatedImage['visibility'];
  min_ram?: number;
  min_disk?: number;
  protected?: boolean;
  os_hidden?: boolean;
  tags?: string[];
  owner?: string;
}

/** `POST /v2/images` */
export function createImage({ world, request, caller, base }: GlanceCall): SimulatorAnswer {
  const wanted = request.body as Wanted;
  const fixed = Object.keys(wanted).find((name) => name !== 'id' && READ_ONLY.has(name));
  if (fixed !== undefined) throw webobError(request, 403, `Attribute '${fixed}' is read-only.`);
  if (wanted.name !== undefined && typeof wanted.name !== 'string') {
    throw schema(request, `${String(wanted.name)} is not of type 'null', 'string'`);
  }
  const format = wanted.disk_format ?? null;
  if (format !== null && !DISK_FORMATS.includes(format)) {
    const known = ['None', ...DISK_FORMATS.map((one) => `'${one}'`)].join(', ');
    throw schema(request, `'${format}' is not one of [${known}]`);
  }
  if (wanted.visibility === 'public' && !caller.admin) {
    throw webobError(request, 403, 'You are not authorized to complete publicize_image action.');
  }
  const { id = world.ids.uuid('image'), name = null, container_format: container = null } = wanted;
  if (world.state.images.some((one) => one.id === id)) {
    throw webobError(request, 409, `Image ID ${id} already exists!`);
  }
  const image: SimulatedImage = {
    id,
    name,
    status: 'queued',
    owner: wanted.owner ?? caller.projectId,
    visibility: wanted.visibility ?? 'shared',
    sizeBytes: null,
    diskFormat: format,
    containerFormat: container,
    minRamMiB: wanted.min_ram ?? 0,
    minDiskGiB: wanted.min_disk ?? 0,
    protected: wanted.protected ?? false,
    hidden: wanted.os_hidden ?? false,
    tags: wanted.tags ?? [],
    properties: propertiesOf(wanted),
    createdAt: world.stamp(),
    updatedAt: world.stamp(),
  };
  world.state.images.push(image);
  return {
    status: 201,
    headers: {
      location: `${base}/v2/images/${id}`,
      'openstack-image-import-methods': 'glance-direct,web-download,copy-image',
      'openstack-image-store-ids': STORE,
    },
    body: imageView(image),
  };
}

const schema = (request: GlanceCall['request'], what: string) =>
  webobError(request, 400, `Provided object does not match schema 'image': ${what}`);

const FIELDS = new Set([
  'id',
  'name',
  'disk_format',
  'container_format',
  'visibility',
  'min_ram',
  'min_disk',
  'protected',
  'os_hidden',
  'tags',
  'owner',
]);

const propertiesOf = (wanted: Wanted): Record<string, string> =>
  Object.fromEntries(
    Object.entries(wanted)
      .filter(([name]) => !FIELDS.has(name))
      .map(([name, value]) => [name, String(value)]),
  );
