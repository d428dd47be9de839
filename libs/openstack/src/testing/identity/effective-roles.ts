import type { OpenStackState } from '../state.ts';
import type { SimulatedRole, SimulatedRoleAssignment, SimulatedScope } from './identity-records.ts';

/** A role that a user has in the end, and how it came to it. */
export interface EffectiveAssignment extends SimulatedScope {
  roleId: string;
  userId: string;
  /** As it was granted. */
  granted: SimulatedRoleAssignment;
  /** The role that implies it. */
  impliedBy: string | null;
}

/** Whether the project lies below the other project or domain. */
export function isBelow(state: OpenStackState, id: string, above: string): boolean {
  const parent = state.projects.find((project) => project.id === id)?.parentId;
  return parent !== undefined && (parent === above || isBelow(state, parent, above));
}

/** Everything that was granted, as what users have of it: groups as their members, inherited ones where they are good. */
export function effectiveAssignments(state: OpenStackState): EffectiveAssignment[] {
  return state.roleAssignments.flatMap((granted) =>
    usersOf(state, granted).flatMap((userId) =>
      scopesOf(state, granted).flatMap((scope) =>
        withImplied(state, granted.roleId).map((role) => ({ ...scope, ...role, userId, granted })),
      ),
    ),
  );
}

/** The roles of a user there, as they stand in a token: those of a domain are in none. */
export function rolesIn(state: OpenStackState, userId: string, scope: SimulatedScope): SimulatedRole[] {
  const ids = effectiveAssignments(state)
    .filter((one) => one.userId === userId && isScope(one, scope))
    .map(({ roleId }) => roleId);
  return state.roles.filter(({ id, domainId }) => ids.includes(id) && domainId === null);
}

export const isScope = (one: SimulatedScope, { projectId, domainId, system }: SimulatedScope): boolean =>
  one.projectId === projectId && one.domainId === domainId && one.system === system;

function usersOf(state: OpenStackState, { userId, groupId }: SimulatedRoleAssignment): string[] {
  if (userId !== null) return [userId];
  return state.groups.find(({ id }) => id === groupId)?.members ?? [];
}

function scopesOf(state: OpenStackState, granted: SimulatedRoleAssignment): SimulatedScope[] {
  const { projectId, domainId, system, inherited } = granted;
  if (!inherited) return [{ projectId, domainId, system }];
  const above = projectId ?? domainId ?? '';
  return state.projects
    .filter(({ id }) => isBelow(state, id, above))
    .map(({ id }) => ({ projectId: id, domainId: null, system: false }));
}

function withImplied(state: OpenStackState, roleId: string): { roleId: string; impliedBy: string | null }[] {
  const found: { roleId: string; impliedBy: string | null }[] = [{ roleId, impliedBy: null }];
  for (const { roleId: prior } of found) {
    for (const implied of state.roles.find(({ id }) => id === prior)?.implies ?? []) {
      if (!found.some((one) => one.roleId === implied)) found.push({ roleId: implied, impliedBy: prior });
    }
  }
  return found;
}
