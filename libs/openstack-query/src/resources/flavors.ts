import type { Flavor } from '@opsbook/openstack';
import { boolean, map, number, text } from './property.ts';
import { defineResource } from './resource.ts';

export const flavors = defineResource({
  name: 'flavors',
  singular: 'flavor',
  request: 'nova GET /flavors/detail',
  properties: {
    id: text('', (f: Flavor) => f.id, 'uuid'),
    name: text('', (f: Flavor) => f.name),
    vcpus: number('', (f: Flavor) => f.vcpus, 'vcpu'),
    ramMiB: number('MiB', (f: Flavor) => f.ramMiB, 'ram', 'ramSize'),
    diskGiB: number('GiB', (f: Flavor) => f.diskGiB, 'disk', 'diskSize'),
    ephemeralGiB: number('GiB', (f: Flavor) => f.ephemeralGiB, 'ephemeral', 'ephemeralDisk', 'ephemeralDiskSize'),
    swapMiB: number('MiB', (f: Flavor) => f.swapMiB, 'swap', 'swapSize'),
    isPublic: boolean('', (f: Flavor) => f.isPublic, 'public'),
    disabled: boolean('', (f: Flavor) => f.disabled, 'isDisabled'),
    description: text('', (f: Flavor) => f.description, 'desc'),
    extraSpecs: map('empty where the policy hides them', (f: Flavor) => f.extraSpecs),
  },
  columns: ['id', 'name', 'vcpus', 'ramMiB', 'diskGiB', 'isPublic'],
  joinColumns: ['name', 'vcpus', 'ramMiB'],
  joins: {},
  filters: {},
  // Nova gives private ones to admins only, whatever it is asked for.
  list: ({ compute }) => compute.flavors.list({ isPublic: null }),
});
