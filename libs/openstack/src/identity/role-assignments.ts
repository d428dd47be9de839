import { isOpenStackError } from '../core/errors.ts';
import { Listing } from '../core/listing.ts';
import { listing } from '../core/paging.ts';
import { type Names, renameQuery } from '../core/rename.ts';
import type { ServiceClient } from '../core/service-client.ts';
import { type Grant, describeGrant, grantPath } from './grant.ts';
import { type KeystoneAssignment, type RoleAssignment, roleAssignment } from './role-assignment.ts';

export interface RoleAssignmentFilter {
  /** One of the two; an effective list has users only. */
  userId?: string;
  groupId?: string;
  roleId?: string;
  /** One of the three. */
  projectId?: string;
  domainId?: string;
  system?: true;
  /** With `projectId`: of the projects below it as well. */
  includeSubtree?: true;
  inherited?: true;
  /** What users have in the end: groups as their members, inherited and implied roles where they are good. */
  effective?: true;
  /** Names beside the ids. */
  names?: true;
}

const FILTERS: Names<RoleAssignmentFilter> = {
  userId: 'user.id',
  groupId: 'group.id',
  roleId: 'role.id',
  projectId: 'scope.project.id',
  domainId: 'scope.domain.id',
  system: 'scope.system',
  inherited: 'scope.OS-INHERIT:inherited_to',
  includeSubtree: 'include_subtree',
  effective: 'effective',
  names: 'include_names',
};

// Keystone takes any value of a flag for yes, `false` too.
const VALUES: Record<string, string> = { system: 'all', inherited: 'projects' };

/** Who has which role where: `/v3/role_assignments`, and the grants below projects, domains and the system. */
export class RoleAssignments {
  readonly #keystone: ServiceClient;

  constructor(keystone: ServiceClient) {
    this.#keystone = keystone;
  }

  /**
   * For admins, and the readers of the system or a domain. A user, project or role that does not exist has none.
   * @throws OPENSTACK_BAD_REQUEST for filters that exclude each other
   */
  list(filter: RoleAssignmentFilter = {}): Listing<RoleAssignment> {
    const given = Object.entries(filter).filter(([, value]) => value !== undefined && value !== false);
    const query = renameQuery(FILTERS, Object.fromEntries(given.map(([name, value]) => [name, VALUES[name] ?? value])));
    const all = () =>
      listing(
        this.#keystone,
        () => ({ method: 'GET', path: '/role_assignments', query, label: 'list role assignments' }),
        { key: 'role_assignments', idOf: JSON.stringify as (raw: KeystoneAssignment) => string, map: roleAssignment },
      );
    return new Listing(async function* () {
      yield (await all()).filter((one) => fits(one, filter));
    });
  }

  /** Whether it was granted just so: what a group, another role or a project above brings does not count. */
  async check(grant: Grant): Promise<boolean> {
    try {
      await this.#keystone.request({ method: 'GET', path: grantPath(grant), label: `check ${describeGrant(grant)}` });
      return true;
    } catch (error) {
      if (isOpenStackError(error) && (error.serviceMessage ?? '').includes('Could not find role assignment'))
        return false;
      throw error;
    }
  }

  /** One that is there already is no error. @throws OPENSTACK_NOT_FOUND for a role, user, group or scope that is not there */
  async grant(grant: Grant): Promise<void> {
    await this.#keystone.request({ method: 'PUT', path: grantPath(grant), label: `grant ${describeGrant(grant)}` });
  }

  /** A token of a user that has no role left in its scope is refused. @throws OPENSTACK_NOT_FOUND when it was not granted */
  async revoke(grant: Grant): Promise<void> {
    await this.#keystone.request({ method: 'DELETE', path: grantPath(grant), label: `revoke ${describeGrant(grant)}` });
  }
}

// Keystone passes over the system in an effective list, and lists the system's with those that are inherited.
const fits = (one: RoleAssignment, { system, inherited }: RoleAssignmentFilter): boolean =>
  (system !== true || one.system) && (inherited !== true || one.inherited);
