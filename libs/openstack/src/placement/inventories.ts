import { segment } from '../core/segment.ts';
import type { ServiceClient } from '../core/service-client.ts';
import { providerPath } from './resource-providers.ts';

/** What a provider has of one resource class. */
export interface Inventory {
  total: number;
  /** Kept from consumers. */
  reserved: number;
  /** How many times over the rest is given away. */
  allocationRatio: number;
  /** Bounds of a single allocation, which is a multiple of `stepSize`. */
  minUnit: number;
  maxUnit: number;
  stepSize: number;
}

/** By resource class, as of one generation of the provider. */
export interface ProviderInventories {
  generation: number;
  inventories: Record<string, Inventory>;
}

/** What is not given is placement's default: nothing reserved, no ratio, any amount. */
export type NewInventory = Pick<Inventory, 'total'> & Partial<Inventory>;

/** `/resource_providers/{id}/inventories`. For admins. Nova rewrites those of its hypervisors every minute. */
export class Inventories {
  readonly #placement: ServiceClient;

  constructor(placement: ServiceClient) {
    this.#placement = placement;
  }

  /** @throws OPENSTACK_NOT_FOUND */
  async get(providerId: string): Promise<ProviderInventories> {
    const operation = {
      method: 'GET',
      path: providerPath(providerId, '/inventories'),
      key: 'inventories',
      label: `get the inventories of resource provider ${providerId}`,
    } as const;
    return this.#placement.ask(operation, inventories);
  }

  /** @throws OPENSTACK_NOT_FOUND when there is no such provider, or it has none of that class */
  async getClass(providerId: string, resourceClass: string): Promise<Inventory & { generation: number }> {
    const operation = {
      method: 'GET',
      path: providerPath(providerId, `/inventories/${segment(resourceClass)}`),
      key: 'total',
      label: `get the ${resourceClass} of resource provider ${providerId}`,
    } as const;
    return this.#placement.ask(operation, classInventory);
  }

  /**
   * Sets all classes; one that is left out is taken away.
   * @throws OPENSTACK_CONFLICT with `serviceErrorType` `placement.concurrent_update` when the provider is not of that
   * generation any more: get it anew; `placement.inventory.inuse` when what would go has allocations
   */
  async set(
    providerId: string,
    wanted: { generation: number; inventories: Readonly<Record<string, NewInventory>> },
  ): Promise<ProviderInventories> {
    const operation = {
      method: 'PUT',
      path: providerPath(providerId, '/inventories'),
      body: {
        resource_provider_generation: wanted.generation,
        inventories: Object.fromEntries(
          Object.entries(wanted.inventories).map(([name, one]) => [name, newInventory(one)]),
        ),
      },
      key: 'inventories',
      label: `set the inventories of resource provider ${providerId}`,
      // A repetition would find another generation, and hide that the first one took.
      repeatable: false,
    } as const;
    return this.#placement.ask(operation, inventories);
  }

  /** Sets one class that it has. @throws OPENSTACK_CONFLICT as {@link set}; OPENSTACK_BAD_REQUEST when it has none of that class */
  async setClass(
    providerId: string,
    resourceClass: string,
    { generation, ...wanted }: NewInventory & { generation: number },
  ): Promise<Inventory & { generation: number }> {
    const operation = {
      method: 'PUT',
      path: providerPath(providerId, `/inventories/${segment(resourceClass)}`),
      body: { resource_provider_generation: generation, ...newInventory(wanted) },
      key: 'total',
      label: `set the ${resourceClass} of resource provider ${providerId}`,
      repeatable: false,
    } as const;
    return this.#placement.ask(operation, classInventory);
  }
}

interface Generation {
  resource_provider_generation: number;
}

interface PlacementInventory {
  total: number;
  reserved: number;
  allocation_ratio: number;
  min_unit: number;
  max_unit: number;
  step_size: number;
}

interface PlacementInventories extends Generation {
  inventories: Record<string, PlacementInventory>;
}

const inventories = (raw: PlacementInventories): ProviderInventories => ({
  generation: raw.resource_provider_generation,
  inventories: Object.fromEntries(Object.entries(raw.inventories).map(([name, one]) => [name, inventory(one)])),
});

const inventory = (raw: PlacementInventory): Inventory => ({
  total: raw.total,
  reserved: raw.reserved,
  allocationRatio: raw.allocation_ratio,
  minUnit: raw.min_unit,
  maxUnit: raw.max_unit,
  stepSize: raw.step_size,
});

const classInventory = (raw: PlacementInventory & Generation): Inventory & { generation: number } => ({
  ...inventory(raw),
  generation: raw.resource_provider_generation,
});

const newInventory = (wanted: NewInventory): Partial<PlacementInventory> => ({
  total: wanted.total,
  ...(wanted.reserved !== undefined && { reserved: wanted.reserved }),
  ...(wanted.allocationRatio !== undefined && { allocation_ratio: wanted.allocationRatio }),
  ...(wanted.minUnit !== undefined && { min_unit: wanted.minUnit }),
  ...(wanted.maxUnit !== undefined && { max_unit: wanted.maxUnit }),
  ...(wanted.stepSize !== undefined && { step_size: wanted.stepSize }),
});
