import type { Network } from '@opsbook/openstack';
import { boolean, list, number, text, time } from './property.ts';
import { defineResource } from './resource.ts';
import { textOrNull } from './text-or-null.ts';

export const networks = defineResource({
  name: 'networks',
  singular: 'network',
  request: 'neutron GET /networks',
  properties: {
    id: text('', (n: Network) => n.id, 'uuid'),
    name: text('', (n: Network) => n.name),
    status: text('`ACTIVE`, `DOWN` ...', (n: Network) => n.status),
    adminStateUp: boolean('', (n: Network) => n.adminStateUp),
    projectId: text('', (n: Network) => textOrNull(n.projectId)),
    shared: boolean('', (n: Network) => n.shared),
    external: boolean('', (n: Network) => n.external),
    mtu: number('bytes', (n: Network) => n.mtu),
    subnetIds: list('', (n: Network) => n.subnetIds),
    tags: list('', (n: Network) => n.tags),
    description: text('', (n: Network) => n.description, 'desc'),
    createdAt: time('', (n: Network) => n.createdAt, 'created'),
    updatedAt: time('', (n: Network) => n.updatedAt, 'updated'),
  },
  columns: ['id', 'name', 'status', 'projectId', 'shared', 'external'],
  joinColumns: ['name'],
  joins: { project: { to: 'projects', by: 'projectId', on: 'id' } },
  filters: {
    status: (value) => ({ status: value }),
    projectId: (value) => ({ projectId: value }),
  },
  list: ({ network }, filter, { page }) => network.networks.list({ ...filter, limit: page }),
});
