import type { World } from '../world.ts';
import type { SimulatedConsumer, SimulatedInventory, SimulatedResourceProvider } from './placement-records.ts';

type Sums = Map<string, Map<string, number>>;

// A large cloud is asked for all of its providers one by one.
const known = new WeakMap<readonly SimulatedConsumer[], { count: number; sums: Sums }>();

/** What is used of a provider, for each class that it has. */
export function usagesOf(world: World, provider: SimulatedResourceProvider): Record<string, number> {
  const held = sumsOf(world).get(provider.id);
  const sum = (name: string) => held?.get(name) ?? 0;
  return Object.fromEntries(Object.keys(provider.inventories).map((name) => [name, sum(name)]));
}

/** By provider and class. What an allocation is, is never changed in place: a new list has the new one. */
function sumsOf({ state: { consumers } }: World): Sums {
  const before = known.get(consumers);
  if (before?.count === consumers.length) return before.sums;
  const sums: Sums = new Map();
  for (const [id, amounts] of consumers.flatMap(({ allocations }) => Object.entries(allocations))) {
    const held = sums.get(id) ?? new Map<string, number>();
    sums.set(id, held);
    for (const [name, amount] of Object.entries(amounts)) held.set(name, (held.get(name) ?? 0) + amount);
  }
  known.set(consumers, { count: consumers.length, sums });
  return sums;
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
  if (provider.parentId === null) return provider;
  const parent = world.state.resourceProviders.find(({ id }) => id === provider.parentId);
  return parent === undefined ? provider : rootOf(world, parent);
}
