import type { FloatingIp } from '@opsbook/openstack';
import { list, text, time } from './property.ts';
import { defineResource } from './resource.ts';
import { textOrNull } from './text-or-null.ts';

export const floatingIps = defineResource({
  name: 'floatingIps',
  singular: 'floatingIp',
  request: 'neutron GET /floatingips',
  properties: {
    id: text('', (f: FloatingIp) => f.id, 'uuid'),
    address: text('', (f: FloatingIp) => f.floatingIpAddress, 'ip'),
    status: text('`ACTIVE`, `DOWN`, `ERROR`', (f: FloatingIp) => f.status),
    projectId: text('', (f: FloatingIp) => textOrNull(f.projectId)),
    portId: text('null: it leads nowhere', (f: FloatingIp) => f.portId),
    fixedAddress: text('the address it leads to', (f: FloatingIp) => f.fixedIpAddress, 'fixedIp'),
    routerId: text('', (f: FloatingIp) => f.routerId),
    networkId: text('the external network', (f: FloatingIp) => f.floatingNetworkId),
    tags: list('', (f: FloatingIp) => f.tags),
    description: text('', (f: FloatingIp) => f.description, 'desc'),
    createdAt: time('', (f: FloatingIp) => f.createdAt, 'created'),
    updatedAt: time('', (f: FloatingIp) => f.updatedAt, 'updated'),
  },
  columns: ['id', 'address', 'status', 'projectId', 'portId', 'fixedAddress', 'routerId'],
  joinColumns: ['address', 'status'],
  joins: {
    project: { to: 'projects', by: 'projectId', on: 'id' },
    router: { to: 'routers', by: 'routerId', on: 'id' },
    port: { to: 'ports', by: 'portId', on: 'id' },
    network: { to: 'networks', by: 'networkId', on: 'id' },
  },
  filters: {
    status: (value) => ({ status: value }),
    projectId: (value) => ({ projectId: value }),
    portId: (value) => ({ portId: value }),
    routerId: (value) => ({ routerId: value }),
    networkId: (value) => ({ floatingNetworkId: value }),
  },
  list: ({ network }, filter, { page }) => network.floatingIps.list({ ...filter, limit: page }),
});
