import type { Listing } from '../core/listing.ts';
import { type ResourceShape, Resources } from '../core/resources.ts';
import type { ServiceClient } from '../core/service-client.ts';
import type { PageFilter } from './neutron.ts';

// Neutron answers ten thousand ports in one piece when asked for no limit, which takes longer than a request may.
const PAGE = 1000;

/** Neutron's resources: read in pages of a size of ours. */
export abstract class NeutronResources<
  Raw extends { id: string },
  T extends { id: string },
  Filter extends PageFilter,
> extends Resources<Raw, T, Filter> {
  constructor(neutron: ServiceClient, shape: ResourceShape<Raw, T>) {
    super(neutron, { ...shape, filters: { ...shape.filters, limit: 'limit' } });
  }

  override list(filter: Filter = {} as Filter): Listing<T> {
    return super.list({ ...filter, limit: filter.limit ?? PAGE });
  }
}
