import type { Router } from '@opsbook/openstack';
import { boolean, list, text, time } from './property.ts';
import { defineResource } from './resource.ts';
import { textOrNull } from './text-or-null.ts';

export const routers = defineResource({
  name: 'routers',
  singular: 'router',
  request: 'neutron GET /routers',
  properties: {
    id: text('', (r: Router) => r.id, 'uuid'),
    name: text('', (r: Router) => r.name),
    status: text('`ACTIVE`, `DOWN` ...', (r: Router) => r.status),
    adminStateUp: boolean('', (r: Router) => r.adminStateUp),
    projectId: text('', (r: Router) => textOrNull(r.projectId)),
    networkId: text(
      'the external network; null: it has no gateway',
      (r: Router) => r.externalGateway?.networkId ?? null,
      'gatewayNetworkId',
    ),
    gatewayAddresses: list(
      'its own on the external network',
      (r: Router) => r.externalGateway?.externalFixedIps.map(({ ipAddress }) => ipAddress) ?? [],
      'gatewayIps',
    ),
    snat: boolean('null: it has no gateway', (r: Router) => r.externalGateway?.enableSnat ?? null),
    distributed: boolean('for admins', (r: Router) => r.distributed),
    ha: boolean('for admins', (r: Router) => r.ha),
    tags: list('', (r: Router) => r.tags),
    description: text('', (r: Router) => r.description, 'desc'),
    createdAt: time('', (r: Router) => r.createdAt, 'created'),
    updatedAt: time('', (r: Router) => r.updatedAt, 'updated'),
  },
  columns: ['id', 'name', 'status', 'projectId', 'networkId', 'gatewayAddresses'],
  joinColumns: ['name'],
  joins: {
    project: { to: 'projects', by: 'projectId', on: 'id' },
    network: { to: 'networks', by: 'networkId', on: 'id' },
  },
  filters: {
    status: (value) => ({ status: value }),
    projectId: (value) => ({ projectId: value }),
  },
  list: ({ network }, filter, { page }) => network.routers.list({ ...filter, limit: page }),
});
