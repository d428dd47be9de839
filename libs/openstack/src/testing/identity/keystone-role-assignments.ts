import type { OpenStackState } from '../state.ts';
import { effectiveAssignments, isBelow } from './effective-roles.ts';
import type { SimulatedRoleAssignment, SimulatedScope } from './identity-records.ts';
import type { KeystoneApi } from './keystone-api.ts';
import type { KeystoneCall } from './keystone-call.ts';
import { badRequest } from './keystone-errors.ts';
import { isAsked, listAnswer, seenBy } from './keystone-list.ts';
import { admins, any, anyDomainReader, systemReader } from './keystone-policy.ts';

/** One line of the list: as it was granted, or as it is good in the end. */
interface Line extends SimulatedScope {
  roleId: string;
  userId: string | null;
  groupId: string | null;
  granted: SimulatedRoleAssignment;
  impliedBy: string | null;
}

/** Keystone's `/v3/role_assignments`. */
export function serveRoleAssignments(api: KeystoneApi): void {
  const may = any(admins, systemReader, anyDomainReader);
  api.guarded('GET', '/role_assignments', 'list_role_assignments', may, (call) => {
    const { query, world } = call;
    const effective = isAsked(query, 'effective');
    refuseExclusive(query, effective);
    const lines = effective ? effectiveLines(world.state) : grantedLines(world.state);
    const found = lines.filter((line) => fits(world.state, query, line, effective) && isSeen(call, line));
    const views = found.map((line) => view(call, line, isAsked(query, 'include_names')));
    return listAnswer(call, 'role_assignments', views);
  });
}

const grantedLines = ({ roleAssignments }: OpenStackState): Line[] =>
  roleAssignments.map((granted) => ({ ...granted, granted, impliedBy: null }));

// The system is no part of an effective list, and domains' own roles are taken out of it.
const effectiveLines = (state: OpenStackState): Line[] =>
  effectiveAssignments(state)
    .filter(({ system, roleId }) => !system && state.roles.find(({ id }) => id === roleId)?.domainId === null)
    .map((one) => ({ ...one, groupId: null }));

function refuseExclusive(query: URLSearchParams, effective: boolean): void {
  const given = (name: string) => (query.get(name) ?? '') !== '';
  const [project, domain, system] = ['scope.project.id', 'scope.domain.id', 'scope.system'].map(given);
  if (isAsked(query, 'include_subtree') && project !== true) {
    throw badRequest('scope.project.id must be specified if include_subtree is also specified');
  }
  if (domain === true && project === true) throw badRequest('Specify a domain or project, not both');
  if (domain === true && system === true) throw badRequest('Specify system or domain, not both');
  if (project === true && system === true) throw badRequest('Specify system or project, not both');
  if (given('user.id') && given('group.id')) throw badRequest('Specify a user or group, not both');
  if (effective && given('group.id')) {
    throw badRequest('Combining effective and group filter will always result in an empty list.');
  }
}

function fits(state: OpenStackState, query: URLSearchParams, line: Line, effective: boolean): boolean {
  const asked = (name: string, value: string | null) => !query.has(name) || query.get(name) === value;
  if (!asked('user.id', line.userId) || !asked('group.id', line.groupId) || !asked('role.id', line.roleId))
    return false;
  const project = query.get('scope.project.id');
  const below =
    isAsked(query, 'include_subtree') && project !== null && line.projectId !== null
      ? isBelow(state, line.projectId, project)
      : false;
  if (!asked('scope.project.id', line.projectId) && !below) return false;
  if (!asked('scope.domain.id', line.domainId)) return false;
  if (query.has('scope.system') && !effective && !line.system) return false;
  const inherited = query.get('scope.OS-INHERIT:inherited_to');
  // The system's come along with those that are inherited.
  return inherited === null || line.system || line.granted.inherited === (inherited === 'projects');
}

const isSeen = (call: KeystoneCall, { projectId, domainId }: Line): boolean => {
  const project = call.world.state.projects.find(({ id }) => id === projectId);
  return seenBy(call, [{ domainId: project?.domainId ?? domainId ?? '' }]).length > 0;
};

function view({ world, base }: KeystoneCall, line: Line, names: boolean): object {
  const { state } = world;
  const { granted, impliedBy } = line;
  const named = (id: string | null, all: readonly { id: string; name: string; domainId?: string | null }[]) => {
    const record = all.find((one) => one.id === id);
    if (!names || record === undefined) return { id };
    const domain = state.domains.find((one) => one.id === record.domainId);
    return { id, name: record.name, ...(domain && { domain: { id: domain.id, name: domain.name } }) };
  };
  return {
    links: {
      ...(granted.groupId !== null &&
        line.userId !== null && { membership: `${base}/groups/${granted.groupId}/users/${line.userId}` }),
      assignment: `${base}${addressOf(granted, impliedBy ?? line.roleId)}`,
      ...(impliedBy !== null && { prior_role: `${base}/prior_role/${line.roleId}/implies/${impliedBy}` }),
    },
    scope: {
      ...(line.projectId !== null && { project: named(line.projectId, state.projects) }),
      ...(line.domainId !== null && { domain: named(line.domainId, state.domains) }),
      ...(line.system && { system: { all: true } }),
      ...(granted.inherited && { 'OS-INHERIT:inherited_to': 'projects' }),
    },
    ...(line.userId === null
      ? { group: named(line.groupId, state.groups) }
      : { user: named(line.userId, state.users) }),
    role: named(line.roleId, state.roles),
  };
}

function addressOf({ userId, groupId, projectId, domainId, inherited }: SimulatedRoleAssignment, roleId: string) {
  const scope = projectId !== null ? `/projects/${projectId}` : domainId !== null ? `/domains/${domainId}` : '/system';
  const path = `${scope}${userId === null ? `/groups/${groupId}` : `/users/${userId}`}/roles/${roleId}`;
  return inherited ? `/OS-INHERIT${path}/inherited_to_projects` : path;
}
