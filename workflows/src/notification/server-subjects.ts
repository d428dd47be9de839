import type { Server, ServerFilter } from '@opsbook/openstack';
import type { RunContext } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import { findProjects } from '../project/find-projects.ts';
import type { Subject } from './notice.ts';

/** A server in a mail. */
export interface ServerSubject extends Subject {
  flavor: string;
  imageId: string | null;
  addresses: string;
  status: string;
  createdAt: string;
  /** Its last change, UTC ISO 8601. */
  updatedAt: string;
}

export interface ServerSearch {
  cloud: string;
  /** By name or id; default: of any. */
  projects?: readonly string[] | undefined;
  filter?: ServerFilter;
}

/** The servers that a mail may be about, in the order of their names. */
export async function findServers(
  ctx: RunContext<Services>,
  { cloud, projects, filter = {} }: ServerSearch,
): Promise<ServerSubject[]> {
  const { compute } = ctx.services.openstack(cloud);
  const projectIds = projects && (await findProjects(ctx, cloud, projects));
  return await ctx.read('servers', async () => {
    const found: ServerSubject[] = [];
    for (const scope of projectIds?.map((projectId) => ({ projectId })) ?? [{}]) {
      for await (const server of compute.servers.list({ ...filter, ...scope })) found.push(serverSubject(server));
    }
    return found.sort((a, b) => (a.name === b.name ? (a.id < b.id ? -1 : 1) : a.name < b.name ? -1 : 1));
  });
}

const serverSubject = (server: Server): ServerSubject => ({
  id: server.id,
  name: server.name,
  userId: server.userId,
  projectId: server.projectId,
  flavor: server.flavor.name,
  imageId: server.imageId,
  addresses: server.addresses.map(({ address }) => address).join(', '),
  status: server.status,
  createdAt: server.createdAt,
  updatedAt: server.updatedAt ?? server.createdAt,
});
