import type { World } from '../world.ts';

/** A project's limits by nova's names: what was set, else the project's own, else nova's defaults. */
export function limitsOf(world: World, projectId: string): Record<string, number> {
  return { ...defaultsOf(world, projectId), ...world.state.computeQuotas[projectId] };
}

/** The same before anything was set. */
export function defaultsOf({ state }: World, projectId: string): Record<string, number> {
  const quota = state.projects.find(({ id }) => id === projectId)?.quota;
  return {
    cores: quota?.cores ?? -1,
    instances: quota?.instances ?? -1,
    key_pairs: 100,
    metadata_items: 128,
    ram: quota?.ramMiB ?? -1,
    server_group_members: 10,
    server_groups: 10,
  };
}
