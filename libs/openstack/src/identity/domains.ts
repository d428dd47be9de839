import { findOne } from '../core/find.ts';
import { type Names, rename } from '../core/rename.ts';
import { Resources } from '../core/resources.ts';
import type { ServiceClient } from '../core/service-client.ts';
import { type Immutability, withOptions } from './keystone.ts';

/** What projects, users and groups belong to. */
export interface Domain {
  id: string;
  name: string;
  enabled: boolean;
  description: string;
  /** Keystone refuses to change or delete it. */
  immutable: boolean;
}

export interface DomainFilter {
  name?: string;
  enabled?: boolean;
}

export interface DomainChanges extends Immutability {
  name?: string;
  description?: string;
  /** Disabled: none of its users logs in, and none of its projects can be used. */
  enabled?: boolean;
}

export interface NewDomain extends DomainChanges {
  name: string;
}

const FILTERS: Names<DomainFilter> = { name: 'name', enabled: 'enabled' };

const NEW: Names<Omit<NewDomain, 'immutable'> & { options: object }> = {
  name: 'name',
  description: 'description',
  enabled: 'enabled',
  options: 'options',
};

/** `/v3/domains`; all of it is for admins but `get` of the own one. */
export class Domains extends Resources<KeystoneDomain, Domain, DomainFilter> {
  constructor(keystone: ServiceClient) {
    const names = { item: 'domain', collection: 'domains', what: 'domain' };
    super(keystone, { ...names, filters: FILTERS, read: domain, changedBy: 'PATCH' });
  }

  /** @throws OPENSTACK_NOT_FOUND */
  async find(nameOrId: string): Promise<Domain> {
    return findOne('domain', nameOrId, this.list({ name: nameOrId }), (id) => this.get(id));
  }

  /** @throws OPENSTACK_CONFLICT when the name is taken */
  async create(wanted: NewDomain): Promise<Domain> {
    return this.post(rename(NEW, withOptions(wanted)), `create domain '${wanted.name}'`);
  }

  /** @throws OPENSTACK_CONFLICT when the name is taken; OPENSTACK_FORBIDDEN while it is immutable */
  async update(id: string, changes: DomainChanges): Promise<Domain> {
    return this.change(id, rename(NEW, withOptions(changes)));
  }

  async enable(id: string): Promise<Domain> {
    return this.update(id, { enabled: true });
  }

  /** Locks all of its users out, and everybody out of its projects. */
  async disable(id: string): Promise<Domain> {
    return this.update(id, { enabled: false });
  }

  /**
   * Takes its projects, users and groups with it; its own roles stay, and are found by the domain's id only.
   * @throws OPENSTACK_FORBIDDEN while it is enabled or immutable; OPENSTACK_NOT_FOUND
   */
  override async delete(id: string): Promise<void> {
    await super.delete(id);
  }
}

export interface KeystoneDomain {
  id: string;
  name: string;
  enabled: boolean;
  description?: string | null;
  options?: { immutable?: boolean | null };
}

export const domain = (raw: KeystoneDomain): Domain => ({
  id: raw.id,
  name: raw.name,
  enabled: raw.enabled,
  description: raw.description ?? '',
  immutable: raw.options?.immutable === true,
});
