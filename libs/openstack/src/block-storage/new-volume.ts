import type { Names } from '../core/rename.ts';
import { PROJECTS_FILTER } from './cinder.ts';
import type { MetadataFilter } from './watched-resources.ts';

export interface VolumeFilter extends MetadataFilter {
  bootable?: boolean;
  availabilityZone?: string;
  /** Its pool, `host@backend#pool`, or what that begins with up to `@` or `#`. Admins only. */
  host?: string;
  /** Admins only. */
  userId?: string;
}

/** A volume to be made: empty, or of one of image, snapshot and volume. */
export interface NewVolume {
  name?: string;
  description?: string;
  /** Default that of the snapshot or volume it is made from; needed without one. */
  sizeGiB?: number;
  imageId?: string;
  snapshotId?: string;
  sourceVolumeId?: string;
  /** A name or id; default the source's, else the cloud's. A volume for several servers has a type that says so. */
  volumeType?: string;
  availabilityZone?: string;
  metadata?: Record<string, string>;
}

export const VOLUME_FILTERS: Names<VolumeFilter> = {
  ...PROJECTS_FILTER,
  name: 'name',
  status: 'status',
  metadata: 'metadata',
  projectId: 'project_id',
  bootable: 'bootable',
  availabilityZone: 'availability_zone',
  host: 'host',
  userId: 'user_id',
};

export const NEW_VOLUME: Names<NewVolume> = {
  name: 'name',
  description: 'description',
  sizeGiB: 'size',
  imageId: 'imageRef',
  snapshotId: 'snapshot_id',
  sourceVolumeId: 'source_volid',
  volumeType: 'volume_type',
  availabilityZone: 'availability_zone',
  metadata: 'metadata',
};
