import { findOne } from '../core/find.ts';
import type { Listing } from '../core/listing.ts';
import { listing } from '../core/paging.ts';
import { segment } from '../core/segment.ts';
import type { ServiceClient } from '../core/service-client.ts';
import { utcOrNull } from '../core/utc.ts';

/** A person or program that logs in. */
export interface User {
  id: string;
  name: string;
  domainId: string;
  enabled: boolean;
  email: string | null;
  description: string | null;
  defaultProjectId: string | null;
  /** null: never. */
  passwordExpiresAt: string | null;
}

export interface UserFilter {
  /** The whole name. */
  name?: string;
  domainId?: string;
  enabled?: boolean;
}

/** `/v3/users` */
export class Users {
  readonly #keystone: ServiceClient;

  constructor(keystone: ServiceClient) {
    this.#keystone = keystone;
  }

  list(filter: UserFilter = {}): Listing<User> {
    return listing(
      this.#keystone,
      () => ({
        method: 'GET',
        path: '/users',
        query: { name: filter.name, domain_id: filter.domainId, enabled: filter.enabled },
        label: 'list users',
      }),
      { key: 'users', idOf: (raw: KeystoneUser) => raw.id, map: user },
    );
  }

  /** @throws OPENSTACK_NOT_FOUND */
  async get(id: string): Promise<User> {
    const { body } = await this.#keystone.request<{ user: KeystoneUser }>({
      method: 'GET',
      path: `/users/${segment(id)}`,
      key: 'user',
      label: `get user ${id}`,
    });
    return user(body.user);
  }

  /** @throws OPENSTACK_NOT_FOUND; OPENSTACK_AMBIGUOUS when several domains have one of that name */
  async find(nameOrId: string, { domainId }: { domainId?: string } = {}): Promise<User> {
    const named = this.list({ name: nameOrId, ...(domainId !== undefined && { domainId }) });
    return findOne('user', nameOrId, named, (id) => this.get(id));
  }
}

interface KeystoneUser {
  id: string;
  name: string;
  domain_id: string;
  enabled: boolean;
  email?: string | null;
  description?: string | null;
  default_project_id?: string | null;
  password_expires_at?: string | null;
}

const user = (raw: KeystoneUser): User => ({
  id: raw.id,
  name: raw.name,
  domainId: raw.domain_id,
  enabled: raw.enabled,
  email: raw.email ?? null,
  description: raw.description ?? null,
  defaultProjectId: raw.default_project_id ?? null,
  passwordExpiresAt: utcOrNull(raw.password_expires_at),
});
