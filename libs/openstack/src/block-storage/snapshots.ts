import { type Names, rename } from '../core/rename.ts';
import type { ServiceClient } from '../core/service-client.ts';
import { utc, utcOrNull } from '../core/utc.ts';
import type { WaitOptions } from '../core/watch.ts';
import { PROJECTS_FILTER } from './cinder.ts';
import { type MetadataFilter, WatchedResources } from './watched-resources.ts';

/** What a volume held at a moment. */
export interface VolumeSnapshot {
  id: string;
  /** Empty: it has none. */
  name: string;
  description: string;
  /** `creating`, `available`, `deleting`, `error`, `error_deleting`, ... */
  status: string;
  volumeId: string;
  sizeGiB: number;
  metadata: Record<string, string>;
  /** null in what a creation or update answers. */
  projectId: string | null;
  /** `100%`; null in what a creation or update answers. */
  progress: string | null;
  createdAt: string;
  updatedAt: string | null;
}

export interface VolumeSnapshotFilter extends MetadataFilter {
  volumeId?: string;
}

export interface NewVolumeSnapshot {
  volumeId: string;
  name?: string;
  description?: string;
  metadata?: Record<string, string>;
}

const NEW: Names<NewVolumeSnapshot> = {
  volumeId: 'volume_id',
  name: 'name',
  description: 'description',
  metadata: 'metadata',
};

const FILTERS: Names<VolumeSnapshotFilter> = {
  ...PROJECTS_FILTER,
  name: 'name',
  status: 'status',
  metadata: 'metadata',
  projectId: 'project_id',
  volumeId: 'volume_id',
};

/** `/snapshots` */
export class VolumeSnapshots extends WatchedResources<CinderSnapshot, VolumeSnapshot, VolumeSnapshotFilter> {
  constructor(cinder: ServiceClient) {
    const names = { item: 'snapshot', collection: 'snapshots', what: 'snapshot', listPath: '/snapshots/detail' };
    super(cinder, { ...names, filters: FILTERS, read: snapshot });
  }

  /** Of an attached volume too: what its server has not written yet is not in it. @throws OPENSTACK_QUOTA; OPENSTACK_CONFLICT */
  async create(wanted: NewVolumeSnapshot): Promise<VolumeSnapshot> {
    // Before 3.66 an attached volume wants this; later it is passed over.
    const body = { ...rename(NEW, wanted), force: true };
    return this.post(body, `create snapshot '${wanted.name ?? ''}' of volume ${wanted.volumeId}`);
  }

  async update(id: string, changes: { name?: string; description?: string }): Promise<VolumeSnapshot> {
    return this.change(id, rename(NEW, changes));
  }

  /**
   * Deletes it and waits until it is gone; one that is gone, or going, already is no error.
   * @throws OPENSTACK_CONFLICT; OPENSTACK_STUCK when its deletion failed; OPENSTACK_TIMEOUT
   */
  async deleteAndWait(id: string, options: WaitOptions<VolumeSnapshot> = {}): Promise<void> {
    await this.untilGone(id, options, () => this.delete(id));
  }

  /** Makes cinder believe it; nothing else is done. Admins only. */
  async resetStatus(id: string, status: string): Promise<void> {
    return this.act(id, { 'os-reset_status': { status } }, `reset the status of snapshot ${id} to ${status}`);
  }

  /** @throws OPENSTACK_STUCK in `error`; OPENSTACK_NOT_FOUND; OPENSTACK_TIMEOUT */
  async untilAvailable(id: string, options: WaitOptions<VolumeSnapshot> = {}): Promise<VolumeSnapshot> {
    const reached = ({ status }: VolumeSnapshot) => status === 'available';
    return this.until(id, options, { what: 'available', reached, given: () => undefined });
  }
}

interface CinderSnapshot {
  id: string;
  name: string | null;
  description: string | null;
  status: string;
  volume_id: string;
  size: number;
  metadata?: Record<string, string>;
  created_at: string;
  updated_at: string | null;
  'os-extended-snapshot-attributes:project_id'?: string;
  'os-extended-snapshot-attributes:progress'?: string;
}

const snapshot = (raw: CinderSnapshot): VolumeSnapshot => ({
  id: raw.id,
  name: raw.name ?? '',
  description: raw.description ?? '',
  status: raw.status,
  volumeId: raw.volume_id,
  sizeGiB: raw.size,
  metadata: raw.metadata ?? {},
  projectId: raw['os-extended-snapshot-attributes:project_id'] ?? null,
  progress: raw['os-extended-snapshot-attributes:progress'] ?? null,
  createdAt: utc(raw.created_at),
  updatedAt: utcOrNull(raw.updated_at),
});
