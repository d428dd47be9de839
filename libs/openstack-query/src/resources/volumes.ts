import type { Volume } from '@opsbook/openstack';
import { boolean, list, map, number, text, time } from './property.ts';
import { defineResource } from './resource.ts';

export const volumes = defineResource({
  name: 'volumes',
  singular: 'volume',
  request: 'cinder GET /volumes/detail',
  properties: {
    id: text('', (v: Volume) => v.id, 'uuid'),
    name: text('', (v: Volume) => v.name),
    status: text('`available`, `in-use`, `error` ...', (v: Volume) => v.status),
    sizeGiB: number('GiB', (v: Volume) => v.sizeGiB, 'size'),
    volumeType: text('', (v: Volume) => v.volumeType, 'type'),
    projectId: text('', (v: Volume) => v.projectId),
    userId: text('', (v: Volume) => v.userId),
    availabilityZone: text('', (v: Volume) => v.availabilityZone),
    bootable: boolean('', (v: Volume) => v.bootable),
    encrypted: boolean('', (v: Volume) => v.encrypted),
    multiattach: boolean('', (v: Volume) => v.multiattach),
    serverIds: list('servers that have it', (v: Volume) => v.attachments.flatMap(({ serverId }) => serverId ?? [])),
    snapshotId: text('what it was made from', (v: Volume) => v.snapshotId),
    host: text('its pool; for admins', (v: Volume) => v.host, 'pool'),
    metadata: map('', (v: Volume) => v.metadata),
    imageMetadata: map('of the image it was made from', (v: Volume) => v.imageMetadata),
    description: text('', (v: Volume) => v.description, 'desc'),
    createdAt: time('', (v: Volume) => v.createdAt, 'created'),
    updatedAt: time('', (v: Volume) => v.updatedAt, 'updated'),
  },
  columns: ['id', 'name', 'status', 'sizeGiB', 'volumeType', 'projectId', 'serverIds', 'createdAt'],
  joinColumns: ['name', 'status'],
  scoped: true,
  joins: {
    project: { to: 'projects', by: 'projectId', on: 'id' },
    user: { to: 'users', by: 'userId', on: 'id' },
  },
  members: { servers: { to: 'servers', by: 'serverIds', on: 'id' } },
  filters: { status: (value) => ({ status: value }) },
  list: ({ blockStorage }, filter, { allProjects, page }) =>
    blockStorage.volumes.list({ ...filter, ...(allProjects && { allProjects }), limit: page }),
});
