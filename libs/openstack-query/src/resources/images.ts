import type { Image } from '@opsbook/openstack';
import { boolean, list, map, number, text, time } from './property.ts';
import { defineResource } from './resource.ts';
import { LITERAL } from './servers.ts';

export const images = defineResource({
  name: 'images',
  singular: 'image',
  request: 'glance GET /images',
  properties: {
    id: text('', (i: Image) => i.id, 'uuid'),
    name: text('', (i: Image) => i.name),
    status: text('`active`, `queued`, `deactivated` ...', (i: Image) => i.status),
    owner: text("the project's id", (i: Image) => i.owner, 'projectId'),
    visibility: text('`public`, `private`, `shared`, `community`', (i: Image) => i.visibility),
    sizeBytes: number('bytes; null until it is uploaded', (i: Image) => i.sizeBytes, 'size'),
    diskFormat: text('', (i: Image) => i.diskFormat),
    containerFormat: text('', (i: Image) => i.containerFormat),
    minRamMiB: number('MiB', (i: Image) => i.minRamMiB, 'minRam', 'minimumRam'),
    minDiskGiB: number('GiB', (i: Image) => i.minDiskGiB, 'minDisk', 'minimumDisk'),
    protected: boolean('it cannot be deleted', (i: Image) => i.protected),
    tags: list('', (i: Image) => i.tags),
    createdAt: time('', (i: Image) => i.createdAt, 'created', 'creationDate'),
    updatedAt: time('', (i: Image) => i.updatedAt, 'updated', 'lastUpdatedDate'),
    properties: map('all else that it carries: `os_distro` ...', (i: Image) => i.properties),
  },
  columns: ['id', 'name', 'status', 'visibility', 'owner', 'sizeBytes', 'createdAt'],
  joinColumns: ['name'],
  scoped: true,
  joins: { project: { to: 'projects', by: 'owner', on: 'id' } },
  filters: {
    name: (value) => (LITERAL.test(value) ? { name: value } : undefined),
    status: (value) => (LITERAL.test(value) ? { status: value } : undefined),
    owner: (value) => ({ owner: value }),
  },
  list: ({ image }, filter, { allProjects, page }) =>
    image.images.list({ ...filter, ...(allProjects && { visibility: 'all' }), limit: page }),
});
