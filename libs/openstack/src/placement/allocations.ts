import { segment } from '../core/segment.ts';
import type { ServiceClient } from '../core/service-client.ts';
import { providerPath } from './resource-providers.ts';

/** What one consumer holds of one provider. */
export interface Allocation {
  /** A server's id; while it moves, the migration's uuid holds what is left on the source. */
  consumerId: string;
  providerId: string;
  resources: Record<string, number>;
}

/** All that a consumer holds. */
export interface ConsumerAllocations {
  /** Empty: it holds nothing, or there is no such consumer. */
  allocations: Allocation[];
  projectId: string | undefined;
  userId: string | undefined;
  /** What its maker says it is; `unknown` where it says nothing, as nova does in Zed. */
  consumerType: string | undefined;
  /** Counts changes; a change names the one that it was made from. */
  generation: number | undefined;
}

/** `/allocations` and `/resource_providers/{id}/allocations`. For admins. */
export class Allocations {
  readonly #placement: ServiceClient;

  constructor(placement: ServiceClient) {
    this.#placement = placement;
  }

  async ofConsumer(consumerId: string): Promise<ConsumerAllocations> {
    const operation = {
      method: 'GET',
      path: `/allocations/${segment(consumerId)}`,
      key: 'allocations',
      label: `get the allocations of ${consumerId}`,
      since: '1.12',
    } as const;
    return this.#placement.ask(operation, (body: PlacementConsumer) => ({
      allocations: Object.entries(body.allocations).map(([providerId, { resources }]) => ({
        consumerId,
        providerId,
        resources,
      })),
      projectId: body.project_id,
      userId: body.user_id,
      consumerType: body.consumer_type,
      generation: body.consumer_generation,
    }));
  }

  /** @throws OPENSTACK_NOT_FOUND */
  async ofProvider(providerId: string): Promise<Allocation[]> {
    const operation = {
      method: 'GET',
      path: providerPath(providerId, '/allocations'),
      key: 'allocations',
      label: `get the allocations of resource provider ${providerId}`,
    } as const;
    return this.#placement.ask(operation, (body: Pick<PlacementConsumer, 'allocations'>) =>
      Object.entries(body.allocations).map(([consumerId, { resources }]) => ({ consumerId, providerId, resources })),
    );
  }

  /**
   * Takes everything from a consumer. For what is left of a server that is gone: nova does not give back to one that is there.
   * @throws OPENSTACK_NOT_FOUND when it holds nothing
   */
  async delete(consumerId: string): Promise<void> {
    await this.#placement.request({
      method: 'DELETE',
      path: `/allocations/${segment(consumerId)}`,
      label: `delete the allocations of ${consumerId}`,
    });
  }
}

interface PlacementConsumer {
  allocations: Record<string, { resources: Record<string, number>; generation: number }>;
  project_id?: string;
  user_id?: string;
  consumer_type?: string;
  consumer_generation?: number;
}
