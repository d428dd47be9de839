import { isOpenStackError } from '../core/errors.ts';
import { findOne } from '../core/find.ts';
import type { Listing } from '../core/listing.ts';
import { listing } from '../core/paging.ts';
import { type Names, rename } from '../core/rename.ts';
import { Resources } from '../core/resources.ts';
import { segment } from '../core/segment.ts';
import type { ServiceClient } from '../core/service-client.ts';
import { type Group, type KeystoneGroup, group } from './group.ts';
import type { NameInDomain } from './keystone.ts';
import { type KeystoneUser, type User, user } from './user.ts';

export interface GroupFilter {
  name?: string;
  domainId?: string;
}

export interface GroupChanges {
  name?: string;
  description?: string;
}

export interface NewGroup extends GroupChanges {
  name: string;
  /** Default the domain that the token is scoped to; of any other token `default`, whatever its project. */
  domainId?: string;
}

const FILTERS: Names<GroupFilter> = { name: 'name', domainId: 'domain_id' };
const NEW: Names<NewGroup> = { name: 'name', domainId: 'domain_id', description: 'description' };

/** `/v3/groups` */
export class Groups extends Resources<KeystoneGroup, Group, GroupFilter> {
  constructor(keystone: ServiceClient) {
    const names = { item: 'group', collection: 'groups', what: 'group' };
    super(keystone, { ...names, filters: FILTERS, read: group, changedBy: 'PATCH' });
  }

  /** @throws OPENSTACK_NOT_FOUND; OPENSTACK_AMBIGUOUS when several domains have one of that name */
  async find(nameOrId: string, { domainId }: NameInDomain = {}): Promise<Group> {
    const named = this.list({ name: nameOrId, ...(domainId !== undefined && { domainId }) });
    return findOne('group', nameOrId, named, (id) => this.get(id));
  }

  /** @throws OPENSTACK_CONFLICT when the domain has one of that name; OPENSTACK_NOT_FOUND for a domain that is not there */
  async create(wanted: NewGroup): Promise<Group> {
    return this.post(rename(NEW, wanted), `create group '${wanted.name}'`);
  }

  /** @throws OPENSTACK_CONFLICT when the name is taken */
  async update(id: string, changes: GroupChanges): Promise<Group> {
    return this.change(id, rename(NEW, changes));
  }

  members(id: string): Listing<User> {
    const shape = { key: 'users', idOf: (raw: KeystoneUser) => raw.id, map: user };
    const path = `${this.pathOf(id)}/users`;
    return listing(this.client, () => ({ method: 'GET', path, label: `list the members of group ${id}` }), shape);
  }

  /** @throws OPENSTACK_NOT_FOUND when there is no such user or group */
  async hasMember(id: string, userId: string): Promise<boolean> {
    const label = `look whether user ${userId} is in group ${id}`;
    try {
      await this.client.request({ method: 'GET', path: this.#memberPath(id, userId), label });
      return true;
    } catch (error) {
      if (isOpenStackError(error) && (error.serviceMessage ?? '').includes('not found in group')) return false;
      throw error;
    }
  }

  /** The group's roles are the user's with its next token. One that is a member already is no error. */
  async addMember(id: string, userId: string): Promise<void> {
    const label = `add user ${userId} to group ${id}`;
    await this.client.request({ method: 'PUT', path: this.#memberPath(id, userId), label });
  }

  /** Ends all of the user's tokens. @throws OPENSTACK_NOT_FOUND when it is no member */
  async removeMember(id: string, userId: string): Promise<void> {
    const label = `remove user ${userId} from group ${id}`;
    await this.client.request({ method: 'DELETE', path: this.#memberPath(id, userId), label });
  }

  #memberPath(id: string, userId: string): string {
    return `${this.pathOf(id)}/users/${segment(userId)}`;
  }
}
