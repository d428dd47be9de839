import { type Given, textOf } from '../given.ts';
import { effectiveAssignments } from './effective-roles.ts';
import type { SimulatedUser } from './identity-records.ts';
import type { KeystoneApi } from './keystone-api.ts';
import type { KeystoneCall } from './keystone-call.ts';
import { FLAG, ID, NAME, type Schema, TEXT, bodyOf, checkChange, checkNew } from './keystone-body.ts';
import { badRequest, conflict, notFound } from './keystone-errors.ts';
import { listAnswer, matches, seenBy } from './keystone-list.ts';
import { admins, any, anyDomainReader, domainReader, self, systemReader } from './keystone-policy.ts';
import { groupView, projectView, userView } from './keystone-views.ts';
import { removeUser } from './removal.ts';
import { endTokensOf } from './tokens.ts';

const SCHEMA: Schema = {
  name: NAME,
  domain_id: ID,
  description: TEXT,
  enabled: FLAG,
  default_project_id: { ...ID, nullable: true },
  password: { type: 'string', nullable: true },
};

const known = ({ world, params }: KeystoneCall) => world.state.users.find(({ id }) => id === params['userId']);
const mayLook = any(
  admins,
  systemReader,
  domainReader((call) => known(call)?.domainId),
  self,
);

/** The user that the path is about. @throws 404 */
export function userOf(call: KeystoneCall): SimulatedUser {
  const user = known(call);
  if (user === undefined) throw notFound('user', call.params['userId']);
  return user;
}

/** Keystone's `/v3/users`. */
export function serveUsers(api: KeystoneApi): void {
  api.guarded('GET', '/users', 'list_users', any(admins, systemReader, anyDomainReader), (call) => {
    const found = seenBy(call, call.world.state.users).filter(({ name, domainId, enabled }) =>
      matches(call.query, { name, domain_id: domainId, enabled }),
    );
    return listAnswer(call, 'users', found.map(userView(call.base)));
  });
  api.guarded('GET', '/users/:userId', 'get_user', mayLook, (call) => ({
    status: 200,
    body: { user: userView(call.base)(userOf(call)) },
  }));
  api.guarded('POST', '/users', 'create_user', admins, (call) => ({
    status: 201,
    body: { user: userView(call.base)(create(call)) },
  }));
  api.guarded('PATCH', '/users/:userId', 'update_user', admins, (call) => {
    const user = userOf(call);
    const given = bodyOf(call.body, 'user');
    checkChange(given, SCHEMA);
    if ('domain_id' in given && given['domain_id'] !== user.domainId) throw badRequest('Cannot change Domain ID');
    refuseSameName(call, { ...user, name: textOf(given, 'name') ?? user.name });
    change(user, given);
    if ('password' in given || given['enabled'] === false) endTokensOf(call.world, user.id);
    return { status: 200, body: { user: userView(call.base)(user) } };
  });
  api.guarded('DELETE', '/users/:userId', 'delete_user', admins, (call) => {
    removeUser(call.world.state, userOf(call).id);
    return { status: 204 };
  });
  api.guarded('GET', '/users/:userId/groups', 'list_groups_for_user', mayLook, (call) => {
    const { id } = userOf(call);
    const groups = seenBy(call, call.world.state.groups).filter(({ members }) => members.includes(id));
    // Who became a member by a login with an identity provider's word is one for a time only.
    const views = groups.map((group) => ({ ...groupView(call.base)(group), membership_expires_at: null }));
    return listAnswer(call, 'groups', views);
  });
  api.guarded('GET', '/users/:userId/projects', 'list_user_projects', mayLook, (call) => {
    const { state } = call.world;
    const ids = effectiveAssignments(state).filter(({ userId }) => userId === call.params['userId']);
    const projects = state.projects.filter(({ id }) => ids.some(({ projectId }) => projectId === id));
    return listAnswer(call, 'projects', projects.map(projectView(call.base)));
  });
}

function create(call: KeystoneCall): SimulatedUser {
  const { world, caller } = call;
  const given = bodyOf(call.body, 'user');
  checkNew(given, SCHEMA);
  const domainId = textOf(given, 'domain_id') ?? caller.token.domainId ?? 'default';
  if (world.state.domains.every(({ id }) => id !== domainId)) throw notFound('domain', domainId);
  const user: SimulatedUser = {
    id: world.ids.keystone('user'),
    name: textOf(given, 'name') ?? '',
    domainId,
    password: null,
    enabled: true,
    email: null,
    description: null,
    defaultProjectId: null,
  };
  refuseSameName(call, user);
  change(user, given);
  world.state.users.push(user);
  return user;
}

function change(user: SimulatedUser, given: Given): void {
  const value = (name: string, old: string | null) => (name in given ? textOf(given, name) : old);
  Object.assign(user, {
    name: textOf(given, 'name') ?? user.name,
    enabled: given['enabled'] ?? user.enabled,
    password: value('password', user.password),
    email: value('email', user.email),
    description: value('description', user.description),
    defaultProjectId: value('default_project_id', user.defaultProjectId),
  });
}

function refuseSameName({ world }: KeystoneCall, { id, name, domainId }: SimulatedUser): void {
  const twin = (one: SimulatedUser) =>
    one.id !== id && one.domainId === domainId && one.name.toLowerCase() === name.toLowerCase();
  if (world.state.users.some(twin)) {
    throw conflict('user', `Duplicate entry found with name ${name} at domain ID ${domainId}`);
  }
}
