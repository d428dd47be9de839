import { utc, utcOrNull } from '../core/utc.ts';

/** A volume as an operator sees it. What the policy hides from the user is null. */
export interface Volume {
  id: string;
  /** Empty: it has none. */
  name: string;
  description: string;
  /** `creating`, `available`, `reserved`, `attaching`, `in-use`, `detaching`, `extending`, `deleting`, `error`, ... */
  status: string;
  sizeGiB: number;
  /** Its type's name; null: none. */
  volumeType: string | null;
  /** Since 3.63. */
  volumeTypeId: string | null;
  /** null in what a creation or update answers. */
  projectId: string | null;
  userId: string;
  availabilityZone: string | null;
  bootable: boolean;
  encrypted: boolean;
  /** Several servers may have it at once, which its type decided. */
  multiattach: boolean;
  attachments: AttachedTo[];
  metadata: Record<string, string>;
  /** Of the image that it was made from. */
  imageMetadata: Record<string, string>;
  snapshotId: string | null;
  sourceVolumeId: string | null;
  /** Its pool, `host@backend#pool`: for admins; null before it is placed. */
  host: string | null;
  /** For admins; null when it does not migrate and never did. */
  migrationStatus: string | null;
  /** false: it is cinder's own, made for a moment. Since 3.65. */
  consumesQuota: boolean;
  createdAt: string;
  updatedAt: string | null;
}

/** A server that has a volume. */
export interface AttachedTo {
  attachmentId: string;
  serverId: string | null;
  /** For admins. */
  hostName: string | null;
  /** As the server's hypervisor was told: `/dev/vdb`. */
  device: string | null;
  attachedAt: string | null;
}

/** Cinder's own answer, as of 3.70; optional are what policy or an older version omits. */
export interface CinderVolume {
  id: string;
  name: string | null;
  description: string | null;
  status: string;
  size: number;
  volume_type: string | null;
  volume_type_id?: string | null;
  user_id: string;
  availability_zone: string | null;
  bootable: 'true' | 'false';
  encrypted: boolean;
  multiattach: boolean;
  attachments: {
    attachment_id: string;
    server_id: string | null;
    host_name: string | null;
    device: string | null;
    attached_at: string | null;
  }[];
  metadata: Record<string, string>;
  volume_image_metadata?: Record<string, string>;
  snapshot_id: string | null;
  source_volid: string | null;
  migration_status?: string | null;
  consumes_quota?: boolean;
  created_at: string;
  updated_at: string | null;
  'os-vol-tenant-attr:tenant_id'?: string;
  'os-vol-host-attr:host'?: string | null;
}

export const volume = (raw: CinderVolume): Volume => ({
  id: raw.id,
  name: raw.name ?? '',
  description: raw.description ?? '',
  status: raw.status,
  sizeGiB: raw.size,
  volumeType: raw.volume_type,
  volumeTypeId: raw.volume_type_id ?? null,
  projectId: raw['os-vol-tenant-attr:tenant_id'] ?? null,
  userId: raw.user_id,
  availabilityZone: raw.availability_zone,
  bootable: raw.bootable === 'true',
  encrypted: raw.encrypted,
  multiattach: raw.multiattach,
  attachments: raw.attachments.map((one) => ({
    attachmentId: one.attachment_id,
    serverId: one.server_id,
    hostName: one.host_name,
    device: one.device,
    attachedAt: utcOrNull(one.attached_at),
  })),
  metadata: raw.metadata,
  imageMetadata: raw.volume_image_metadata ?? {},
  snapshotId: raw.snapshot_id,
  sourceVolumeId: raw.source_volid,
  host: raw['os-vol-host-attr:host'] ?? null,
  migrationStatus: raw.migration_status ?? null,
  consumesQuota: raw.consumes_quota ?? true,
  createdAt: utc(raw.created_at),
  updatedAt: utcOrNull(raw.updated_at),
});
