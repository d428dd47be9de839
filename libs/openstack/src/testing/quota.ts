import { novaError } from './compute/nova-errors.ts';
import type { SimulatedFlavor } from './compute/compute-records.ts';
import type { World } from './world.ts';

/** @throws 403 as nova says it when `count` servers more would be too many for the project */
export function refuseOverQuota(world: World, projectId: string, flavor: SimulatedFlavor, count: number): void {
  const quota = world.state.projects.find((project) => project.id === projectId)?.quota;
  if (quota === undefined) return;
  const servers = world.state.servers.filter((server) => server.projectId === projectId);
  const sum = (size: (one: SimulatedFlavor) => number) =>
    servers.reduce((total, server) => total + size(server.flavor), 0);
  const kinds = [
    { name: 'cores', wanted: count * flavor.vcpus, used: sum((one) => one.vcpus), limit: quota.cores },
    { name: 'instances', wanted: count, used: servers.length, limit: quota.instances },
    { name: 'ram', wanted: count * flavor.ramMiB, used: sum((one) => one.ramMiB), limit: quota.ramMiB },
  ];
  const over = kinds.filter(({ wanted, used, limit }) => limit >= 0 && used + wanted > limit);
  if (over.length === 0) return;
  const all = (pick: (kind: (typeof kinds)[number]) => string | number) => over.map(pick).join(', ');
  throw novaError(
    403,
    `Quota exceeded for ${all((kind) => kind.name)}: Requested ${all((kind) => kind.wanted)}, but already used ${all((kind) => kind.used)} of ${all((kind) => kind.limit)} ${all((kind) => kind.name)}`,
  );
}
