import { invalidField } from '../compute/nova-errors.ts';
import { asText, textOf } from '../given.ts';
import type { Course } from '../timeline.ts';
import { type World, micro } from '../world.ts';
import type { SimulatedVolume } from './block-storage-records.ts';
import { checkKeys } from './cinder-body.ts';
import { invalidVolume, policy } from './cinder-errors.ts';
import { secondsOf } from './seconds-of.ts';
import type { VolumeAction } from './volume-action.ts';

const FORMATS = ['raw', 'vmdk', 'vdi', 'qcow2', 'vhd', 'vhdx', 'ploop'];
const KEYS = ['image_name', 'disk_format', 'container_format', 'visibility', 'protected', 'force'];

export const UPLOAD: VolumeAction = {
  check: (_call, argument) => {
    checkKeys('os-volume_upload_image', argument, KEYS, ['image_name']);
    const format = textOf(argument, 'disk_format') ?? 'raw';
    if (!FORMATS.includes(format)) {
      const all = FORMATS.map((one) => `'${one}'`).join(', ');
      throw invalidField('disk_format', format, `'${format}' is not one of [${all}]`);
    }
  },
  run: ({ world, caller }, volume, argument) => {
    const visibility = textOf(argument, 'visibility') ?? 'private';
    if (visibility === 'public' && !caller.admin) throw policy('volume_extension:volume_actions:upload_public');
    if (volume.status !== 'available') throw invalidVolume(`Volume ${volume.id} status must be available`);
    const imageId = newImage(world, volume, {
      name: asText(argument['image_name']),
      visibility: visibility as 'private',
      diskFormat: textOf(argument, 'disk_format') ?? 'raw',
      protected: argument['protected'] === true,
    });
    world.timeline.run(uploading(world, volume));
    const type = world.state.volumeTypes.find(({ id }) => id === volume.typeId);
    return {
      status: 202,
      body: {
        'os-volume_upload_image': {
          id: volume.id,
          updated_at: micro(volume.updatedAt ?? volume.createdAt),
          status: 'uploading',
          display_description: volume.description,
          size: volume.sizeGiB,
          volume_type: { id: type?.id, name: type?.name },
          image_id: imageId,
          container_format: textOf(argument, 'container_format') ?? 'bare',
          disk_format: textOf(argument, 'disk_format') ?? 'raw',
          image_name: asText(argument['image_name']),
          protected: argument['protected'] === true,
          visibility,
        },
      },
    };
  },
};

interface WantedImage {
  name: string;
  visibility: 'private';
  diskFormat: string;
  protected: boolean;
}

function newImage(world: World, volume: SimulatedVolume, wanted: WantedImage): string {
  const id = world.ids.uuid('image');
  world.state.images.push({
    id,
    status: 'queued',
    owner: volume.projectId,
    sizeBytes: 0,
    containerFormat: 'bare',
    minRamMiB: 0,
    minDiskGiB: 0,
    tags: [],
    properties: {},
    createdAt: world.stamp(),
    updatedAt: world.stamp(),
    ...wanted,
  });
  return id;
}

// Seen: the bed's driver sends no data, so that the image stays queued; here it is what a driver makes of it.
function* uploading(world: World, volume: SimulatedVolume): Course {
  const order = world.orders.takeVolume('upload', volume);
  Object.assign(volume, { status: 'uploading', updatedAt: world.stamp() });
  const image = world.state.images.at(-1);
  yield secondsOf(order, 0.1);
  Object.assign(volume, { status: 'available', updatedAt: world.stamp() });
  if (image === undefined) return;
  const ended = order === 'fails' ? { status: 'killed' } : { status: 'active', sizeBytes: volume.sizeGiB * 1024 ** 3 };
  Object.assign(image, ended, { updatedAt: world.stamp() });
}
