import type { Listing } from '../core/listing.ts';
import { listing } from '../core/paging.ts';
import type { ServiceClient } from '../core/service-client.ts';
import { utc, utcOrNull } from '../core/utc.ts';

/** A group of hosts that the scheduler knows, and perhaps an availability zone. */
export interface Aggregate {
  id: number;
  uuid: string;
  name: string;
  availabilityZone: string | null;
  hosts: string[];
  metadata: Record<string, string>;
  createdAt: string;
  updatedAt: string | null;
}

// With UUIDs.
const SINCE = '2.41';

/** `/os-aggregates` */
export class Aggregates {
  readonly #nova: ServiceClient;

  constructor(nova: ServiceClient) {
    this.#nova = nova;
  }

  list(): Listing<Aggregate> {
    return listing(
      this.#nova,
      () => ({ method: 'GET', path: '/os-aggregates', label: 'list aggregates', since: SINCE }),
      { key: 'aggregates', idOf: (raw: NovaAggregate) => raw.id, map: aggregate },
    );
  }

  /** @throws OPENSTACK_NOT_FOUND */
  async get(id: number): Promise<Aggregate> {
    const { body } = await this.#nova.request<{ aggregate: NovaAggregate }>({
      method: 'GET',
      path: `/os-aggregates/${id}`,
      key: 'aggregate',
      label: `get aggregate ${id}`,
      since: SINCE,
    });
    return aggregate(body.aggregate);
  }
}

interface NovaAggregate {
  id: number;
  uuid: string;
  name: string;
  availability_zone: string | null;
  hosts: string[];
  metadata: Record<string, string>;
  created_at: string;
  updated_at: string | null;
}

const aggregate = (raw: NovaAggregate): Aggregate => ({
  id: raw.id,
  uuid: raw.uuid,
  name: raw.name,
  availabilityZone: raw.availability_zone,
  hosts: raw.hosts,
  metadata: raw.metadata,
  createdAt: utc(raw.created_at),
  updatedAt: utcOrNull(raw.updated_at),
});
