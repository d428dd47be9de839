import { OpenStackError } from '../core/errors.ts';
import type { Listing } from '../core/listing.ts';
import { listing } from '../core/paging.ts';
import type { Operation, ServiceClient } from '../core/service-client.ts';
import { type Aggregate, type NovaAggregate, aggregate } from './aggregate.ts';

// With UUIDs.
const SINCE = '2.41';

/** `/os-aggregates`. Admins only. */
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
    return this.#answered({ method: 'GET', path: pathOf(id), label: `get aggregate ${id}` });
  }

  /** By its name, which is its own among aggregates. @throws OPENSTACK_NOT_FOUND */
  async find(name: string): Promise<Aggregate> {
    const found = (await this.list()).find((one) => one.name === name);
    if (found !== undefined) return found;
    throw new OpenStackError('OPENSTACK_NOT_FOUND', `there is no aggregate '${name}'`, { service: 'compute' });
  }

  /** With an availability zone it makes its hosts that zone. @throws OPENSTACK_CONFLICT when the name is taken */
  async create(wanted: { name: string; availabilityZone?: string }): Promise<Aggregate> {
    const label = `create aggregate '${wanted.name}'`;
    return this.#answered({ method: 'POST', path: '/os-aggregates', body: { aggregate: fields(wanted) }, label });
  }

  /** @throws OPENSTACK_BAD_REQUEST for another zone while servers are on its hosts; OPENSTACK_CONFLICT for a name that is taken */
  async update(id: number, changes: { name?: string; availabilityZone?: string }): Promise<Aggregate> {
    const label = `update aggregate ${id} (${Object.keys(changes).join(', ')})`;
    return this.#answered({ method: 'PUT', path: pathOf(id), body: { aggregate: fields(changes) }, label });
  }

  /** @throws OPENSTACK_BAD_REQUEST while it has hosts; OPENSTACK_NOT_FOUND */
  async delete(id: number): Promise<void> {
    await this.#nova.request({ method: 'DELETE', path: pathOf(id), label: `delete aggregate ${id}` });
  }

  /** @throws OPENSTACK_CONFLICT when it has it, or the host is in another zone; OPENSTACK_NOT_FOUND for no host of nova's */
  async addHost(id: number, host: string): Promise<Aggregate> {
    return this.#act(id, { add_host: { host } }, `add host ${host} to`);
  }

  /** @throws OPENSTACK_NOT_FOUND when it does not have it; OPENSTACK_CONFLICT where servers would leave their zone */
  async removeHost(id: number, host: string): Promise<Aggregate> {
    return this.#act(id, { remove_host: { host } }, `remove host ${host} from`);
  }

  /** Sets these, removes those that are null, and keeps the others. */
  async setMetadata(id: number, metadata: Record<string, string | null>): Promise<Aggregate> {
    return this.#act(id, { set_metadata: { metadata } }, 'set the metadata of');
  }

  #act(id: number, body: object, verb: string): Promise<Aggregate> {
    return this.#answered({ method: 'POST', path: `${pathOf(id)}/action`, body, label: `${verb} aggregate ${id}` });
  }

  async #answered(operation: Operation): Promise<Aggregate> {
    const { body } = await this.#nova.request<{ aggregate: NovaAggregate }>({
      key: 'aggregate',
      since: SINCE,
      ...operation,
    });
    return aggregate(body.aggregate);
  }
}

const pathOf = (id: number): string => `/os-aggregates/${id}`;

const fields = ({ name, availabilityZone }: { name?: string; availabilityZone?: string }): object => ({
  ...(name !== undefined && { name }),
  ...(availabilityZone !== undefined && { availability_zone: availabilityZone }),
});
