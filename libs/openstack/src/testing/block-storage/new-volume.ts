import type { World } from '../world.ts';
import type { SimulatedVolume } from './block-storage-records.ts';
import { ZONE } from './storage-pool.ts';

type Given = Pick<SimulatedVolume, 'projectId' | 'userId' | 'sizeGiB' | 'typeId'> & Partial<SimulatedVolume>;

/** A volume in its record's form; what is not given is as just after it was asked for. */
export function newVolume(world: World, given: Given): SimulatedVolume {
  const volume: SimulatedVolume = {
    id: world.ids.uuid('volume'),
    name: null,
    description: null,
    status: 'creating',
    availabilityZone: ZONE,
    bootable: false,
    multiattach: false,
    metadata: {},
    imageMetadata: {},
    snapshotId: null,
    sourceVolumeId: null,
    pool: null,
    migrationStatus: null,
    attachments: [],
    createdAt: world.stamp(),
    updatedAt: null,
    ...given,
  };
  world.state.volumes.push(volume);
  return volume;
}
