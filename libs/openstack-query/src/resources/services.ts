import type { ComputeService } from '@opsbook/openstack';
import { boolean, text, time } from './property.ts';
import { defineResource } from './resource.ts';

export const services = defineResource({
  name: 'services',
  singular: 'service',
  request: 'nova GET /os-services',
  properties: {
    id: text('UUID', (s: ComputeService) => s.id, 'uuid'),
    host: text('', (s: ComputeService) => s.host),
    binary: text('`nova-compute` ...', (s: ComputeService) => s.binary),
    zone: text('availability zone', (s: ComputeService) => s.zone, 'availabilityZone'),
    status: text('`enabled` or `disabled`, by an operator', (s: ComputeService) => s.status),
    state: text('`up` or `down`, as nova sees it', (s: ComputeService) => s.state),
    disabledReason: text('', (s: ComputeService) => s.disabledReason),
    forcedDown: boolean('', (s: ComputeService) => s.forcedDown),
    updatedAt: time('the last heartbeat', (s: ComputeService) => s.updatedAt, 'updated'),
  },
  columns: ['host', 'binary', 'zone', 'status', 'state', 'disabledReason', 'updatedAt'],
  joinColumns: ['state', 'disabledReason'],
  joins: {},
  filters: {
    host: (value) => ({ host: value }),
    binary: (value) => ({ binary: value }),
  },
  list: ({ compute }, filter) => compute.services.list(filter),
});
