import type { ServiceClient } from '../core/service-client.ts';
import { providerPath } from './resource-providers.ts';

/** What is used of a provider by resource class, as of one of its generations. */
export interface ProviderUsages {
  generation: number;
  usages: Record<string, number>;
}

/** What a project's consumers of one type use. */
export interface ProjectUsages {
  /** What the consumer's maker says it is; `unknown` where it says nothing, as nova does in Zed. */
  consumerType: string;
  consumers: number;
  usages: Record<string, number>;
}

/** `/usages` and `/resource_providers/{id}/usages` */
export class Usages {
  readonly #placement: ServiceClient;

  constructor(placement: ServiceClient) {
    this.#placement = placement;
  }

  /** For admins. @throws OPENSTACK_NOT_FOUND */
  async ofProvider(providerId: string): Promise<ProviderUsages> {
    const operation = {
      method: 'GET',
      path: providerPath(providerId, '/usages'),
      key: 'usages',
      label: `get the usages of resource provider ${providerId}`,
    } as const;
    return this.#placement.ask(
      operation,
      (body: { resource_provider_generation: number; usages: Record<string, number> }) => ({
        generation: body.resource_provider_generation,
        usages: body.usages,
      }),
    );
  }

  /** Everywhere; none of a project that uses nothing. A member may ask for its own project. */
  async ofProject(projectId: string, { userId }: { userId?: string } = {}): Promise<ProjectUsages[]> {
    const operation = {
      method: 'GET',
      path: '/usages',
      query: { project_id: projectId, user_id: userId },
      key: 'usages',
      label: `get the usages of project ${projectId}`,
      since: '1.38',
    } as const;
    return this.#placement.ask(operation, (body: { usages: Record<string, Record<string, number>> }) =>
      Object.entries(body.usages).map(([consumerType, { consumer_count: consumers = 0, ...usages }]) => ({
        consumerType,
        consumers,
        usages,
      })),
    );
  }
}
