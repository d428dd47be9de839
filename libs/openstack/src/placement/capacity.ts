import { inParallel } from '@opsbook/context';
import { OpenStackError, isOpenStackError } from '../core/errors.ts';
import type { Inventories } from './inventories.ts';
import type { ResourceGroup } from './resource-group.ts';
import type { ResourceProvider, ResourceProviders } from './resource-providers.ts';
import { type Room, room } from './room.ts';
import type { Usages } from './usages.ts';

/** What is read to know what is free. */
interface Books {
  providers: ResourceProviders;
  inventories: Inventories;
  usages: Usages;
}

/** What one provider can give, by resource class. */
export interface ProviderCapacity {
  id: string;
  name: string;
  generation: number;
  resources: Record<string, Room>;
}

/** What a host can give. */
export interface HostCapacity extends ProviderCapacity {
  /** Parts of the host with resources of their own: NUMA nodes, GPUs, network cards. */
  parts: ProviderCapacity[];
}

/** Which hosts; default all. */
export interface CapacityFilter extends Pick<
  ResourceGroup,
  'required' | 'requiredAny' | 'forbidden' | 'memberOf' | 'notMemberOf'
> {
  /** Hypervisors' hostnames. */
  hosts?: readonly string[];
}

const AT_ONCE = 8;
const MOST_LOOKS = 3;

/**
 * Reads it. No single call of placement's tells everything: `/allocation_candidates` has neither full providers nor the
 * bounds of a single allocation, and the rest is told of one provider at a time.
 */
export async function readCapacity(placement: Books, filter: CapacityFilter): Promise<HostCapacity[]> {
  const { hosts, ...group } = filter;
  const filtered = Object.keys(group).length > 0;
  const [roots, all] = await Promise.all([
    filtered ? placement.providers.list(group) : undefined,
    placement.providers.list(),
  ]);
  const wanted = (roots ?? all).filter(
    ({ id, rootId, name }) => id === rootId && (hosts === undefined || hosts.includes(name)),
  );
  const missing = (hosts ?? []).filter((host) => !all.some(({ name }) => name === host));
  if (missing.length > 0) {
    const message = `there is no resource provider of the name ${missing.map((name) => `'${name}'`).join(', ')}`;
    throw new OpenStackError('OPENSTACK_NOT_FOUND', message, { service: 'placement' });
  }
  const trees = new Set(wanted.map(({ id }) => id));
  const read = await inParallel(
    all.filter(({ rootId }) => trees.has(rootId)),
    AT_ONCE,
    async (one) => ({ one, capacity: await look(placement, one) }),
  );
  return wanted.flatMap((root) => {
    const host = read.find(({ one }) => one.id === root.id)?.capacity;
    if (host === undefined) return [];
    const parts = read.flatMap(({ one, capacity }) =>
      one.rootId === root.id && one.id !== root.id && capacity !== undefined ? [capacity] : [],
    );
    return [{ ...host, parts }];
  });
}

/** Undefined: it was deleted meanwhile. */
async function look(placement: Books, { id, name }: ResourceProvider): Promise<ProviderCapacity | undefined> {
  try {
    for (let looks = 1; ; looks += 1) {
      const [{ generation, inventories }, used] = await Promise.all([
        placement.inventories.get(id),
        placement.usages.ofProvider(id),
      ]);
      // Both tell of the same moment when nothing has changed in between.
      if (generation !== used.generation && looks < MOST_LOOKS) continue;
      const resources = Object.entries(inventories).map(([kind, one]) => [kind, room(one, used.usages[kind] ?? 0)]);
      return { id, name, generation, resources: Object.fromEntries(resources) as Record<string, Room> };
    }
  } catch (error) {
    if (isOpenStackError(error) && error.code === 'OPENSTACK_NOT_FOUND') return undefined;
    throw error;
  }
}
