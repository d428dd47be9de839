import { type Server, type ServerGroup, flavorRequest } from '@opsbook/openstack';
import type { GroupOfServer, Movement, WantedPlace } from './wanted-place.ts';

/** A server for which a place is sought, and how it would get there. */
export interface Sought {
  server: Server;
  how: Movement;
}

/** What is known of the surroundings of servers that are to move. */
export interface Surroundings {
  groups: readonly ServerGroup[];
  /** The host of each member of these groups, by id. */
  members: Readonly<Record<string, string>>;
  /** The properties of images, by id. */
  images: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** What a server wants; `candidates` are placement's to tell. */
export function wantedPlace({ server, how }: Sought, around: Surroundings): Omit<WantedPlace, 'candidates'> {
  const { id, name, zone, flavor } = { ...server, zone: server.availabilityZone };
  const volumeBacked = server.imageId === null;
  const request = flavorRequest(flavor, { volumeBacked });
  const traits = imageTraits(around.images[server.imageId ?? ''] ?? {});
  const required = [...new Set([...(request.required ?? []), ...traits])];
  const group = around.groups.find(({ members }) => members.includes(id));
  return {
    id,
    name,
    from: server.host ?? '',
    zone,
    how,
    flavor,
    request: { ...request, ...(required.length > 0 && { required }) },
    ...(group && { group: groupOf(group, id, around.members) }),
  };
}

/** Nova adds the traits that the image requires to those of the flavor. */
const imageTraits = (properties: Readonly<Record<string, string>>): string[] =>
  Object.entries(properties).flatMap(([key, value]) =>
    key.startsWith('trait:') && value === 'required' ? [key.slice('trait:'.length)] : [],
  );

function groupOf(group: ServerGroup, id: string, hosts: Readonly<Record<string, string>>): GroupOfServer {
  const others = group.members.flatMap((member) => {
    const host = hosts[member];
    return member === id || host === undefined ? [] : [[member, host] as const];
  });
  return {
    name: group.name,
    policy: group.policy,
    most: group.maxServersPerHost ?? 1,
    others: Object.fromEntries(others),
  };
}
