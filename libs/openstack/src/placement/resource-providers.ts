import { findOne } from '../core/find.ts';
import { Listing, nothing } from '../core/listing.ts';
import { listing } from '../core/paging.ts';
import { segment } from '../core/segment.ts';
import type { ServiceClient } from '../core/service-client.ts';
import { type ResourceGroup, groupFitsNothing, groupQuery, groupSince } from './resource-group.ts';

/** What gives resources: a hypervisor, or a part of one. */
export interface ResourceProvider {
  /** Of a hypervisor: the hypervisor's own id. */
  id: string;
  /** Of a hypervisor: its hostname, which need not be the compute service's host. */
  name: string;
  /** Counts changes; a change names the one that it was made from. */
  generation: number;
  parentId: string | null;
  /** The topmost one of its tree; its own id, if that is it. */
  rootId: string;
}

export interface ResourceProviderFilter extends ResourceGroup {
  name?: string;
  id?: string;
}

/** `/resource_providers`. For admins. */
export class ResourceProviders {
  readonly #placement: ServiceClient;

  constructor(placement: ServiceClient) {
    this.#placement = placement;
  }

  /** With `resources`, those that could give them now, in one request. A filter that is an empty set fits nothing. */
  list(filter: ResourceProviderFilter = {}): Listing<ResourceProvider> {
    if (groupFitsNothing(filter)) return new Listing<ResourceProvider>(nothing);
    const { name, id, ...group } = filter;
    return listing(
      this.#placement,
      () => ({
        method: 'GET',
        path: '/resource_providers',
        query: { name, uuid: id, ...groupQuery(group) },
        label: 'list resource providers',
        since: groupSince(group),
      }),
      { key: 'resource_providers', idOf: (raw: PlacementProvider) => raw.uuid, map: provider },
    );
  }

  /** @throws OPENSTACK_NOT_FOUND */
  async get(id: string): Promise<ResourceProvider> {
    const operation = {
      method: 'GET',
      path: providerPath(id),
      key: 'uuid',
      label: `get resource provider ${id}`,
      since: '1.14',
    } as const;
    return this.#placement.ask(operation, provider);
  }

  /** @throws OPENSTACK_NOT_FOUND */
  async find(nameOrId: string): Promise<ResourceProvider> {
    return findOne('resource provider', nameOrId, this.list({ name: nameOrId }), (id) => this.get(id));
  }

  /** Of a host that is gone for good. @throws OPENSTACK_CONFLICT while it has allocations or children */
  async delete(id: string): Promise<void> {
    await this.#placement.request({
      method: 'DELETE',
      path: providerPath(id),
      label: `delete resource provider ${id}`,
    });
  }
}

/** Where a provider, or something of it, is. */
export const providerPath = (id: string, part = ''): string => `/resource_providers/${segment(id)}${part}`;

interface PlacementProvider {
  uuid: string;
  name: string;
  generation: number;
  parent_provider_uuid: string | null;
  root_provider_uuid: string;
}

const provider = (raw: PlacementProvider): ResourceProvider => ({
  id: raw.uuid,
  name: raw.name,
  generation: raw.generation,
  parentId: raw.parent_provider_uuid,
  rootId: raw.root_provider_uuid,
});
