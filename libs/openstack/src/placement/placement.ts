import { ServiceClient } from '../core/service-client.ts';
import type { Session } from '../core/session.ts';
import { type AllocationCandidates, type CandidateRequest, allocationCandidates } from './allocation-candidates.ts';
import { Allocations } from './allocations.ts';
import { type CapacityFilter, type HostCapacity, readCapacity } from './capacity.ts';
import { Inventories } from './inventories.ts';
import { PLACEMENT } from './placement-api.ts';
import { ProviderSets } from './provider-sets.ts';
import { ResourceProviders } from './resource-providers.ts';
import { Usages } from './usages.ts';

/** Placement. Nearly all of it is for admins. */
export class PlacementService {
  readonly providers: ResourceProviders;
  readonly inventories: Inventories;
  readonly usages: Usages;
  readonly allocations: Allocations;
  readonly providerTraits: ProviderSets;
  readonly providerAggregates: ProviderSets;
  readonly #placement: ServiceClient;

  constructor(session: Session) {
    this.#placement = new ServiceClient(session, PLACEMENT);
    this.providers = new ResourceProviders(this.#placement);
    this.inventories = new Inventories(this.#placement);
    this.usages = new Usages(this.#placement);
    this.allocations = new Allocations(this.#placement);
    this.providerTraits = new ProviderSets(this.#placement, 'traits');
    this.providerAggregates = new ProviderSets(this.#placement, 'aggregates');
  }

  /**
   * Where something has room, in placement's own judgement; see {@link flavorRequest}.
   * @throws OPENSTACK_BAD_REQUEST for a resource class or trait that there is not
   */
  async candidates(request: CandidateRequest): Promise<AllocationCandidates> {
    return allocationCandidates(this.#placement, request);
  }

  /**
   * What hosts can give and what is left of it: one request, and two for each provider, eight at a time.
   * @throws OPENSTACK_NOT_FOUND when one of the named hosts has no resource provider
   */
  async capacity(filter: CapacityFilter = {}): Promise<HostCapacity[]> {
    return readCapacity(this, filter);
  }

  /** The names of all traits. @param filter `prefix` of the name; `inUse`: some provider has it, or none */
  async traits({ prefix, inUse }: { prefix?: string; inUse?: boolean } = {}): Promise<string[]> {
    const operation = {
      method: 'GET',
      path: '/traits',
      query: { name: prefix === undefined ? undefined : `startswith:${prefix}`, associated: inUse },
      key: 'traits',
      label: 'list traits',
      since: '1.6',
    } as const;
    return this.#placement.ask(operation, (body: { traits: string[] }) => [...body.traits]);
  }

  /** The names of all resource classes. */
  async resourceClasses(): Promise<string[]> {
    const operation = {
      method: 'GET',
      path: '/resource_classes',
      key: 'resource_classes',
      label: 'list resource classes',
      since: '1.2',
    } as const;
    return this.#placement.ask(operation, (body: { resource_classes: { name: string }[] }) =>
      body.resource_classes.map(({ name }) => name),
    );
  }
}
