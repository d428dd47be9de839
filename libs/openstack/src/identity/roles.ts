import { findOne } from '../core/find.ts';
import { type Names, rename } from '../core/rename.ts';
import { Resources } from '../core/resources.ts';
import type { ServiceClient } from '../core/service-client.ts';
import { type Immutability, withOptions } from './keystone.ts';

/** What the services' policies ask for: `admin`, `member`, `reader`. */
export interface Role {
  id: string;
  name: string;
  /** null: it is good everywhere. One of a domain is seen in no token; only what it implies is. */
  domainId: string | null;
  description: string;
  /** Keystone refuses to change or delete it. */
  immutable: boolean;
}

export interface RoleFilter {
  name?: string;
  /** That domain's own roles; without it, those that are good everywhere. */
  domainId?: string;
}

export interface RoleChanges extends Immutability {
  name?: string;
  description?: string;
}

export interface NewRole extends RoleChanges {
  name: string;
  /** Default none: it is good everywhere. */
  domainId?: string;
}

const FILTERS: Names<RoleFilter> = { name: 'name', domainId: 'domain_id' };

const NEW: Names<Omit<NewRole, 'immutable'> & { options: object }> = {
  name: 'name',
  domainId: 'domain_id',
  description: 'description',
  options: 'options',
};

/** `/v3/roles` */
export class Roles extends Resources<KeystoneRole, Role, RoleFilter> {
  constructor(keystone: ServiceClient) {
    const names = { item: 'role', collection: 'roles', what: 'role' };
    super(keystone, { ...names, filters: FILTERS, read: role, changedBy: 'PATCH' });
  }

  /** @throws OPENSTACK_NOT_FOUND */
  async find(nameOrId: string, { domainId }: Pick<RoleFilter, 'domainId'> = {}): Promise<Role> {
    const named = this.list({ name: nameOrId, ...(domainId !== undefined && { domainId }) });
    return findOne('role', nameOrId, named, (id) => this.get(id));
  }

  /** @throws OPENSTACK_CONFLICT when the name is taken */
  async create(wanted: NewRole): Promise<Role> {
    return this.post(rename(NEW, withOptions(wanted)), `create role '${wanted.name}'`);
  }

  /** @throws OPENSTACK_CONFLICT when the name is taken; OPENSTACK_FORBIDDEN while it is immutable */
  async update(id: string, changes: RoleChanges): Promise<Role> {
    return this.change(id, rename(NEW, withOptions(changes)));
  }

  /**
   * Whoever has it loses it. Look first whether another role implies it: tokens that have it by that are refused for some seconds.
   * @throws OPENSTACK_FORBIDDEN while it is immutable; OPENSTACK_NOT_FOUND
   */
  override async delete(id: string): Promise<void> {
    await super.delete(id);
  }

  /** The roles that whoever has this one has too, without those that these imply in turn. */
  async implied(id: string): Promise<Pick<Role, 'id' | 'name'>[]> {
    const operation = {
      method: 'GET',
      path: `${this.pathOf(id)}/implies`,
      key: 'role_inference',
      label: `list what role ${id} implies`,
    } as const;
    return this.client.ask(operation, (body: { role_inference: { implies: Pick<Role, 'id' | 'name'>[] } }) =>
      body.role_inference.implies.map(({ id: implied, name }) => ({ id: implied, name })),
    );
  }
}

interface KeystoneRole {
  id: string;
  name: string;
  domain_id?: string | null;
  description?: string | null;
  options?: { immutable?: boolean | null };
}

const role = (raw: KeystoneRole): Role => ({
  id: raw.id,
  name: raw.name,
  domainId: raw.domain_id ?? null,
  description: raw.description ?? '',
  immutable: raw.options?.immutable === true,
});
