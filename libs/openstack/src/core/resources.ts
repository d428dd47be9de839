import { Listing, nothing } from './listing.ts';
import { listing } from './paging.ts';
import { fitsNothing, renameQuery } from './rename.ts';
import { segment } from './segment.ts';
import type { Operation, ServiceClient } from './service-client.ts';

/** How a service calls a resource, and how its answers are read. */
export interface ResourceShape<Raw, T> {
  /** In bodies: `security_group`. */
  item: string;
  /** In bodies: `security_groups`. */
  collection: string;
  /** Below the service's address; default: the collection with dashes for `_`. */
  path?: string;
  /** Where lists have all fields, if that is another address: `/volumes/detail`. */
  listPath?: string;
  /** In a list's body, where it is not `<collection>_links`. */
  linksKey?: string;
  /** The oldest microversion that has it. */
  since?: string;
  /** For people: `security group`. */
  what: string;
  /** The service's names of what a list can be filtered by. */
  filters: Readonly<Record<string, string>>;
  read: (raw: Raw) => T;
  /** How a change is sent; default PUT. */
  changedBy?: 'PUT' | 'PATCH';
}

/** What can be done with every kind of resource of a service that treats its resources alike. */
export abstract class Resources<Raw extends { id: string }, T extends { id: string }, Filter extends object> {
  protected readonly client: ServiceClient;
  protected readonly shape: ResourceShape<Raw, T>;

  constructor(client: ServiceClient, shape: ResourceShape<Raw, T>) {
    this.client = client;
    this.shape = shape;
  }

  /** Those that the user may see. A filter that is an empty array fits nothing. */
  list(filter: Filter = {} as Filter): Listing<T> {
    const { collection, listPath = this.collectionPath, linksKey, since, what, filters, read } = this.shape;
    if (fitsNothing(filter)) return new Listing<T>(nothing);
    return listing(
      this.client,
      () => ({
        method: 'GET',
        path: listPath,
        query: renameQuery(filters, filter),
        label: `list ${plural(what)}`,
        ...(since !== undefined && { since }),
      }),
      { key: collection, ...(linksKey !== undefined && { linksKey }), idOf: (raw: Raw) => raw.id, map: read },
    );
  }

  /** @throws OPENSTACK_NOT_FOUND also for what the user may not see */
  async get(id: string): Promise<T> {
    const { item, what } = this.shape;
    return this.answered({ method: 'GET', path: this.pathOf(id), key: item, label: `get ${what} ${id}` });
  }

  /** @throws OPENSTACK_CONFLICT when something uses it, in the service's words; OPENSTACK_NOT_FOUND */
  async delete(id: string): Promise<void> {
    await this.client.request({ method: 'DELETE', path: this.pathOf(id), label: `delete ${this.shape.what} ${id}` });
  }

  protected async post(body: object, label: string): Promise<T> {
    const { item } = this.shape;
    return this.answered({ method: 'POST', path: this.collectionPath, body: { [item]: body }, key: item, label });
  }

  /** Sends the fields that are to be changed, and gives what became of it. */
  protected async change(id: string, body: object): Promise<T> {
    const { item, what, changedBy = 'PUT' } = this.shape;
    return this.answered({
      method: changedBy,
      path: this.pathOf(id),
      body: { [item]: body },
      key: item,
      label: `update ${what} ${id} (${Object.keys(body).join(', ')})`,
    });
  }

  protected get collectionPath(): string {
    return this.shape.path ?? `/${this.shape.collection.replaceAll('_', '-')}`;
  }

  protected pathOf(id: string): string {
    return `${this.collectionPath}/${segment(id)}`;
  }

  private async answered(operation: Operation & { key: string }): Promise<T> {
    const { since, read } = this.shape;
    return this.client.ask({ ...(since !== undefined && { since }), ...operation }, (body: Record<string, Raw>) =>
      read(body[operation.key] as Raw),
    );
  }
}

const plural = (what: string): string => (what.endsWith('y') ? `${what.slice(0, -1)}ies` : `${what}s`);
