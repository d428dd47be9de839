import { limitsOf } from './compute/compute-quota.ts';
import type { SimulatedFlavor, SimulatedServer } from './compute/compute-records.ts';
import { novaError } from './compute/nova-errors.ts';
import type { World } from './world.ts';

/** @throws 403 as nova says it when `count` servers more would be too many for the project */
export function refuseOverQuota(world: World, projectId: string, flavor: SimulatedFlavor, count: number): void {
  refuse(world, projectId, { cores: count * flavor.vcpus, instances: count, ram: count * flavor.ramMiB });
}

/** @throws the same when a server of another flavor would be too big for its project */
export function refuseGrowthOverQuota(world: World, { projectId, flavor }: SimulatedServer, to: SimulatedFlavor): void {
  const cores = Math.max(0, to.vcpus - flavor.vcpus);
  refuse(world, projectId, { cores, instances: 0, ram: Math.max(0, to.ramMiB - flavor.ramMiB) });
}

function refuse(world: World, projectId: string, wanted: Record<'cores' | 'instances' | 'ram', number>): void {
  const limits = limitsOf(world, projectId);
  const inUse = usedOf(world, projectId);
  const kinds = (['cores', 'instances', 'ram'] as const).map((name) => ({
    name,
    wanted: wanted[name],
    used: inUse[name],
    limit: limits[name] ?? -1,
  }));
  const over = kinds.filter(({ wanted: more, used, limit }) => limit >= 0 && more > 0 && used + more > limit);
  if (over.length === 0) return;
  const all = (pick: (kind: (typeof kinds)[number]) => string | number) => over.map(pick).join(', ');
  throw novaError(
    403,
    `Quota exceeded for ${all((kind) => kind.name)}: Requested ${all((kind) => kind.wanted)}, but already used ${all((kind) => kind.used)} of ${all((kind) => kind.limit)} ${all((kind) => kind.name)}`,
  );
}

/** What a project's servers take. */
export function usedOf({ state }: World, projectId: string): Record<'cores' | 'instances' | 'ram', number> {
  const servers = state.servers.filter((server) => server.projectId === projectId);
  const sum = (size: (one: SimulatedFlavor) => number) =>
    servers.reduce((total, server) => total + size(server.flavor), 0);
  return { cores: sum((one) => one.vcpus), instances: servers.length, ram: sum((one) => one.ramMiB) };
}
