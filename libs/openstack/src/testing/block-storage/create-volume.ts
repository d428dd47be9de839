import type { SimulatorAnswer } from '@opsbook/http/testing';
import { badRequest } from '../compute/nova-errors.ts';
import { type Given, textOf } from '../given.ts';
import type { Course } from '../timeline.ts';
import type { World } from '../world.ts';
import type { SimulatedVolume, SimulatedVolumeType } from './block-storage-records.ts';
import type { CinderCall } from './cinder-api.ts';
import { checkKeys, checkUuid, given, metadataOf, size, textOrNull } from './cinder-body.ts';
import { invalidSnapshot, invalidVolume, malformed } from './cinder-errors.ts';
import { refuseOverQuota } from './cinder-quota.ts';
import { newVolume } from './new-volume.ts';
import { secondsOf } from './seconds-of.ts';
import { ZONE, poolFor } from './storage-pool.ts';
import { visibleSnapshot, visibleVolume } from './visible-volume.ts';
import { typeFor } from './visible-type.ts';
import { volumeView } from './volume-view.ts';

const KEYS = [
  'name',
  'description',
  'size',
  'imageRef',
  'snapshot_id',
  'source_volid',
  'volume_type',
  'availability_zone',
  'metadata',
  'multiattach',
  'backup_id',
  'consistencygroup_id',
  'group_id',
];

/** `POST /volumes`: 202, the volume in creating, and what becomes of it. */
export function createVolume(call: CinderCall): SimulatorAnswer {
  const { world, caller } = call;
  const wanted = given(call, 'volume');
  checkKeys('volume', wanted, KEYS);
  if (wanted['size'] !== undefined) size('size', wanted['size']);
  for (const name of ['snapshot_id', 'source_volid']) checkUuid(name, wanted[name]);
  const metadata = metadataOf(wanted['metadata']);
  const name = textOrNull('name', wanted['name']);
  if (wanted['multiattach'] === true) throw badRequest(NO_MULTIATTACH);
  const source = sourceOf(call, wanted);
  const sources = ['imageRef', 'snapshot_id', 'source_volid'].filter((one) => textOf(wanted, one) !== null);
  if (sources.length > 1) {
    throw badRequest('Invalid input received: May specify only one of backup, imageRef, snapshot, source volume');
  }
  if (wanted['size'] === undefined && source.sizeGiB === undefined) throw malformed();
  const sizeGiB = wanted['size'] === undefined ? (source.sizeGiB ?? 0) : Number(wanted['size']);
  const type = typeFor(call, textOf(wanted, 'volume_type'), source.typeId);
  const zone = textOf(wanted, 'availability_zone') ?? ZONE;
  if (zone !== ZONE) throw badRequest(`Availability zone '${zone}' is invalid.`);
  source.check(sizeGiB);
  refuseOverQuota(world, { projectId: caller.projectId, type, more: sizeGiB, one: 'volumes', volumeSize: sizeGiB });

  const volume = newVolume(world, {
    projectId: caller.projectId,
    userId: caller.userId,
    name,
    description: textOrNull('description', wanted['description']),
    sizeGiB,
    typeId: type.id,
    multiattach: type.extraSpecs['multiattach'] === '<is> True',
    metadata,
    snapshotId: textOf(wanted, 'snapshot_id'),
    sourceVolumeId: textOf(wanted, 'source_volid'),
  });
  const answer = volumeView(call, volume);
  world.timeline.run(creation(call, volume, type, source));
  return { status: 202, body: { volume: answer } };
}

const NO_MULTIATTACH =
  'multiattach parameter has been removed. The default behavior is to use multiattach enabled volume types. Contact your administrator to create a multiattach enabled volume type and use it to create multiattach volumes.';

interface Source {
  sizeGiB?: number;
  typeId?: string;
  bootable: boolean;
  imageMetadata: Record<string, string>;
  /** @throws 400 when the new volume is too small for it */
  check: (sizeGiB: number) => void;
}

const EMPTY: Source = { bootable: false, imageMetadata: {}, check: () => undefined };

function sourceOf(call: CinderCall, wanted: Given): Source {
  const snapshotId = textOf(wanted, 'snapshot_id');
  if (snapshotId !== null) {
    const snapshot = visibleSnapshot(call, snapshotId);
    if (snapshot.status !== 'available') {
      throw invalidSnapshot("Originating snapshot status must be one of 'available' values");
    }
    const origin = call.world.state.volumes.find(({ id }) => id === snapshot.volumeId);
    return copyOf(origin, snapshot.sizeGiB, 'snapshot');
  }
  const volumeId = textOf(wanted, 'source_volid');
  if (volumeId !== null) {
    const origin = visibleVolume(call, volumeId);
    if (origin.status !== 'available' && origin.status !== 'in-use') {
      throw invalidVolume("Originating source volume status must be one of 'available, in-use' values");
    }
    return copyOf(origin, origin.sizeGiB, 'volume');
  }
  const image = textOf(wanted, 'imageRef');
  return image === null ? EMPTY : fromImage(call.world, image);
}

const copyOf = (origin: SimulatedVolume | undefined, sizeGiB: number, what: string): Source => ({
  sizeGiB,
  ...(origin !== undefined && { typeId: origin.typeId }),
  bootable: origin?.bootable ?? false,
  imageMetadata: { ...origin?.imageMetadata },
  check: (wanted) => {
    if (wanted >= sizeGiB) return;
    const said =
      what === 'volume'
        ? `original volume size  ${sizeGiB}GB. They must be >= original volume size.`
        : `the snapshot size ${sizeGiB}GB. They must be >= original snapshot size.`;
    throw badRequest(`Invalid input received: Volume size '${wanted}'GB cannot be smaller than ${said}`);
  },
});

function fromImage(world: World, idOrName: string): Source {
  const image = world.state.images.find(({ id, name }) => id === idOrName || name === idOrName);
  if (image === undefined) throw badRequest('Invalid image identifier or unable to access requested image.');
  return {
    ...EMPTY,
    bootable: true,
    imageMetadata: {
      ...image.properties,
      image_id: image.id,
      image_name: image.name ?? '',
      container_format: image.containerFormat ?? '',
      disk_format: image.diskFormat ?? '',
      min_disk: String(image.minDiskGiB),
      min_ram: String(image.minRamMiB),
      size: String(image.sizeBytes),
    },
  };
}

function* creation(
  { world, requestId }: CinderCall,
  volume: SimulatedVolume,
  type: SimulatedVolumeType,
  source: Source,
): Course {
  const order = world.orders.takeVolume('create', volume);
  yield 0.05;
  const pool = poolFor(world, type);
  if (pool === undefined) {
    world.state.blockStorageMessages.push({
      id: world.ids.uuid('message'),
      projectId: volume.projectId,
      eventId: 'VOLUME_VOLUME_001_003',
      text: 'schedule allocate volume:Could not find any available weighted backend.',
      requestId,
      resourceType: 'VOLUME',
      resourceId: volume.id,
    });
    Object.assign(volume, { status: 'error', updatedAt: world.stamp() });
    return;
  }
  volume.pool = pool;
  yield secondsOf(order, 0.15);
  const { bootable, imageMetadata } = source;
  const made = order === 'fails' ? { status: 'error' } : { status: 'available', bootable, imageMetadata };
  Object.assign(volume, made, { updatedAt: world.stamp() });
}
