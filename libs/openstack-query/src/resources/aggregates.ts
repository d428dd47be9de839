import type { Aggregate } from '@opsbook/openstack';
import { list, map, number, text, time } from './property.ts';
import { defineResource } from './resource.ts';

export const aggregates = defineResource({
  name: 'aggregates',
  singular: 'aggregate',
  request: 'nova GET /os-aggregates',
  properties: {
    id: number('', (a: Aggregate) => a.id),
    uuid: text('', (a: Aggregate) => a.uuid),
    name: text('', (a: Aggregate) => a.name),
    availabilityZone: text('', (a: Aggregate) => a.availabilityZone),
    hosts: list('its compute services', (a: Aggregate) => a.hosts, 'hostIps'),
    metadata: map('', (a: Aggregate) => a.metadata),
    createdAt: time('', (a: Aggregate) => a.createdAt, 'created'),
    updatedAt: time('', (a: Aggregate) => a.updatedAt, 'updated'),
  },
  columns: ['id', 'name', 'availabilityZone', 'hosts', 'metadata'],
  joinColumns: ['name'],
  joins: {},
  members: { hypervisors: { to: 'hypervisors', by: 'hosts', on: 'host' } },
  filters: {},
  list: ({ compute }) => compute.aggregates.list(),
});
