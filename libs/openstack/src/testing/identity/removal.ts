import type { OpenStackState } from '../state.ts';

/** What goes with a project: the roles in it and the credentials for it. What other services keep of it stays. */
export function removeProject(state: OpenStackState, id: string): void {
  state.projects = state.projects.filter((one) => one.id !== id);
  state.roleAssignments = state.roleAssignments.filter(({ projectId }) => projectId !== id);
  state.applicationCredentials = state.applicationCredentials.filter(({ projectId }) => projectId !== id);
}

export function removeUser(state: OpenStackState, id: string): void {
  state.users = state.users.filter((one) => one.id !== id);
  state.roleAssignments = state.roleAssignments.filter(({ userId }) => userId !== id);
  state.applicationCredentials = state.applicationCredentials.filter(({ userId }) => userId !== id);
  state.accessRules = state.accessRules.filter(({ userId }) => userId !== id);
  for (const group of state.groups) group.members = group.members.filter((member) => member !== id);
}

export function removeGroup(state: OpenStackState, id: string): void {
  state.groups = state.groups.filter((one) => one.id !== id);
  state.roleAssignments = state.roleAssignments.filter(({ groupId }) => groupId !== id);
}

export function removeRole(state: OpenStackState, id: string): void {
  state.roles = state.roles.filter((one) => one.id !== id);
  for (const role of state.roles) role.implies = role.implies.filter((implied) => implied !== id);
  state.roleAssignments = state.roleAssignments.filter(({ roleId }) => roleId !== id);
}

/** With everything that belongs to it but its roles: these stay, as those of a domain that is no more. */
export function removeDomain(state: OpenStackState, id: string): void {
  for (const project of state.projects.filter(({ domainId }) => domainId === id)) removeProject(state, project.id);
  for (const user of state.users.filter(({ domainId }) => domainId === id)) removeUser(state, user.id);
  for (const group of state.groups.filter(({ domainId }) => domainId === id)) removeGroup(state, group.id);
  state.roleAssignments = state.roleAssignments.filter(({ domainId }) => domainId !== id);
  state.domains = state.domains.filter((one) => one.id !== id);
}
