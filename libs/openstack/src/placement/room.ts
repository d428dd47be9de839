import type { Inventory } from './inventories.ts';

/** What a provider has of one resource class, and what is left of it. */
export interface Room extends Inventory {
  /** `(total - reserved) * allocationRatio`, rounded down: what it gives away at most. */
  capacity: number;
  used: number;
  /** Negative: more is given away than it has now (its inventory shrank, or the ratio). */
  free: number;
  /** The most that one consumer can have now; 0 where not even the smallest unit is left. */
  largest: number;
}

/** Placement's arithmetic (its `_capacity_check_clause` and `InventoryList`). */
export function room(inventory: Inventory, used: number): Room {
  const { total, reserved, allocationRatio, minUnit, maxUnit, stepSize } = inventory;
  const capacity = Math.trunc((total - reserved) * allocationRatio);
  const free = capacity - used;
  const most = Math.floor(Math.min(free, maxUnit) / stepSize) * stepSize;
  return { ...inventory, capacity, used, free, largest: most >= Math.max(minUnit, 1) ? most : 0 };
}
