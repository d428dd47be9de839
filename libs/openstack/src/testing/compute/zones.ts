import type { World } from '../world.ts';

/** The availability zone of a host: that of an aggregate that has it, else its service's own. */
export const zoneOf = (world: World, host: string): string =>
  world.state.aggregates.find(({ availabilityZone, hosts }) => availabilityZone !== null && hosts.includes(host))
    ?.availabilityZone ??
  world.computeService(host)?.zone ??
  'nova';
