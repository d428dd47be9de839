import type { ServiceClient } from '../core/service-client.ts';

/** What a project may have of something, and has. */
export interface BlockStorageLimit {
  /** -1: none. */
  limit: number;
  used: number;
}

export type ProjectLimits = Record<
  'volumes' | 'gigabytes' | 'snapshots' | 'backups' | 'backupGigabytes',
  BlockStorageLimit
>;

/** `/limits` */
export class BlockStorageLimits {
  readonly #cinder: ServiceClient;

  constructor(cinder: ServiceClient) {
    this.#cinder = cinder;
  }

  /** Of the token's project, or for admins of another one (since 3.39; others get their own all the same). */
  async get({ projectId }: { projectId?: string } = {}): Promise<ProjectLimits> {
    const { body } = await this.#cinder.request<{ limits: { absolute: Record<string, number> } }>({
      method: 'GET',
      path: '/limits',
      key: 'limits',
      label: 'get the limits of block storage',
      ...(projectId !== undefined && { query: { project_id: projectId }, since: '3.39' }),
    });
    const { absolute } = body.limits;
    const line = (max: string, used: string): BlockStorageLimit => ({
      limit: absolute[max] ?? -1,
      used: absolute[used] ?? 0,
    });
    return {
      volumes: line('maxTotalVolumes', 'totalVolumesUsed'),
      gigabytes: line('maxTotalVolumeGigabytes', 'totalGigabytesUsed'),
      snapshots: line('maxTotalSnapshots', 'totalSnapshotsUsed'),
      backups: line('maxTotalBackups', 'totalBackupsUsed'),
      backupGigabytes: line('maxTotalBackupGigabytes', 'totalBackupGigabytesUsed'),
    };
  }
}
