/** A role that somebody has somewhere. Names are null unless they were asked for. */
export interface RoleAssignment {
  roleId: string;
  roleName: string | null;
  /** null: a group has it. */
  userId: string | null;
  userName: string | null;
  /** null: a user has it. */
  groupId: string | null;
  groupName: string | null;
  /** null, as is `domainId`, where the scope is another one. */
  projectId: string | null;
  projectName: string | null;
  domainId: string | null;
  domainName: string | null;
  system: boolean;
  /** Listed as it was granted: it is good for what is below the scope. In an effective list: it comes from above. */
  inherited: boolean;
  /** In an effective list: the group by which the user has it. */
  viaGroupId: string | null;
}

interface Named {
  id: string;
  name?: string;
}

export interface KeystoneAssignment {
  role: Named;
  user?: Named;
  group?: Named;
  scope: { project?: Named; domain?: Named; system?: { all?: boolean }; 'OS-INHERIT:inherited_to'?: string };
  links: { assignment: string; membership?: string; prior_role?: string };
}

export const roleAssignment = ({ role, user, group, scope, links }: KeystoneAssignment): RoleAssignment => ({
  roleId: role.id,
  roleName: role.name ?? null,
  userId: user?.id ?? null,
  userName: user?.name ?? null,
  groupId: group?.id ?? null,
  groupName: group?.name ?? null,
  projectId: scope.project?.id ?? null,
  projectName: scope.project?.name ?? null,
  domainId: scope.domain?.id ?? null,
  domainName: scope.domain?.name ?? null,
  system: scope.system?.all === true,
  inherited: scope['OS-INHERIT:inherited_to'] === 'projects',
  // Said nowhere but in the address of the membership: `/v3/groups/{id}/users/{id}`.
  viaGroupId: /\/groups\/([^/]+)\/users\//.exec(links.membership ?? '')?.[1] ?? null,
});
