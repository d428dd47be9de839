import type { SimulatedServer } from './compute-records.ts';
import type { World } from '../world.ts';

/** Whether the server group of a server, if it has one, allows it on the host. Soft policies allow every host. */
export function groupAllows(world: World, server: SimulatedServer | undefined, host: string): boolean {
  const group = world.state.serverGroups.find(({ members }) => server !== undefined && members.includes(server.id));
  if (group === undefined) return true;
  const others = world.state.servers.filter(
    (other) => other !== server && other.host !== null && group.members.includes(other.id),
  );
  if (group.policy === 'affinity') {
    // Seen: a server's own host counts among those of its group, so that no move of it finds another one.
    const hosts = [server, ...others].flatMap((one) => one?.host ?? []);
    return hosts.length === 0 || hosts.includes(host);
  }
  if (group.policy !== 'anti-affinity') return true;
  return others.filter((other) => other.host === host).length < (group.maxServersPerHost ?? 1);
}
