import type { SimulatedServer } from '../compute/compute-records.ts';
import type { World } from '../world.ts';
import { newVolume } from './new-volume.ts';
import { POOL } from './storage-pool.ts';
import { DEFAULT_TYPE } from './visible-type.ts';

/** Makes the volume that a server boots from, as large as its flavor's disk, without anything having happened. */
export function addRootVolume(world: World, server: SimulatedServer): void {
  const now = world.stamp();
  const { projectId, userId, flavor } = server;
  const volume = newVolume(world, {
    projectId,
    userId,
    sizeGiB: Math.max(1, flavor.diskGiB),
    typeId: world.state.volumeTypes.find(({ name }) => name === DEFAULT_TYPE)!.id,
    status: 'in-use',
    bootable: true,
    pool: POOL,
    updatedAt: now,
  });
  volume.attachments.push({
    id: world.ids.uuid('attachment'),
    serverId: server.id,
    status: 'attached',
    device: '/dev/sda',
    tag: null,
    deviceMappingId: world.ids.uuid('attachment'),
    attachedAt: now,
  });
  server.volumes.push({ id: volume.id, deleteOnTermination: false });
}
