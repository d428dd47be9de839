import type { SimulatedRoleAssignment } from './identity-records.ts';
import type { KeystoneApi } from './keystone-api.ts';
import type { KeystoneCall } from './keystone-call.ts';
import { domainOf } from './keystone-domains.ts';
import { missing } from './keystone-errors.ts';
import { groupOf } from './keystone-groups.ts';
import { listAnswer } from './keystone-list.ts';
import { admins, adminsAndSystemReaders } from './keystone-policy.ts';
import { projectOf } from './keystone-projects.ts';
import { roleOf } from './keystone-roles.ts';
import { userOf } from './keystone-users.ts';
import { roleView } from './keystone-views.ts';

const SCOPES = ['/projects/:projectId', '/domains/:domainId', '/system'];
const ACTORS = ['/users/:userId', '/groups/:groupId'];

/** Keystone's grants: a role at an address made of scope, actor and role. */
export function serveGrants(api: KeystoneApi): void {
  for (const scope of SCOPES) {
    for (const actor of ACTORS) {
      serveGrant(api, `${scope}${actor}/roles`, '', false);
      if (scope !== '/system') serveGrant(api, `/OS-INHERIT${scope}${actor}/roles`, '/inherited_to_projects', true);
    }
  }
}

function serveGrant(api: KeystoneApi, path: string, end: string, inherited: boolean): void {
  const one = `${path}/:roleId${end}`;
  const actor = path.includes(':userId') ? 'user' : 'group';
  const rule = (verb: string, many = '') =>
    path.startsWith('/system') ? `${verb}_system_grant${many}_for_${actor}` : `${verb}_grant${many}`;
  // What is inherited below a project is checked one by one: it has no list.
  if (!path.startsWith('/OS-INHERIT/projects')) {
    api.guarded('GET', `${path}${end}`, rule('list', 's'), adminsAndSystemReaders, (call) => {
      const held = call.world.state.roleAssignments.filter((grant) => isThere(call, grant, inherited));
      const roles = call.world.state.roles.filter(({ id }) => held.some(({ roleId }) => roleId === id));
      return listAnswer(call, 'roles', roles.map(roleView(call.base)));
    });
  }
  api.guarded('GET', one, rule('check'), adminsAndSystemReaders, (call) => {
    found(call, inherited);
    return { status: 204 };
  });
  api.guarded('PUT', one, rule('create'), admins, (call) => {
    const grant = wanted(call, inherited);
    const { roleAssignments } = call.world.state;
    const there = roleAssignments.some((other) => other.roleId === grant.roleId && isThere(call, other, inherited));
    if (!there) roleAssignments.push(grant);
    return { status: 204 };
  });
  api.guarded('DELETE', one, rule('revoke'), admins, (call) => {
    const grant = found(call, inherited);
    call.world.state.roleAssignments = call.world.state.roleAssignments.filter((other) => other !== grant);
    return { status: 204 };
  });
}

/** The grant that the path names, all of whose parts exist. @throws 404 */
function wanted(call: KeystoneCall, inherited: boolean): SimulatedRoleAssignment {
  const { params } = call;
  return {
    roleId: roleOf(call).id,
    userId: 'userId' in params ? userOf(call).id : null,
    groupId: 'groupId' in params ? groupOf(call).id : null,
    projectId: 'projectId' in params ? projectOf(call).id : null,
    domainId: 'domainId' in params ? domainOf(call).id : null,
    system: !('projectId' in params) && !('domainId' in params),
    inherited,
  };
}

function found(call: KeystoneCall, inherited: boolean): SimulatedRoleAssignment {
  const { params, world } = call;
  const { roleId } = wanted(call, inherited);
  const grant = world.state.roleAssignments.find((one) => one.roleId === roleId && isThere(call, one, inherited));
  if (grant !== undefined) return grant;
  const actor = params['userId'] ?? params['groupId'] ?? '';
  const target = params['projectId'] ?? params['domainId'] ?? 'system';
  throw missing(
    `Could not find role assignment with role: ${roleId}, user or group: ${actor}, project, domain, or system: ${target}.`,
  );
}

/** Whether a grant is of the path's actor in the path's scope. */
function isThere({ params }: KeystoneCall, grant: SimulatedRoleAssignment, inherited: boolean): boolean {
  return (
    grant.inherited === inherited &&
    grant.userId === (params['userId'] ?? null) &&
    grant.groupId === (params['groupId'] ?? null) &&
    grant.projectId === (params['projectId'] ?? null) &&
    grant.domainId === (params['domainId'] ?? null)
  );
}
