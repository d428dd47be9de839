import { OpenStackError } from '../core/errors.ts';
import { segment } from '../core/segment.ts';

/** Who gets a role: one of the two. */
export type Actor = { userId: string; groupId?: never } | { groupId: string; userId?: never };

/** Where a role is good: one of the three. */
export type Scope =
  | { projectId: string; domainId?: never; system?: never }
  | { domainId: string; projectId?: never; system?: never }
  | { system: true; projectId?: never; domainId?: never };

/** A role of somebody somewhere. */
export type Grant = Actor &
  Scope & {
    roleId: string;
    /** Good for all projects below the project or domain, and not for itself. Not of the system. Default false. */
    inherited?: boolean;
  };

/** Its address, below keystone's. @throws OPENSTACK_BAD_REQUEST unless it names one actor and one scope */
export function grantPath(grant: Grant): string {
  const { roleId, inherited = false } = grant;
  const path = `${scopePath(grant)}${actorPath(grant)}/roles/${segment(roleId)}`;
  if (!inherited) return path;
  if (grant.system !== undefined) throw invalid('a role of the system is not inherited');
  return `/OS-INHERIT${path}/inherited_to_projects`;
}

/** "role 42 for user 1 on project 2" */
export function describeGrant(grant: Grant): string {
  const who = grant.userId === undefined ? `group ${grant.groupId}` : `user ${grant.userId}`;
  const where =
    grant.system !== undefined
      ? 'the system'
      : `${grant.inherited === true ? 'all below ' : ''}${grant.projectId === undefined ? `domain ${grant.domainId}` : `project ${grant.projectId}`}`;
  return `role ${grant.roleId} for ${who} on ${where}`;
}

function actorPath({ userId, groupId }: { userId?: string; groupId?: string }): string {
  if ((userId === undefined) === (groupId === undefined)) throw invalid('a role is granted to one user or one group');
  return userId === undefined ? `/groups/${segment(groupId ?? '')}` : `/users/${segment(userId)}`;
}

function scopePath({
  projectId,
  domainId,
  system,
}: {
  projectId?: string;
  domainId?: string;
  system?: boolean;
}): string {
  if ([projectId, domainId, system].filter((one) => one !== undefined).length !== 1) {
    throw invalid('a role is granted on one project, one domain or the system');
  }
  if (projectId !== undefined) return `/projects/${segment(projectId)}`;
  return domainId === undefined ? '/system' : `/domains/${segment(domainId)}`;
}

const invalid = (message: string) => new OpenStackError('OPENSTACK_BAD_REQUEST', message, { service: 'identity' });
