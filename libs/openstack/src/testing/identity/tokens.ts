import type { World } from '../world.ts';
import { rolesIn } from './effective-roles.ts';
import type { SimulatedRole, SimulatedToken } from './identity-records.ts';

/** Who a request comes from. */
export interface Caller {
  token: SimulatedToken;
  userId: string;
  /** Empty where the scope is another one. */
  projectId: string;
  /** Names. */
  roles: string[];
  admin: boolean;
}

/** Makes a token. Values look like keystone's and are different every time, also in different worlds of one process. */
export function issueToken(
  world: World,
  grant: Pick<SimulatedToken, 'userId' | 'projectId' | 'domainId' | 'system' | 'methods' | 'credentialId'>,
): SimulatedToken {
  const now = Math.floor(world.timeline.now() / 1000) * 1000;
  const token: SimulatedToken = {
    value: `gAAAAAB${crypto.randomUUID().replaceAll('-', '')}${crypto.randomUUID().replaceAll('-', '')}`,
    ...grant,
    issuedAt: now,
    expiresAt: now + world.settings.tokenLifetime * 1000,
    revoked: false,
  };
  world.state.tokens.push(token);
  return token;
}

export const isScoped = ({ projectId, domainId, system }: SimulatedToken): boolean =>
  projectId !== null || domainId !== null || system;

/** The roles that a token stands for now: they are not kept in it. */
export function tokenRoles({ state }: World, token: SimulatedToken): SimulatedRole[] {
  const roles = rolesIn(state, token.userId, token);
  if (token.credentialId === null) return roles;
  const credential = state.applicationCredentials.find(({ id }) => id === token.credentialId);
  return roles.filter(({ id }) => credential?.roleIds.includes(id));
}

/** Why keystone takes a token for dead, in its words; undefined: it is good. */
export function deathOf(world: World, token: SimulatedToken): string | undefined {
  const { state } = world;
  const user = state.users.find(({ id }) => id === token.userId);
  if (user === undefined) return `Could not find user: ${token.userId}.`;
  const project = state.projects.find(({ id }) => id === token.projectId);
  if (token.projectId !== null && project === undefined) return `Could not find project: ${token.projectId}.`;
  if (token.revoked || token.expiresAt <= world.timeline.now() || !user.enabled) return 'Failed to validate token';
  if (token.credentialId !== null && state.applicationCredentials.every(({ id }) => id !== token.credentialId))
    return `Could not find Application Credential: ${token.credentialId}.`;
  for (const domainId of [user.domainId, project?.domainId, token.domainId]) {
    const domain = state.domains.find(({ id }) => id === domainId);
    if (domain?.enabled === false) return `Unable to validate token because domain ${domain.id} is disabled`;
  }
  if (project?.enabled === false) return `Unable to validate token because project ${project.id} is disabled`;
  if (isScoped(token) && tokenRoles(world, token).length === 0) return `Could not find token: ${token.value}.`;
  return undefined;
}

/** The token of that value, if it is good now. */
export function validToken(world: World, value: string | undefined): SimulatedToken | undefined {
  // The last ones are those in use.
  const token = world.state.tokens.findLast((one) => one.value === value);
  return token !== undefined && deathOf(world, token) === undefined ? token : undefined;
}

/** The caller behind a token; undefined when it is dead or there is none. */
export function callerOf(world: World, value: string | undefined): Caller | undefined {
  const token = validToken(world, value);
  if (token === undefined) return undefined;
  const roles = tokenRoles(world, token).map(({ name }) => name);
  return { token, userId: token.userId, projectId: token.projectId ?? '', roles, admin: roles.includes('admin') };
}

/** Ends all of a user's tokens for good. */
export function endTokensOf({ state }: World, userId: string): void {
  for (const token of state.tokens) if (token.userId === userId) token.revoked = true;
}
