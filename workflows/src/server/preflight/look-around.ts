import { inParallel } from '@opsbook/context';
import { type OpenStackClient, type ServerGroup, isOpenStackError } from '@opsbook/openstack';
import { unlessGone } from '../../unless-gone.ts';
import type { DestinationHost } from './destination-host.ts';
import { type Sought, type Surroundings, wantedPlace } from './sought.ts';
import type { WantedPlace } from './wanted-place.ts';

/** Which hypervisor, and so which resource provider, belongs to which compute service. */
export type Nodes = readonly { id: string; host: string }[];

/** Hosts and servers as {@link judge} wants them. */
export interface View {
  hosts: DestinationHost[];
  wanted: WantedPlace[];
}

const AT_ONCE = 8;

/** The hypervisors' ids. Apart from the rest, for nova asks each of them for its uptime. */
export async function readNodes({ compute }: OpenStackClient): Promise<Nodes> {
  return (await compute.hypervisors.list()).map(({ id, host }) => ({ id, host }));
}

/**
 * Reads all that the judgement of these servers takes: each list once, placement once for each kind of request, and an image, a
 * server group or its member elsewhere by itself. What they can give, two requests for each host, only if `capacity` is asked for.
 */
export async function lookAround(
  cloud: OpenStackClient,
  sought: readonly Sought[],
  { nodes, capacity }: { nodes: Nodes; capacity: boolean },
): Promise<View> {
  const [hosts, around] = [await readHosts(cloud, nodes, capacity), await readSurroundings(cloud, sought)];
  const known = new Map<string, ReadonlySet<string>>();
  const wanted: WantedPlace[] = [];
  for (const one of sought) {
    const place = wantedPlace(one, around);
    const key = JSON.stringify(place.request);
    const candidates = known.get(key) ?? (await readCandidates(cloud, place.request));
    known.set(key, candidates);
    wanted.push({ ...place, candidates });
  }
  return { hosts, wanted };
}

async function readHosts(cloud: OpenStackClient, nodes: Nodes, withCapacity: boolean): Promise<DestinationHost[]> {
  const { compute, placement } = cloud;
  const services = await compute.services.list({ binary: 'nova-compute' });
  const aggregates = await compute.aggregates.list();
  const room = withCapacity ? await placement.capacity() : [];
  return nodes.flatMap(({ id, host }) => {
    const service = services.find((one) => one.host === host);
    if (service === undefined) return [];
    return {
      host,
      id,
      zone: service.zone,
      up: service.state === 'up',
      enabled: service.status === 'enabled',
      aggregates: aggregates.filter(({ hosts }) => hosts.includes(host)).map(({ metadata }) => metadata),
      capacity: room.find((one) => one.id === id),
    };
  });
}

async function readCandidates({ placement }: OpenStackClient, request: WantedPlace['request']): Promise<Set<string>> {
  try {
    return new Set((await placement.candidates(request)).providers.map(({ rootId }) => rootId));
  } catch (error) {
    // A trait or resource class that there is not: no host has it.
    if (isOpenStackError(error) && error.code === 'OPENSTACK_BAD_REQUEST') return new Set();
    throw error;
  }
}

async function readSurroundings(cloud: OpenStackClient, sought: readonly Sought[]): Promise<Surroundings> {
  const groups = await readGroups(cloud, sought);
  const placed = sought.map(({ server }) => [server.id, server.host] as const);
  const elsewhere = groups.flatMap(({ members }) => members).filter((id) => !placed.some(([known]) => known === id));
  const found = await stillThere(
    [...new Set(elsewhere)],
    async (id) => [id, (await cloud.compute.servers.get(id)).host] as const,
  );
  const imageIds = new Set(sought.flatMap(({ server }) => server.imageId ?? []));
  const images = await stillThere(
    [...imageIds],
    async (id) => [id, (await cloud.image.images.get(id)).properties] as const,
  );
  const members = [...placed, ...found].flatMap(([id, host]) => (host === null ? [] : [[id, host] as const]));
  return { groups, members: Object.fromEntries(members), images: Object.fromEntries(images) };
}

/** Only `get` tells of a server which groups it is in; for many the list is less. */
async function readGroups({ compute }: OpenStackClient, sought: readonly Sought[]): Promise<ServerGroup[]> {
  const ids = sought.map(({ server }) => server.serverGroupIds);
  const known = ids.every((one) => one !== undefined) && sought.length === 1;
  const groups = known
    ? await stillThere([...new Set(ids.flat())], (id) => compute.serverGroups.get(id))
    : await compute.serverGroups.list({ allProjects: true });
  const hard = groups.filter(({ policy }) => policy === 'affinity' || policy === 'anti-affinity');
  return hard.filter(({ members }) => sought.some(({ server }) => members.includes(server.id)));
}

/** What is gone meanwhile is left out. */
async function stillThere<T, R>(items: readonly T[], read: (item: T) => Promise<R>): Promise<R[]> {
  const found = await inParallel(items, AT_ONCE, (item) => unlessGone(read(item)));
  return found.filter((one) => one !== undefined);
}
