import type { World } from '../world.ts';
import type { SimulatedVolumeType } from './block-storage-records.ts';
import { overLimit } from './cinder-errors.ts';

/** Cinder's defaults, by its own names. */
const DEFAULTS: Readonly<Record<string, number>> = {
  volumes: 10,
  per_volume_gigabytes: -1,
  snapshots: 10,
  gigabytes: 1000,
  backups: 10,
  backup_gigabytes: 1000,
};

/** What holds where nothing was set; each volume type has three of its own. */
export function defaultLimits({ state }: World): Record<string, number> {
  const typed = state.volumeTypes.flatMap(({ name }) =>
    ['volumes', 'gigabytes', 'snapshots'].map((resource) => [`${resource}_${name}`, -1]),
  );
  return { ...DEFAULTS, ...(Object.fromEntries(typed) as Record<string, number>), groups: 10 };
}

export const limitsOf = (world: World, projectId: string): Record<string, number> => ({
  ...defaultLimits(world),
  ...world.state.blockStorageQuotas[projectId],
});

/** How much of it a project has. */
export function usedOf({ state }: World, projectId: string, resource: string): number {
  const [, kind = resource, typeName] = /^(volumes|gigabytes|snapshots)_(.+)$/s.exec(resource) ?? [];
  const type = state.volumeTypes.find(({ name }) => name === typeName);
  const fits = (typeId: string | undefined) => typeName === undefined || typeId === type?.id;
  const volumes = state.volumes.filter((one) => one.projectId === projectId && fits(one.typeId));
  const snapshots = state.volumeSnapshots.filter(
    (one) => one.projectId === projectId && fits(state.volumes.find(({ id }) => id === one.volumeId)?.typeId),
  );
  if (kind === 'volumes') return volumes.length;
  if (kind === 'snapshots') return snapshots.length;
  if (kind !== 'gigabytes') return 0;
  return [...volumes, ...snapshots].reduce((sum, { sizeGiB }) => sum + sizeGiB, 0);
}

interface Wanted {
  projectId: string;
  type: SimulatedVolumeType | undefined;
  /** GiB more. */
  more: number;
  /** One more of these. */
  one?: 'volumes' | 'snapshots';
  /** GiB that the volume will have. */
  volumeSize?: number;
}

/** @throws 413 as cinder says it when that is too much for the project */
export function refuseOverQuota(world: World, { projectId, type, more, one, volumeSize }: Wanted): void {
  const limits = limitsOf(world, projectId);
  const largest = limits['per_volume_gigabytes'] ?? -1;
  if (volumeSize !== undefined && largest >= 0 && volumeSize > largest) {
    const said = `Requested volume size ${volumeSize}G is larger than maximum allowed limit ${largest}G.`;
    throw overLimit(`VolumeSizeExceedsLimit: ${said}`);
  }
  const names = (resource: string) => [resource, ...(type === undefined ? [] : [`${resource}_${type.name}`])];
  const over = (name: string, wanted: number): boolean => {
    const limit = limits[name] ?? -1;
    return limit >= 0 && usedOf(world, projectId, name) + wanted > limit;
  };
  for (const name of names('gigabytes')) {
    if (!over(name, more)) continue;
    const consumed = usedOf(world, projectId, name);
    const said = `Requested volume or snapshot exceeds allowed ${name} quota. Requested ${more}G, quota is ${limits[name] ?? -1}G and ${consumed}G has been consumed.`;
    throw overLimit(`VolumeSizeExceedsAvailableQuota: ${said}`);
  }
  if (one === undefined) return;
  const name = names(one).find((candidate) => over(candidate, 1));
  if (name === undefined) return;
  const allowed = limits[name] ?? -1;
  if (one === 'snapshots')
    throw overLimit(`SnapshotLimitExceeded: Maximum number of snapshots allowed (${allowed}) exceeded`);
  throw overLimit(`VolumeLimitExceeded: Maximum number of volumes allowed (${allowed}) exceeded for quota '${name}'.`);
}
