import { type HostCapacity, Listing } from '@opsbook/openstack';
import { number, text } from './property.ts';
import { defineResource } from './resource.ts';

const room = (host: HostCapacity, resource: string): HostCapacity['resources'][string] | undefined =>
  Object.hasOwn(host.resources, resource) ? host.resources[resource] : undefined;

const total = (resource: string) => (host: HostCapacity) => room(host, resource)?.total ?? null;
const capacity = (resource: string) => (host: HostCapacity) => room(host, resource)?.capacity ?? null;
const used = (resource: string) => (host: HostCapacity) => room(host, resource)?.used ?? null;
const free = (resource: string) => (host: HostCapacity) => room(host, resource)?.free ?? null;

/** What hosts can give: placement's own arithmetic, with what is reserved and the allocation ratio. */
export const capacities = defineResource({
  name: 'capacities',
  singular: 'capacity',
  request: 'placement GET /resource_providers, then inventories and usages of each',
  properties: {
    id: text('the provider', (h: HostCapacity) => h.id, 'uuid'),
    name: text("the hypervisor's hostname", (h: HostCapacity) => h.name),
    vcpusTotal: number('processors it has', total('VCPU')),
    vcpus: number('what it gives away at most: (total - reserved) × allocation ratio', capacity('VCPU'), 'vcpusSize'),
    vcpusUsed: number('given away', used('VCPU'), 'vcpusInUse'),
    vcpusFree: number('`vcpus` - `vcpusUsed`; may be negative', free('VCPU'), 'vcpusAvail'),
    ramMiBTotal: number('MiB', total('MEMORY_MB')),
    ramMiB: number('MiB, as `vcpus`', capacity('MEMORY_MB'), 'ram', 'memoryMb', 'memoryMbSize'),
    ramMiBUsed: number('MiB', used('MEMORY_MB'), 'ramUsed', 'memoryUsed', 'memoryMbUsed'),
    ramMiBFree: number('MiB', free('MEMORY_MB'), 'ramFree', 'memoryFree', 'memoryMbAvail', 'freeRamMb'),
    diskGiBTotal: number('GiB', total('DISK_GB')),
    diskGiB: number('GiB, as `vcpus`', capacity('DISK_GB'), 'disk', 'diskGbSize', 'localGb'),
    diskGiBUsed: number('GiB', used('DISK_GB'), 'diskUsed', 'diskGbUsed', 'localGbUsed'),
    diskGiBFree: number('GiB', free('DISK_GB'), 'diskFree', 'diskGbAvail', 'freeDiskGb'),
  },
  columns: ['name', 'vcpus', 'vcpusUsed', 'vcpusFree', 'ramMiB', 'ramMiBUsed', 'ramMiBFree', 'diskGiB', 'diskGiBFree'],
  joinColumns: ['vcpusFree', 'ramMiBFree', 'diskGiBFree'],
  joins: { hypervisor: { to: 'hypervisors', by: 'name', on: 'hostname' } },
  filters: {},
  list: ({ placement }) =>
    new Listing(async function* () {
      yield await placement.capacity();
    }),
});
