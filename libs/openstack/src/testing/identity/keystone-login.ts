import { keystoneError, unauthorized } from './keystone-errors.ts';
import type { SimulatedProject, SimulatedToken, SimulatedUser } from './identity-records.ts';
import { issueToken, validToken } from './tokens.ts';
import type { World } from '../world.ts';

interface Reference {
  id?: string;
  name?: string;
  domain?: { id?: string; name?: string };
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
    scope?: { project?: Reference; system?: { all?: boolean }; domain?: Reference };
  };
}

/**
 * Makes the token that is asked for.
 * A wrong password, an unknown user, a disabled one and a project without a role are all the same 401.
 */
export function login(world: World, body: LoginBody | undefined): SimulatedToken {
  const auth = body?.auth;
  const identity = auth?.identity;
  if (auth === undefined || identity === undefined) {
    throw keystoneError(
      400,
      'Bad Request',
      `Expecting to find ${auth === undefined ? 'auth in request body' : 'identity in auth'}. The server could not comply with the request since it is either malformed or otherwise incorrect. The client is assumed to be in error.`,
    );
  }
  const methods = identity.methods ?? [];
  if (identity.application_credential !== undefined) return byCredential(world, identity.application_credential);
  const user = byPassword(world, identity.password?.user) ?? byToken(world, identity.token?.id);
  if (user?.enabled !== true) throw unauthorized();
  if (auth.scope?.system?.all === true) return scoped(world, user, null, 'system', methods);
  if (auth.scope?.project === undefined) {
    return issueToken(world, { userId: user.id, projectId: null, system: false, roles: [], methods });
  }
  const project = find(world, world.state.projects, auth.scope.project);
  if (project?.enabled !== true) throw unauthorized();
  return scoped(world, user, project, project.id, methods);
}

function scoped(
  world: World,
  user: SimulatedUser,
  project: SimulatedProject | null,
  key: string,
  methods: string[],
): SimulatedToken {
  const roles = user.roles[key] ?? [];
  if (roles.length === 0) throw unauthorized();
  return issueToken(world, {
    userId: user.id,
    projectId: project?.id ?? null,
    system: project === null,
    roles,
    methods,
  });
}

function byPassword(world: World, wanted: (Reference & { password?: string }) | undefined): SimulatedUser | undefined {
  const user = wanted && find(world, world.state.users, wanted);
  return user !== undefined && user.password === wanted?.password ? user : undefined;
}

function byToken(world: World, value: string | undefined): SimulatedUser | undefined {
  const token = validToken(world, value);
  return world.state.users.find((user) => user.id === token?.userId);
}

function byCredential(
  world: World,
  wanted: { id?: string; name?: string; secret?: string; user?: Reference },
): SimulatedToken {
  const owner = wanted.user && find(world, world.state.users, wanted.user);
  const credential = world.state.applicationCredentials.find((one) =>
    wanted.id === undefined ? one.name === wanted.name && one.userId === owner?.id : one.id === wanted.id,
  );
  // Seen: an unknown one is told by name, unlike an unknown user.
  if (credential === undefined) {
    throw keystoneError(404, 'Not Found', `Could not find Application Credential: ${wanted.id ?? wanted.name ?? ''}.`);
  }
  if (credential.secret !== wanted.secret) throw unauthorized();
  const { userId, projectId, roles } = credential;
  return issueToken(world, { userId, projectId, system: false, roles, methods: ['application_credential'] });
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
