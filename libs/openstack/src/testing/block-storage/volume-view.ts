import { micro, microOrNull } from '../world.ts';
import type { SimulatedVolume } from './block-storage-records.ts';
import type { CinderCall } from './cinder-api.ts';

export const shortVolumeView = (call: CinderCall, { id, name }: SimulatedVolume) => ({
  id,
  name,
  links: linksOf(call, id),
});

/** What creation and update answer. */
export function volumeView(call: CinderCall, volume: SimulatedVolume): object {
  const { world, caller, speaks } = call;
  const { admin } = caller;
  return {
    id: volume.id,
    status: volume.status,
    size: volume.sizeGiB,
    availability_zone: volume.availabilityZone,
    created_at: micro(volume.createdAt),
    updated_at: microOrNull(volume.updatedAt),
    name: volume.name,
    description: volume.description,
    volume_type: world.state.volumeTypes.find(({ id }) => id === volume.typeId)?.name ?? null,
    snapshot_id: volume.snapshotId,
    source_volid: volume.sourceVolumeId,
    metadata: volume.metadata,
    links: linksOf(call, volume.id),
    user_id: volume.userId,
    bootable: String(volume.bootable),
    encrypted: false,
    replication_status: null,
    consistencygroup_id: null,
    multiattach: volume.multiattach,
    attachments: volume.attachments
      .filter(({ attachedAt }) => attachedAt !== null)
      .map((one) => attachedView(call, volume, one)),
    ...(admin && { migration_status: volume.migrationStatus }),
    ...(speaks('3.13') && { group_id: null }),
    ...(admin && speaks('3.21') && { provider_id: null }),
    ...(speaks('3.48') && { shared_targets: true, service_uuid: volume.pool === null ? null : SERVICE }),
    ...(admin && speaks('3.61') && { cluster_name: null }),
    ...(speaks('3.63') && { volume_type_id: volume.typeId }),
    ...(speaks('3.65') && { consumes_quota: true }),
  };
}

/** What a look at it, and a list with details, answer. */
export const fullVolumeView = (call: CinderCall, volume: SimulatedVolume): object => ({
  ...volumeView(call, volume),
  'os-vol-tenant-attr:tenant_id': volume.projectId,
  ...(call.caller.admin && {
    'os-vol-mig-status-attr:migstat': volume.migrationStatus,
    'os-vol-mig-status-attr:name_id': null,
    'os-vol-host-attr:host': volume.pool,
  }),
  ...(Object.keys(volume.imageMetadata).length > 0 && { volume_image_metadata: volume.imageMetadata }),
});

function attachedView(
  { world, caller }: CinderCall,
  { id }: SimulatedVolume,
  one: SimulatedVolume['attachments'][number],
) {
  return {
    id,
    attachment_id: one.id,
    volume_id: id,
    server_id: one.serverId,
    host_name: caller.admin ? (world.server(one.serverId)?.host ?? null) : null,
    device: one.device,
    attached_at: microOrNull(one.attachedAt),
  };
}

const SERVICE = '51000000-0000-4000-8000-00000000c1de';

const linksOf = ({ linkBase, caller }: CinderCall, id: string) => [
  { rel: 'self', href: `${linkBase}/v3/${caller.projectId}/volumes/${id}` },
  { rel: 'bookmark', href: `${linkBase}/${caller.projectId}/volumes/${id}` },
];
