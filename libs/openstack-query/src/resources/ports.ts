import type { Port } from '@opsbook/openstack';
import { boolean, list, text, time } from './property.ts';
import { defineResource } from './resource.ts';
import { textOrNull } from './text-or-null.ts';

export const ports = defineResource({
  name: 'ports',
  singular: 'port',
  request: 'neutron GET /ports',
  properties: {
    id: text('', (p: Port) => p.id, 'uuid'),
    name: text('', (p: Port) => p.name),
    status: text('`ACTIVE`, `DOWN` ...', (p: Port) => p.status),
    adminStateUp: boolean('', (p: Port) => p.adminStateUp),
    networkId: text('', (p: Port) => p.networkId),
    projectId: text('', (p: Port) => textOrNull(p.projectId)),
    deviceId: text('the server, router ... that uses it', (p: Port) => textOrNull(p.deviceId)),
    deviceOwner: text('`compute:nova`, `network:dhcp` ...', (p: Port) => textOrNull(p.deviceOwner)),
    macAddress: text('', (p: Port) => p.macAddress, 'mac'),
    addresses: list('', (p: Port) => p.fixedIps.map(({ ipAddress }) => ipAddress), 'ips'),
    securityGroupIds: list('', (p: Port) => p.securityGroupIds),
    vnicType: text('', (p: Port) => p.vnicType),
    host: text('where it is plugged in; for admins', (p: Port) => textOrNull(p.binding?.hostId)),
    tags: list('', (p: Port) => p.tags),
    description: text('', (p: Port) => p.description, 'desc'),
    createdAt: time('', (p: Port) => p.createdAt, 'created'),
    updatedAt: time('', (p: Port) => p.updatedAt, 'updated'),
  },
  columns: ['id', 'name', 'status', 'networkId', 'projectId', 'deviceOwner', 'deviceId', 'addresses'],
  joinColumns: ['name', 'status'],
  joins: {
    server: { to: 'servers', by: 'deviceId', on: 'id' },
    network: { to: 'networks', by: 'networkId', on: 'id' },
    project: { to: 'projects', by: 'projectId', on: 'id' },
  },
  filters: {
    status: (value) => ({ status: value }),
    networkId: (value) => ({ networkId: value }),
    projectId: (value) => ({ projectId: value }),
    deviceId: (value) => ({ deviceId: value }),
    deviceOwner: (value) => ({ deviceOwner: value }),
  },
  list: ({ network }, filter, { page }) => network.ports.list({ ...filter, limit: page }),
});
