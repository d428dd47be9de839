import type { VolumeSnapshot } from '@opsbook/openstack';
import { map, number, text, time } from './property.ts';
import { defineResource } from './resource.ts';

export const volumeSnapshots = defineResource({
  name: 'volumeSnapshots',
  singular: 'volumeSnapshot',
  request: 'cinder GET /snapshots/detail',
  properties: {
    id: text('', (s: VolumeSnapshot) => s.id, 'uuid'),
    name: text('', (s: VolumeSnapshot) => s.name),
    status: text('`available`, `creating`, `error` ...', (s: VolumeSnapshot) => s.status),
    sizeGiB: number('GiB', (s: VolumeSnapshot) => s.sizeGiB, 'size'),
    volumeId: text('what it is of', (s: VolumeSnapshot) => s.volumeId),
    projectId: text('', (s: VolumeSnapshot) => s.projectId),
    metadata: map('', (s: VolumeSnapshot) => s.metadata),
    description: text('', (s: VolumeSnapshot) => s.description, 'desc'),
    createdAt: time('', (s: VolumeSnapshot) => s.createdAt, 'created'),
    updatedAt: time('null: never', (s: VolumeSnapshot) => s.updatedAt, 'updated'),
  },
  columns: ['id', 'name', 'status', 'sizeGiB', 'volumeId', 'projectId', 'createdAt'],
  joinColumns: ['name', 'status'],
  scoped: true,
  joins: {
    project: { to: 'projects', by: 'projectId', on: 'id' },
    volume: { to: 'volumes', by: 'volumeId', on: 'id' },
  },
  filters: {
    status: (value) => ({ status: value }),
    volumeId: (value) => ({ volumeId: value }),
  },
  list: ({ blockStorage }, filter, { allProjects, page }) =>
    blockStorage.snapshots.list({ ...filter, ...(allProjects && { allProjects }), limit: page }),
});
