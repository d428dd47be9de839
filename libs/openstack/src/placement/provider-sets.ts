import type { ServiceClient } from '../core/service-client.ts';
import { providerPath } from './resource-providers.ts';

/** Traits or aggregates of a provider, as of one of its generations. */
export interface ProviderSet {
  generation: number;
  names: string[];
}

/** `/resource_providers/{id}/traits` and `/resource_providers/{id}/aggregates`. For admins. */
export class ProviderSets {
  readonly #placement: ServiceClient;
  readonly #part: 'traits' | 'aggregates';

  constructor(placement: ServiceClient, part: 'traits' | 'aggregates') {
    this.#placement = placement;
    this.#part = part;
  }

  /** @throws OPENSTACK_NOT_FOUND */
  async get(providerId: string): Promise<ProviderSet> {
    const operation = {
      method: 'GET',
      path: providerPath(providerId, `/${this.#part}`),
      key: this.#part,
      label: `get the ${this.#part} of resource provider ${providerId}`,
      since: '1.19',
    } as const;
    return this.#placement.ask(operation, (body: PlacementSet) => this.#read(body));
  }

  /**
   * Replaces all of them.
   * @throws OPENSTACK_CONFLICT (`placement.concurrent_update`) when the provider is not of that generation any more: get it
   * anew; OPENSTACK_BAD_REQUEST for a trait that there is not
   */
  async set(providerId: string, { generation, names }: ProviderSet): Promise<ProviderSet> {
    const operation = {
      method: 'PUT',
      path: providerPath(providerId, `/${this.#part}`),
      body: { resource_provider_generation: generation, [this.#part]: names },
      key: this.#part,
      label: `set the ${this.#part} of resource provider ${providerId}`,
      since: '1.19',
      // A repetition would find another generation, and hide that the first one took.
      repeatable: false,
    } as const;
    return this.#placement.ask(operation, (body: PlacementSet) => this.#read(body));
  }

  #read(body: PlacementSet): ProviderSet {
    return { generation: body.resource_provider_generation, names: [...(body[this.#part] ?? [])] };
  }
}

interface PlacementSet {
  resource_provider_generation: number;
  traits?: string[];
  aggregates?: string[];
}
