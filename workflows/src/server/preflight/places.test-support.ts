import { type HostCapacity, type Room, fits, flavorRequest, totalResources } from '@opsbook/openstack';
import type { DestinationHost } from './destination-host.ts';
import type { GroupOfServer, WantedPlace } from './wanted-place.ts';

const room = (free: number, maxUnit = 1_000_000): Room => ({
  total: 1_000_000,
  reserved: 0,
  allocationRatio: 1,
  minUnit: 1,
  maxUnit,
  stepSize: 1,
  capacity: 1_000_000,
  used: 1_000_000 - free,
  free,
  largest: Math.min(free, maxUnit),
});

/** What a provider has left, by resource class. */
export function capacityOf(name: string, free: Record<string, number>): HostCapacity {
  const resources = Object.fromEntries(Object.entries(free).map(([kind, amount]) => [kind, room(amount)]));
  return { id: name, name, generation: 1, resources, parts: [] };
}

export interface GivenHost extends Partial<Omit<DestinationHost, 'capacity'>> {
  free?: Record<string, number> | null;
  /** What parts of the host have left. */
  parts?: Record<string, number>[];
}

/** A host with room for a lot, unless something else is said. */
export function host(name: string, { free = {}, parts = [], ...more }: GivenHost = {}): DestinationHost {
  const left = { VCPU: 64, MEMORY_MB: 65_536, DISK_GB: 1000, ...free };
  const capacity = { ...capacityOf(name, left), parts: parts.map((part, n) => capacityOf(`${name}_${n}`, part)) };
  return {
    host: name,
    id: name,
    zone: 'nova',
    up: true,
    enabled: true,
    aggregates: [],
    capacity: free === null ? undefined : capacity,
    ...more,
  };
}

export interface GivenServer extends Partial<Omit<WantedPlace, 'group' | 'candidates'>> {
  vcpus?: number;
  ramMiB?: number;
  specs?: Record<string, string>;
  group?: Partial<GroupOfServer>;
  /** The hosts that placement offers; default those with room. */
  offered?: string[];
}

/** A server on hv1 that wants 2 VCPU, 4096 MiB and 40 GiB, unless something else is said. */
export function server(name: string, given: GivenServer, hosts: readonly DestinationHost[]): WantedPlace {
  const { vcpus = 2, ramMiB = 4096, specs = {}, group, offered, ...more } = given;
  const flavor = { name: 'm1', vcpus, ramMiB, diskGiB: 40, ephemeralGiB: 0, swapMiB: 0, extraSpecs: specs };
  const request = flavorRequest(flavor);
  const amounts = totalResources(request);
  const fitting = hosts.filter(({ capacity }) => capacity !== undefined && fits(amounts, capacity).fits);
  return {
    id: name,
    name,
    from: 'hv1',
    zone: 'nova',
    how: 'live',
    flavor,
    request,
    candidates: new Set(offered ?? fitting.map(({ id }) => id)),
    ...(group && { group: { name: 'web', policy: 'anti-affinity' as const, most: 1, others: {}, ...group } }),
    ...more,
  };
}
