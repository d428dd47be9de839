import { type OpenStackClient, isOpenStackError } from '@opsbook/openstack';
import * as z from 'zod';

/** In the order in which they can be deleted. */
export const LEFTOVER_KINDS = [
  'server',
  'server group',
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
  const { projectId: own } = await client.whoAmI();
  const of = { projectId };
  const found: Record<LeftoverKind, PromiseLike<readonly Thing[]>> = {
    server: compute.servers.list(of),
    'server group': compute.serverGroups
      .list({ allProjects: true })
      .then((all) => all.filter((group) => group.projectId === projectId)),
    'floating IP': network.floatingIps
      .list(of)
      .then((all) => all.map(({ id, floatingIpAddress }) => ({ id, name: floatingIpAddress }))),
    'volume snapshot': storage({ projectId, own }, blockStorage.snapshots.list(of)),
    volume: storage({ projectId, own }, blockStorage.volumes.list(of)),
    router: network.routers.list(of),
    // Those of routers, DHCP and servers go with what they are of.
    port: network.ports
      .list(of)
      .then((all) => all.filter(({ deviceOwner }) => !/^(network|compute):/.test(deviceOwner))),
    network: network.networks.list(of),
    'security group': network.securityGroups.list(of).then((all) => all.filter(({ name }) => name !== 'default')),
    image: Promise.all(
      [false, true].map((hidden) => image.images.list({ owner: projectId, visibility: 'all', hidden })),
    ).then((lists) => lists.flat()),
  };
  const lists = await Promise.all(
    LEFTOVER_KINDS.map(async (kind) =>
      (await found[kind]).map(({ id, name }): Leftover => ({ kind, id, name: name ?? '' })),
    ),
  );
  return lists.flat();
}

/**
 * What cinder tells of a project: what is found here may be deleted, and what is not found here is forgotten.
 * @param own the project of the login
 */
async function storage(
  { projectId, own }: { projectId: string; own: string | undefined },
  list: PromiseLike<readonly (Thing & { projectId: string | null })[]>,
): Promise<readonly Thing[]> {
  try {
    const all = await list;
    // Others than admins get their own whatever they ask for.
    const other = all.find((one) => one.projectId !== projectId);
    if (other === undefined) return all;
    throw new Error(`cinder tells of the project ${other.projectId ?? '?'} instead of ${projectId}: is this an admin?`);
  } catch (error) {
    if (!isOpenStackError(error) || error.code !== 'OPENSTACK_NO_ENDPOINT') throw error;
    // Keystone tells others of no block storage, and a cloud without it has no volumes.
    if (own === undefined)
      throw new Error('the volumes of a project are told to a login of a project only', { cause: error });
    return [];
  }
}

/** `2 servers (web-1, web-2), 1 volume (data)` */
export const describeLeftovers = (left: readonly Leftover[]): string =>
  LEFTOVER_KINDS.flatMap((kind) => {
    const some = left.filter((one) => one.kind === kind);
    if (some.length === 0) return [];
    const names = some.slice(0, 5).map(({ id, name }) => (name === '' ? id : name));
    const more = some.length > names.length ? ', ...' : '';
    return [`${some.length} ${kind}${some.length === 1 ? '' : 's'} (${names.join(', ')}${more})`];
  }).join(', ');
