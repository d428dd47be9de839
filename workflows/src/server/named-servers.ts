import type { OpenStackClient, Server } from '@opsbook/openstack';

/** The servers of exactly this name; nova's filter is a pattern, and its database may not tell cases apart. */
export async function namedServers(
  { compute }: OpenStackClient,
  name: string,
  options: { allProjects?: boolean } = {},
): Promise<Server[]> {
  const pattern = `^${name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}$`;
  return (await compute.servers.list({ name: pattern, ...options })).filter((server) => server.name === name);
}
