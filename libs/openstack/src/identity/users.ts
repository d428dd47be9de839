import type { Secret } from '@opsbook/context';
import { OpenStackError, isOpenStackError } from '../core/errors.ts';
import { findOne } from '../core/find.ts';
import type { Listing } from '../core/listing.ts';
import { listing } from '../core/paging.ts';
import { type Names, rename } from '../core/rename.ts';
import { Resources } from '../core/resources.ts';
import type { ServiceClient } from '../core/service-client.ts';
import { type Group, type KeystoneGroup, group } from './group.ts';
import type { NameInDomain } from './keystone.ts';
import { type KeystoneProject, type Project, project } from './project.ts';
import { type KeystoneUser, type User, user } from './user.ts';

export interface UserFilter {
  /** The whole name. */
  name?: string;
  domainId?: string;
  enabled?: boolean;
}

/** What may be changed of a user; the domain is for ever. */
export interface UserChanges {
  name?: string;
  email?: string | null;
  description?: string | null;
  /** Disabled: it cannot log in, and its tokens are dead, also after it is enabled again. */
  enabled?: boolean;
  /** Where it logs in when it names no scope; it needs a role there. */
  defaultProjectId?: string | null;
  /** Ends all of its tokens. */
  password?: Secret;
}

export interface NewUser extends UserChanges {
  name: string;
  /** Default the domain that the token is scoped to; of any other token `default`, whatever its project. */
  domainId?: string;
}

const FILTERS: Names<UserFilter> = { name: 'name', domainId: 'domain_id', enabled: 'enabled' };

const NEW: Names<NewUser> = {
  name: 'name',
  domainId: 'domain_id',
  email: 'email',
  description: 'description',
  enabled: 'enabled',
  defaultProjectId: 'default_project_id',
  password: 'password',
};

/** `/v3/users` */
export class Users extends Resources<KeystoneUser, User, UserFilter> {
  constructor(keystone: ServiceClient) {
    const names = { item: 'user', collection: 'users', what: 'user' };
    super(keystone, { ...names, filters: FILTERS, read: user, changedBy: 'PATCH' });
  }

  /** @throws OPENSTACK_NOT_FOUND; OPENSTACK_AMBIGUOUS when several domains have one of that name */
  async find(nameOrId: string, { domainId }: NameInDomain = {}): Promise<User> {
    const named = this.list({ name: nameOrId, ...(domainId !== undefined && { domainId }) });
    return findOne('user', nameOrId, named, (id) => this.get(id));
  }

  /**
   * @throws OPENSTACK_CONFLICT when the domain has one of that name; OPENSTACK_NOT_FOUND for a domain that is not there;
   * OPENSTACK_BAD_REQUEST for a password that the cloud's rules do not allow
   */
  async create(wanted: NewUser): Promise<User> {
    return this.post(rename(NEW, wanted), `create user '${wanted.name}'`);
  }

  /** @throws OPENSTACK_CONFLICT when the name is taken; OPENSTACK_BAD_REQUEST by the rules for passwords */
  async update(id: string, changes: UserChanges): Promise<User> {
    return this.change(id, rename(NEW, changes));
  }

  async enable(id: string): Promise<User> {
    return this.update(id, { enabled: true });
  }

  /** Its tokens die, its application credentials stop working. */
  async disable(id: string): Promise<User> {
    return this.update(id, { enabled: false });
  }

  /**
   * A user changes its own password; all of its tokens die, that of this client too. A client that logs in as this user must
   * be made anew with the new one.
   * @throws OPENSTACK_AUTH_FAILED when the original one is wrong, which counts as two failed logins; OPENSTACK_BAD_REQUEST by the
   * rules for passwords
   */
  async changePassword(id: string, { original, password }: { original: Secret; password: Secret }): Promise<void> {
    const label = `change the password of user ${id}`;
    try {
      await this.client.request({
        method: 'POST',
        path: `${this.pathOf(id)}/password`,
        body: { user: { original_password: original, password } },
        label,
      });
    } catch (error) {
      if (!isOpenStackError(error) || error.status !== 401) throw error;
      const { service, status, requestId, serviceMessage } = error;
      throw new OpenStackError('OPENSTACK_AUTH_FAILED', `${label}: keystone refused the original password`, {
        ...{ service, status, requestId, serviceMessage },
        cause: error,
      });
    }
  }

  /** Those that it is a member of. */
  groups(id: string): Listing<Group> {
    const shape = { key: 'groups', idOf: (raw: KeystoneGroup) => raw.id, map: group };
    const path = `${this.pathOf(id)}/groups`;
    return listing(this.client, () => ({ method: 'GET', path, label: `list the groups of user ${id}` }), shape);
  }

  /** Those in which it has a role, by itself, by a group or inherited. */
  projects(id: string): Listing<Project> {
    const shape = { key: 'projects', idOf: (raw: KeystoneProject) => raw.id, map: project };
    const path = `${this.pathOf(id)}/projects`;
    return listing(this.client, () => ({ method: 'GET', path, label: `list the projects of user ${id}` }), shape);
  }
}
