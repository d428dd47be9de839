import { Listing, nothing } from '../core/listing.ts';
import { listing } from '../core/paging.ts';
import { segment } from '../core/segment.ts';
import type { ServiceClient } from '../core/service-client.ts';
import type { PageFilter } from './neutron.ts';
import { fitsNothing, renameQuery } from './rename.ts';

/** How neutron calls a resource, and how its answers are read. */
export interface ResourceShape<Raw, T> {
  /** In bodies: `security_group`. */
  item: string;
  /** In bodies: `security_groups`; in paths with dashes for `_`. */
  collection: string;
  /** For people: `security group`. */
  what: string;
  /** Neutron's names of what a list can be filtered by. */
  filters: Readonly<Record<string, string>>;
  read: (raw: Raw) => T;
}

// Neutron answers ten thousand ports in one piece when asked for no limit, which takes longer than a request may.
const PAGE = 1000;

/** What can be done with every kind of resource. */
export abstract class Resources<Raw extends { id: string }, T extends { id: string }, Filter extends PageFilter> {
  protected readonly neutron: ServiceClient;
  protected readonly shape: ResourceShape<Raw, T>;

  constructor(neutron: ServiceClient, shape: ResourceShape<Raw, T>) {
    this.neutron = neutron;
    this.shape = shape;
  }

  /** Those that the user may see. A filter that is an empty array fits nothing. */
  list(filter: Filter = {} as Filter): Listing<T> {
    const { limit = PAGE, ...wanted } = filter;
    const { collection, what, filters, read } = this.shape;
    if (fitsNothing(wanted)) return new Listing<T>(nothing);
    return listing(
      this.neutron,
      () => ({
        method: 'GET',
        path: `/${this.collectionPath}`,
        query: { ...renameQuery(filters, wanted), limit },
        label: `list ${plural(what)}`,
      }),
      { key: collection, idOf: (raw: Raw) => raw.id, map: read },
    );
  }

  /** @throws OPENSTACK_NOT_FOUND also for what the user may not see */
  async get(id: string): Promise<T> {
    const { item, what } = this.shape;
    return this.answered({ method: 'GET', path: this.pathOf(id), key: item, label: `get ${what} ${id}` });
  }

  /** @throws OPENSTACK_CONFLICT when something uses it, in neutron's words; OPENSTACK_NOT_FOUND */
  async delete(id: string): Promise<void> {
    await this.neutron.request({
      method: 'DELETE',
      path: this.pathOf(id),
      label: `delete ${this.shape.what} ${id}`,
    });
  }

  protected async post(body: object, label: string): Promise<T> {
    const { item } = this.shape;
    return this.answered({
      method: 'POST',
      path: `/${this.collectionPath}`,
      body: { [item]: body },
      key: item,
      label,
    });
  }

  protected async put(id: string, body: object): Promise<T> {
    const { item, what } = this.shape;
    return this.answered({
      method: 'PUT',
      path: this.pathOf(id),
      body: { [item]: body },
      key: item,
      label: `update ${what} ${id} (${Object.keys(body).join(', ')})`,
    });
  }

  protected get collectionPath(): string {
    return this.shape.collection.replaceAll('_', '-');
  }

  protected pathOf(id: string): string {
    return `/${this.collectionPath}/${segment(id)}`;
  }

  private async answered(operation: Parameters<ServiceClient['request']>[0] & { key: string }): Promise<T> {
    const { body } = await this.neutron.request<Record<string, Raw>>(operation);
    return this.shape.read(body[operation.key] as Raw);
  }
}

const plural = (what: string): string => (what.endsWith('y') ? `${what.slice(0, -1)}ies` : `${what}s`);
