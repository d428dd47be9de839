import type { World } from '../world.ts';
import { rolesIn } from './effective-roles.ts';
import type { SimulatedScope, SimulatedToken, SimulatedUser } from './identity-records.ts';
import { keystoneError, malformed, missing, notFound, unauthorized } from './keystone-errors.ts';
import { issueToken, tokenRoles, validToken } from './tokens.ts';

interface Reference {
  id?: string;
  name?: string;
  domain?: { id?: string; name?: string };
}

interface Scope {
  project?: Reference;
  system?: { all?: boolean };
  domain?: Reference;
}

/** The parts of `POST /v3/auth/tokens` that are understood. */
export interface LoginBody {
  auth?: {
    identity?: {
      methods?: string[];
      password?: { user?: Reference & { password?: string } };
      token?: { id?: string };
      application_credential?: { id?: string; name?: string; secret?: string; user?: Reference };
    };
    scope?: Scope;
  };
}

/**
 * Makes the token that is asked for.
 * A wrong password, an unknown user, a disabled one, a disabled domain and a scope without a role are all the same 401.
 */
export function login(world: World, body: LoginBody | undefined): SimulatedToken {
  const auth = body?.auth;
  const identity = auth?.identity;
  if (auth === undefined || identity === undefined) {
    throw malformed(`Expecting to find ${auth === undefined ? 'auth in request body' : 'identity in auth'}.`);
  }
  const methods = identity.methods ?? [];
  if (identity.application_credential !== undefined) {
    return byCredential(world, identity.application_credential, auth.scope);
  }
  const user =
    identity.token === undefined ? byPassword(world, identity.password?.user) : byToken(world, identity.token);
  if (user?.enabled !== true || !isOpen(world, user.domainId)) throw unauthorized();
  const scope = auth.scope === undefined ? defaultScope(world, user) : scopeOf(world, auth.scope);
  if (scope === undefined) return issue(world, user, NOWHERE, methods);
  if (rolesIn(world.state, user.id, scope).length === 0) throw unauthorized();
  return issue(world, user, scope, methods);
}

const NOWHERE: SimulatedScope = { projectId: null, domainId: null, system: false };

const issue = (world: World, { id: userId }: SimulatedUser, scope: SimulatedScope, methods: string[]) =>
  issueToken(world, { userId, ...scope, methods, credentialId: null });

const isOpen = ({ state }: World, domainId: string): boolean =>
  state.domains.find(({ id }) => id === domainId)?.enabled === true;

/** @throws 401 for what does not exist or is disabled */
function scopeOf(world: World, { system, project: inProject, domain: inDomain }: Scope): SimulatedScope | undefined {
  if (system !== undefined) return { ...NOWHERE, system: true };
  if (inProject !== undefined) {
    const project = find(world, world.state.projects, inProject);
    if (project?.enabled !== true || !isOpen(world, project.domainId)) throw unauthorized();
    return { ...NOWHERE, projectId: project.id };
  }
  if (inDomain === undefined) return undefined;
  const domain = world.state.domains.find(({ id, name }) => id === inDomain.id || name === inDomain.name);
  if (domain?.enabled !== true) throw unauthorized();
  return { ...NOWHERE, domainId: domain.id };
}

/** The user's own default project, if it has a role there. */
function defaultScope({ state }: World, { id, defaultProjectId }: SimulatedUser): SimulatedScope | undefined {
  const project = state.projects.find((one) => one.id === defaultProjectId);
  if (project?.enabled !== true) return undefined;
  const scope = { ...NOWHERE, projectId: project.id };
  return rolesIn(state, id, scope).length > 0 ? scope : undefined;
}

function byPassword(world: World, wanted: (Reference & { password?: string }) | undefined): SimulatedUser | undefined {
  const user = wanted && find(world, world.state.users, wanted);
  return user !== undefined && user.password !== null && user.password === wanted?.password ? user : undefined;
}

function byToken(world: World, { id: value }: { id?: string }): SimulatedUser | undefined {
  if (world.state.tokens.every((one) => one.value !== value)) throw missing('Could not recognize Fernet token');
  const token = validToken(world, value);
  return world.state.users.find((user) => user.id === token?.userId);
}

function byCredential(
  world: World,
  wanted: { id?: string; name?: string; secret?: string; user?: Reference },
  scope: Scope | undefined,
): SimulatedToken {
  const { state } = world;
  const owner = wanted.user && find(world, state.users, wanted.user);
  const credential = state.applicationCredentials.find((one) =>
    wanted.id === undefined ? one.name === wanted.name && one.userId === owner?.id : one.id === wanted.id,
  );
  // Seen: an unknown id is told, unlike an unknown name, or an unknown user.
  if (credential === undefined) {
    throw wanted.id === undefined ? unauthorized() : notFound('Application Credential', wanted.id);
  }
  if (credential.secret !== wanted.secret) throw unauthorized();
  if (credential.expiresAt !== null && credential.expiresAt <= world.timeline.now()) throw unauthorized();
  if (scope !== undefined) {
    const why = 'Error authenticating with application credential: Application credentials cannot request a scope.';
    throw keystoneError(401, 'Unauthorized', why);
  }
  const user = state.users.find(({ id }) => id === credential.userId);
  const project = state.projects.find(({ id }) => id === credential.projectId);
  if (user?.enabled !== true || project?.enabled !== true) throw unauthorized();
  if (!isOpen(world, user.domainId) || !isOpen(world, project.domainId)) throw unauthorized();
  const token = issueToken(world, {
    ...NOWHERE,
    userId: user.id,
    projectId: project.id,
    methods: ['application_credential'],
    credentialId: credential.id,
  });
  // It stands for the roles that the user still has.
  if (tokenRoles(world, token).length === 0) throw unauthorized();
  return token;
}

function find<T extends { id: string; name: string; domainId: string }>(
  world: World,
  all: readonly T[],
  wanted: Reference,
): T | undefined {
  if (wanted.id !== undefined) return all.find((one) => one.id === wanted.id);
  const { domain } = wanted;
  const domainId = domain?.id ?? world.state.domains.find((one) => one.name === domain?.name)?.id;
  return all.find((one) => one.name === wanted.name && one.domainId === domainId);
}
