import type { Given } from '../given.ts';
import type { NetworkRecord } from './network-records.ts';
import type { View } from './neutron-list.ts';
import type { IdKind } from '../ids.ts';
import type { World } from '../world.ts';

/** The beginning of every record of neutron's. */
export function networkRecord(world: World, kind: IdKind, projectId: string, given: Given = {}): NetworkRecord {
  const now = world.stamp();
  return {
    id: world.ids.uuid(kind),
    projectId,
    description: typeof given['description'] === 'string' ? given['description'] : '',
    tags: [],
    createdAt: now,
    updatedAt: now,
    revision: 1,
  };
}

/** Says that a record was changed. */
export function touch(world: World, record: Pick<NetworkRecord, 'updatedAt' | 'revision'>): void {
  record.updatedAt = world.stamp();
  record.revision += 1;
}

/** What neutron shows of nearly everything. */
export const standardView = (record: Omit<NetworkRecord, 'description'> & { description: string | null }): View => ({
  id: record.id,
  tenant_id: record.projectId,
  project_id: record.projectId,
  description: record.description,
  tags: record.tags,
  created_at: record.createdAt,
  updated_at: record.updatedAt,
  revision_number: record.revision,
});

/** Takes over what is given, by the record's names of neutron's attributes. */
export function assign(record: object, names: Readonly<Record<string, string>>, given: Given): void {
  for (const [name, field] of Object.entries(names)) {
    if (given[name] !== undefined) Object.assign(record, { [field]: given[name] });
  }
}
