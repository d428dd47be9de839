import { findOne } from '../core/find.ts';
import { Listing } from '../core/listing.ts';
import { segment } from '../core/segment.ts';
import type { ServiceClient } from '../core/service-client.ts';

export type ServerGroupPolicy = 'affinity' | 'anti-affinity' | 'soft-affinity' | 'soft-anti-affinity';

/** Servers that are placed on one host, or on different ones. */
export interface ServerGroup {
  id: string;
  name: string;
  policy: ServerGroupPolicy;
  /** Of anti-affinity: how many may share a host; null: one. */
  maxServersPerHost: number | null;
  /** Ids of servers. */
  members: string[];
  projectId: string;
  userId: string;
}

// One policy instead of several, and its rules.
const SINCE = '2.64';

const PAGE = 1000;

/** `/os-server-groups`. A group is chosen when a server is made, and for good. */
export class ServerGroups {
  readonly #nova: ServiceClient;

  constructor(nova: ServiceClient) {
    this.#nova = nova;
  }

  /** @param allProjects default false; for others than admins it does not count */
  list({ allProjects = false }: { allProjects?: boolean } = {}): Listing<ServerGroup> {
    return new Listing(() => this.#pages(allProjects));
  }

  /** @throws OPENSTACK_NOT_FOUND */
  async get(id: string): Promise<ServerGroup> {
    const { body } = await this.#nova.request<{ server_group: NovaGroup }>({
      method: 'GET',
      path: pathOf(id),
      key: 'server_group',
      label: `get server group ${id}`,
      since: SINCE,
    });
    return serverGroup(body.server_group);
  }

  /** @throws OPENSTACK_NOT_FOUND; OPENSTACK_AMBIGUOUS */
  async find(nameOrId: string, scope: { allProjects?: boolean } = {}): Promise<ServerGroup> {
    const named = async () => (await this.list(scope)).filter(({ name }) => name === nameOrId);
    return findOne('server group', nameOrId, named(), (id) => this.get(id));
  }

  /** @throws OPENSTACK_QUOTA; OPENSTACK_BAD_REQUEST for servers per host with another policy than anti-affinity */
  async create(wanted: { name: string; policy: ServerGroupPolicy; maxServersPerHost?: number }): Promise<ServerGroup> {
    const { name, policy, maxServersPerHost: most } = wanted;
    const { body } = await this.#nova.request<{ server_group: NovaGroup }>({
      method: 'POST',
      path: '/os-server-groups',
      body: { server_group: { name, policy, ...(most !== undefined && { rules: { max_server_per_host: most } }) } },
      key: 'server_group',
      label: `create server group '${name}'`,
      since: SINCE,
    });
    return serverGroup(body.server_group);
  }

  /** Its servers stay where they are. @throws OPENSTACK_NOT_FOUND */
  async delete(id: string): Promise<void> {
    await this.#nova.request({ method: 'DELETE', path: pathOf(id), label: `delete server group ${id}` });
  }

  // Nova gives these pages by number and says nothing of a next one.
  async *#pages(allProjects: boolean): AsyncGenerator<ServerGroup[]> {
    for (let offset = 0; ;) {
      const { body } = await this.#nova.request<{ server_groups: NovaGroup[] }>({
        method: 'GET',
        path: '/os-server-groups',
        query: { all_projects: allProjects ? true : undefined, limit: PAGE, offset },
        key: 'server_groups',
        label: 'list server groups',
        since: SINCE,
      });
      const page = body.server_groups;
      if (page.length > 0) yield page.map(serverGroup);
      // The cloud's cap may be lower than what was asked for: only an empty page is the end.
      if (page.length === 0) return;
      offset += page.length;
    }
  }
}

const pathOf = (id: string): string => `/os-server-groups/${segment(id)}`;

interface NovaGroup {
  id: string;
  name: string;
  policy: ServerGroupPolicy;
  rules: { max_server_per_host?: number };
  members: string[];
  project_id: string;
  user_id: string;
}

const serverGroup = (raw: NovaGroup): ServerGroup => ({
  id: raw.id,
  name: raw.name,
  policy: raw.policy,
  maxServersPerHost: raw.rules.max_server_per_host ?? null,
  members: raw.members,
  projectId: raw.project_id,
  userId: raw.user_id,
});
