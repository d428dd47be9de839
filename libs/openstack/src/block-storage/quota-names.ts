import { type Names, rename } from '../core/rename.ts';
import type { BlockStorageQuota, QuotaLines } from './quota.ts';

const NAMES: Names<Omit<BlockStorageQuota, 'types'>> = {
  volumes: 'volumes',
  gigabytes: 'gigabytes',
  snapshots: 'snapshots',
  perVolumeGigabytes: 'per_volume_gigabytes',
  backups: 'backups',
  backupGigabytes: 'backup_gigabytes',
  groups: 'groups',
};

const OF_TYPE = { volumes: 'volumes', gigabytes: 'gigabytes', snapshots: 'snapshots' } as const;

// `volumes_fast`: cinder puts the type's name behind.
const TYPED = /^(volumes|gigabytes|snapshots)_(.+)$/s;

/** @param line makes ours of cinder's limit or usage */
export function readQuota<Raw, Line>(raw: Record<string, Raw>, line: (raw: Raw) => Line): QuotaLines<Line> {
  const types: NonNullable<QuotaLines<Line>['types']> = {};
  for (const [key, value] of Object.entries(raw)) {
    const [, resource, type] = TYPED.exec(key) ?? [];
    if (resource !== undefined && type !== undefined) types[type] = { ...types[type], [resource]: line(value) };
  }
  const fixed = Object.entries(NAMES).flatMap(([name, theirs]) => {
    const value = raw[theirs];
    return value === undefined ? [] : [[name, line(value)]];
  });
  return { ...(Object.fromEntries(fixed) as QuotaLines<Line>), types };
}

export function writeQuota({ types = {}, ...fixed }: BlockStorageQuota): Record<string, unknown> {
  const typed = Object.entries(types).flatMap(([type, limits]) =>
    Object.entries(rename(OF_TYPE, limits)).map(([resource, limit]) => [`${resource}_${type}`, limit]),
  );
  return { ...rename(NAMES, fixed), ...(Object.fromEntries(typed) as object) };
}
