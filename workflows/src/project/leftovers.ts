import { type OpenStackClient, isOpenStackError } from '@opsbook/openstack';
import * as z from 'zod';

/** In the order in which they can be deleted. */
export const LEFTOVER_KINDS = [
  'server',
  'floating IP',
  'volume snapshot',
  'volume',
  'router',
  'port',
  'network',
  'security group',
  'image',
] as const;

/** Something that still belongs to a project. */
export const Leftover = z.object({ kind: z.enum(LEFTOVER_KINDS), id: z.string(), name: z.string() });

export type Leftover = z.output<typeof Leftover>;
export type LeftoverKind = (typeof LEFTOVER_KINDS)[number];

interface Thing {
  id: string;
  name?: string | null;
}

/** What belongs to a project and outlives it: nothing of it is deleted with the project. */
export async function findLeftovers(client: OpenStackClient, projectId: string): Promise<Leftover[]> {
  const { compute, image, network, blockStorage } = client;
  const of = { projectId };
  const found: Record<LeftoverKind, PromiseLike<readonly Thing[]>> = {
    server: compute.servers.list(of),
    'floating IP': network.floatingIps
      .list(of)
      .then((all) => all.map(({ id, floatingIpAddress }) => ({ id, name: floatingIpAddress }))),
    'volume snapshot': storage(blockStorage.snapshots.list(of)),
    volume: storage(blockStorage.volumes.list(of)),
    router: network.routers.list(of),
    // Those of routers, DHCP and servers go with what they are of.
    port: network.ports
      .list(of)
      .then((all) => all.filter(({ deviceOwner }) => !/^(network|compute):/.test(deviceOwner))),
    network: network.networks.list(of),
    'security group': network.securityGroups.list(of).then((all) => all.filter(({ name }) => name !== 'default')),
    image: image.images.list({ owner: projectId, visibility: 'all' }),
  };
  const lists = await Promise.all(
    LEFTOVER_KINDS.map(async (kind) =>
      (await found[kind]).map(({ id, name }): Leftover => ({ kind, id, name: name ?? '' })),
    ),
  );
  return lists.flat();
}

// A cloud without block storage has no volumes.
const storage = (list: PromiseLike<readonly Thing[]>): PromiseLike<readonly Thing[]> =>
  list.then(
    (all) => all,
    (error: unknown) => {
      if (isOpenStackError(error) && error.code === 'OPENSTACK_NO_ENDPOINT') return [];
      throw error;
    },
  );

/** `2 servers (web-1, web-2), 1 volume (data)` */
export const describeLeftovers = (left: readonly Leftover[]): string =>
  LEFTOVER_KINDS.flatMap((kind) => {
    const some = left.filter((one) => one.kind === kind);
    if (some.length === 0) return [];
    const names = some.slice(0, 5).map(({ id, name }) => (name === '' ? id : name));
    const more = some.length > names.length ? ', ...' : '';
    return [`${some.length} ${kind}${some.length === 1 ? '' : 's'} (${names.join(', ')}${more})`];
  }).join(', ');
