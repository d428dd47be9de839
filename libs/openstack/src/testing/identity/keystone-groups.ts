import { textOf } from '../given.ts';
import type { SimulatedGroup } from './identity-records.ts';
import type { KeystoneApi } from './keystone-api.ts';
import type { KeystoneCall } from './keystone-call.ts';
import { ID, NAME, type Schema, TEXT, bodyOf, checkChange, checkNew } from './keystone-body.ts';
import { badRequest, conflict, missing, notFound } from './keystone-errors.ts';
import { listAnswer, matches, seenBy } from './keystone-list.ts';
import { admins, any, anyDomainReader, domainReader, systemReader } from './keystone-policy.ts';
import { userOf } from './keystone-users.ts';
import { groupView, userView } from './keystone-views.ts';
import { removeGroup } from './removal.ts';
import { endTokensOf } from './tokens.ts';

const SCHEMA: Schema = { name: NAME, domain_id: ID, description: TEXT };

const known = ({ world, params }: KeystoneCall) => world.state.groups.find(({ id }) => id === params['groupId']);
const mayLook = any(
  admins,
  systemReader,
  domainReader((call) => known(call)?.domainId),
);

/** The group that the path is about. @throws 404 */
export function groupOf(call: KeystoneCall): SimulatedGroup {
  const group = known(call);
  if (group === undefined) throw notFound('group', call.params['groupId']);
  return group;
}

/** Keystone's `/v3/groups`. */
export function serveGroups(api: KeystoneApi): void {
  api.guarded('GET', '/groups', 'list_groups', any(admins, systemReader, anyDomainReader), (call) => {
    const found = seenBy(call, call.world.state.groups).filter(({ name, domainId }) =>
      matches(call.query, { name, domain_id: domainId }),
    );
    return listAnswer(call, 'groups', found.map(groupView(call.base)));
  });
  api.guarded('GET', '/groups/:groupId', 'get_group', mayLook, (call) => ({
    status: 200,
    body: { group: groupView(call.base)(groupOf(call)) },
  }));
  api.guarded('POST', '/groups', 'create_group', admins, (call) => ({
    status: 201,
    body: { group: groupView(call.base)(create(call)) },
  }));
  api.guarded('PATCH', '/groups/:groupId', 'update_group', admins, (call) => {
    const given = bodyOf(call.body, 'group');
    checkChange(given, SCHEMA);
    const group = groupOf(call);
    if ('domain_id' in given && given['domain_id'] !== group.domainId) throw badRequest('Cannot change Domain ID');
    const name = textOf(given, 'name') ?? group.name;
    refuseSameName(call, { ...group, name });
    Object.assign(group, { name, description: textOf(given, 'description') ?? group.description });
    return { status: 200, body: { group: groupView(call.base)(group) } };
  });
  api.guarded('DELETE', '/groups/:groupId', 'delete_group', admins, (call) => {
    const { id, members } = groupOf(call);
    for (const userId of members) endTokensOf(call.world, userId);
    removeGroup(call.world.state, id);
    return { status: 204 };
  });
  serveMembers(api);
}

function serveMembers(api: KeystoneApi): void {
  const path = '/groups/:groupId/users';
  api.guarded('GET', path, 'list_users_in_group', mayLook, (call) => {
    const { members } = groupOf(call);
    const users = seenBy(call, call.world.state.users).filter(({ id }) => members.includes(id));
    return listAnswer(call, 'users', users.map(userView(call.base)));
  });
  api.guarded('GET', `${path}/:userId`, 'check_user_in_group', mayLook, (call) => {
    refuseStranger(call);
    return { status: 204 };
  });
  api.guarded('PUT', `${path}/:userId`, 'add_user_to_group', admins, (call) => {
    const { id } = userOf(call);
    const group = groupOf(call);
    if (!group.members.includes(id)) group.members.push(id);
    return { status: 204 };
  });
  api.guarded('DELETE', `${path}/:userId`, 'remove_user_from_group', admins, (call) => {
    const { group, userId } = refuseStranger(call);
    group.members = group.members.filter((member) => member !== userId);
    endTokensOf(call.world, userId);
    return { status: 204 };
  });
}

function refuseStranger(call: KeystoneCall): { group: SimulatedGroup; userId: string } {
  const { id: userId } = userOf(call);
  const group = groupOf(call);
  if (!group.members.includes(userId)) throw missing(`User '${userId}' not found in group '${group.id}'`);
  return { group, userId };
}

function create(call: KeystoneCall): SimulatedGroup {
  const { world, caller } = call;
  const given = bodyOf(call.body, 'group');
  checkNew(given, SCHEMA);
  const domainId = textOf(given, 'domain_id') ?? caller.token.domainId ?? 'default';
  if (world.state.domains.every(({ id }) => id !== domainId)) throw notFound('domain', domainId);
  const group: SimulatedGroup = {
    id: world.ids.keystone('user-group'),
    name: textOf(given, 'name') ?? '',
    domainId,
    description: textOf(given, 'description') ?? '',
    members: [],
  };
  refuseSameName(call, group);
  world.state.groups.push(group);
  return group;
}

function refuseSameName({ world }: KeystoneCall, { id, name, domainId }: SimulatedGroup): void {
  const twin = (one: SimulatedGroup) =>
    one.id !== id && one.domainId === domainId && one.name.toLowerCase() === name.toLowerCase();
  if (world.state.groups.some(twin)) {
    throw conflict('group', `Duplicate entry found with name ${name} at domain ID ${domainId}`);
  }
}
