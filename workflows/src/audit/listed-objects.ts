import type { OpenStackClient } from '@opsbook/openstack';
import { everyImage } from '../image/every-image.ts';

/** Something that a service lists. */
export interface ListedObject {
  id: string;
  name: string;
  projectId: string;
}

/** A kind of object that is listed for all projects and can be asked for by its id. */
export interface ListedKind {
  singular: string;
  list(client: OpenStackClient, projectId?: string): Promise<ListedObject[]>;
  get(client: OpenStackClient, id: string): Promise<unknown>;
}

export const LISTED_KINDS = {
  servers: {
    singular: 'server',
    list: async ({ compute }, projectId) =>
      (await compute.servers.list({ allProjects: true, ...(projectId !== undefined && { projectId }) })).map(
        ({ id, name, projectId: of }) => ({ id, name, projectId: of }),
      ),
    get: ({ compute }, id) => compute.servers.get(id),
  },
  images: {
    singular: 'image',
    list: async (client, projectId) =>
      (await everyImage(client, projectId === undefined ? {} : { owner: projectId })).map(({ id, name, owner }) => ({
        id,
        name: name ?? '',
        projectId: owner ?? '',
      })),
    get: ({ image }, id) => image.images.get(id),
  },
  'floating-ips': {
    singular: 'floating IP',
    list: async ({ network }, projectId) =>
      (await network.floatingIps.list(projectId === undefined ? {} : { projectId })).map((one) => ({
        id: one.id,
        name: one.floatingIpAddress,
        projectId: one.projectId,
      })),
    get: ({ network }, id) => network.floatingIps.get(id),
  },
} as const satisfies Record<string, ListedKind>;

export type ListedKindName = keyof typeof LISTED_KINDS;
