import type { Hypervisor } from '@opsbook/openstack';
import { number, text } from './property.ts';
import { defineResource } from './resource.ts';
import { uptimeDays } from './uptime-days.ts';

export const hypervisors = defineResource({
  name: 'hypervisors',
  singular: 'hypervisor',
  request: 'nova GET /os-hypervisors/detail',
  properties: {
    id: text('UUID', (h: Hypervisor) => h.id, 'uuid'),
    hostname: text('often with its domain', (h: Hypervisor) => h.hostname, 'name'),
    host: text('its compute service', (h: Hypervisor) => h.host),
    state: text('`up` or `down`', (h: Hypervisor) => h.state),
    status: text('`enabled` or `disabled`', (h: Hypervisor) => h.status),
    hypervisorType: text('`QEMU`, `ironic` ...', (h: Hypervisor) => h.hypervisorType, 'type'),
    hostIp: text('', (h: Hypervisor) => h.hostIp, 'ip'),
    uptime: text("the host's own line; null when it is down", (h: Hypervisor) => h.uptime),
    uptimeDays: number('days; null where the line cannot be read', (h: Hypervisor) => uptimeDays(h.uptime)),
    serviceId: text('', (h: Hypervisor) => h.serviceId),
  },
  columns: ['id', 'hostname', 'host', 'state', 'status', 'hostIp', 'uptimeDays'],
  joinColumns: ['hostname', 'state', 'status'],
  joins: {
    service: { to: 'services', by: 'serviceId', on: 'id' },
    // Two requests per host: made only where a query names it.
    capacity: { to: 'capacities', by: 'hostname', on: 'name' },
  },
  shortcuts: [
    'service.disabledReason',
    'capacity.vcpus',
    'capacity.vcpusUsed',
    'capacity.vcpusFree',
    'capacity.ramMiB',
    'capacity.ramMiBUsed',
    'capacity.ramMiBFree',
    'capacity.diskGiB',
    'capacity.diskGiBUsed',
    'capacity.diskGiBFree',
  ],

  filters: {
    // A part of the name for nova, and `_` and `%` are wildcards: more may come, none is missing.
    // Other characters are refused.
    hostname: (value) => (/^[\w.-]+$/.test(value) ? { hostnamePattern: value } : undefined),
  },
  list: ({ compute }, filter) => compute.hypervisors.list(filter),
});
