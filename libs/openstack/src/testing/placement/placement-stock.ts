import type { World } from '../world.ts';
import type { SimulatedInventory, SimulatedResourceProvider } from './placement-records.ts';

/** What is used of a provider, for each class that it has. */
export function usagesOf({ state }: World, provider: SimulatedResourceProvider): Record<string, number> {
  const held = state.consumers.map(({ allocations }) => allocations[provider.id] ?? {});
  const sum = (name: string) => held.reduce((total, amounts) => total + (amounts[name] ?? 0), 0);
  return Object.fromEntries(Object.keys(provider.inventories).map((name) => [name, sum(name)]));
}

export const capacityOf = ({ total, reserved, allocation_ratio: ratio }: SimulatedInventory): number =>
  Math.trunc((total - reserved) * ratio);

/** Whether so much more could be given to one consumer. @param given back before, by the same consumer */
export function takes(
  world: World,
  provider: SimulatedResourceProvider,
  name: string,
  amount: number,
  given = 0,
): 'yes' | 'none' | 'bounds' | 'full' {
  const inventory = provider.inventories[name];
  if (inventory === undefined) return 'none';
  const { min_unit: min, max_unit: max, step_size: step } = inventory;
  if (amount < min || amount > max || amount % step !== 0) return 'bounds';
  const used = (usagesOf(world, provider)[name] ?? 0) - given;
  return used + amount <= capacityOf(inventory) ? 'yes' : 'full';
}

/** The topmost of its tree. */
export function rootOf(world: World, provider: SimulatedResourceProvider): SimulatedResourceProvider {
  const parent = world.state.resourceProviders.find(({ id }) => id === provider.parentId);
  return parent === undefined ? provider : rootOf(world, parent);
}
