import { newVolume } from '../block-storage/new-volume.ts';
import { POOL } from '../block-storage/storage-pool.ts';
import { DEFAULT_TYPE } from '../block-storage/visible-type.ts';
import type { SimulatedServer } from './compute-records.ts';
import type { NovaCall } from './nova-call.ts';
import { badRequest } from './nova-errors.ts';
import type { World } from '../world.ts';

/** A line of a body's `block_device_mapping_v2`. */
export interface BlockDevice {
  source_type: string;
  destination_type?: string;
  uuid?: string;
  volume_size?: number;
  boot_index?: number;
  delete_on_termination?: boolean;
}

/** Those that are volumes. @throws 400 for one that is not there, or that would have no size */
export function checkVolumes({ world, caller }: NovaCall, devices: readonly BlockDevice[]): BlockDevice[] {
  const wanted = devices.filter(({ destination_type: to, source_type: from }) => (to ?? from) === 'volume');
  for (const { source_type: from, volume_size: size, uuid } of wanted) {
    if (from === 'image' && !size) {
      throw badRequest("Images with destination_type 'volume' need to have a non-zero size specified");
    }
    const found = world.state.volumes.some(
      ({ id, projectId }) => id === uuid && (caller.admin || projectId === caller.projectId),
    );
    if (from === 'volume' && !found) {
      throw badRequest(`Block Device Mapping is Invalid: failed to get volume ${uuid ?? ''}.`);
    }
  }
  return wanted;
}

/** Gives a server that is built its volumes; those that are not there are made. */
export function attachNew(world: World, server: SimulatedServer, devices: readonly BlockDevice[]): void {
  for (const [index, device] of devices.entries()) {
    const { projectId, userId } = server;
    const volume =
      world.state.volumes.find(({ id }) => device.source_type === 'volume' && id === device.uuid) ??
      newVolume(world, {
        projectId,
        userId,
        sizeGiB: device.volume_size ?? 1,
        typeId: world.state.volumeTypes.find(({ name }) => name === DEFAULT_TYPE)!.id,
        bootable: device.source_type === 'image',
        pool: POOL,
      });
    volume.attachments.push({
      id: world.ids.uuid('attachment'),
      serverId: server.id,
      status: 'attached',
      device: `/dev/sd${String.fromCharCode(97 + index)}`,
      tag: null,
      deviceMappingId: world.ids.uuid('attachment'),
      attachedAt: world.stamp(),
    });
    Object.assign(volume, { status: 'in-use', updatedAt: world.stamp() });
    server.volumes.push({ id: volume.id, deleteOnTermination: device.delete_on_termination ?? false });
  }
}
