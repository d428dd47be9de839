import { textOf } from '../given.ts';
import type { SimulatedRole } from './identity-records.ts';
import type { KeystoneApi } from './keystone-api.ts';
import type { KeystoneCall } from './keystone-call.ts';
import { NAME, OPTIONS, type Schema, bodyOf, checkChange, checkNew } from './keystone-body.ts';
import { badRequest, conflict, notFound } from './keystone-errors.ts';
import { optionIn, refuseImmutable } from './keystone-immutable.ts';
import { linked, listAnswer, matches } from './keystone-list.ts';
import { admins, adminsAndSystemReaders } from './keystone-policy.ts';
import { roleView } from './keystone-views.ts';
import { removeRole } from './removal.ts';

const SCHEMA: Schema = { name: NAME, description: { type: 'string' }, options: OPTIONS };

/** The role of that id. @throws 404 */
export function roleOf({ world, params }: KeystoneCall): SimulatedRole {
  const role = world.state.roles.find(({ id }) => id === params['roleId']);
  if (role === undefined) throw notFound('role', params['roleId']);
  return role;
}

/** A role of a domain has rules of its own. @throws 404: what is not there is told to everybody */
const about =
  (verb: string) =>
  (call: KeystoneCall): string =>
    `${verb}${roleOf(call).domainId === null ? '' : '_domain'}_role`;

const ofDomain =
  (verb: string, many = '') =>
  ({ query, body }: KeystoneCall): string =>
    `${verb}${query.has('domain_id') || 'domain_id' in bodyOf(body, 'role') ? '_domain' : ''}_role${many}`;

/** Keystone's `/v3/roles`, and what they imply. */
export function serveRoles(api: KeystoneApi): void {
  api.guarded('GET', '/roles', ofDomain('list', 's'), adminsAndSystemReaders, (call) => {
    const domainId = call.query.get('domain_id');
    const found = call.world.state.roles.filter(
      (role) => role.domainId === domainId && matches(call.query, { name: role.name }),
    );
    return listAnswer(call, 'roles', found.map(roleView(call.base)));
  });
  api.guarded('GET', '/roles/:roleId', about('get'), adminsAndSystemReaders, (call) => ({
    status: 200,
    body: { role: roleView(call.base)(roleOf(call)) },
  }));
  api.guarded('POST', '/roles', ofDomain('create'), admins, (call) => {
    const given = bodyOf(call.body, 'role');
    checkNew(given, SCHEMA);
    const role: SimulatedRole = {
      id: call.world.ids.keystone('role'),
      name: textOf(given, 'name') ?? '',
      domainId: textOf(given, 'domain_id'),
      description: textOf(given, 'description'),
      immutable: optionIn(given) ?? null,
      implies: [],
    };
    refuseSameName(call, role);
    call.world.state.roles.push(role);
    return { status: 201, body: { role: roleView(call.base)(role) } };
  });
  api.guarded('PATCH', '/roles/:roleId', about('update'), admins, (call) => {
    const given = bodyOf(call.body, 'role');
    checkChange(given, SCHEMA);
    const role = roleOf(call);
    refuseImmutable('role', role, 'update', given);
    if ('domain_id' in given && given['domain_id'] !== role.domainId) {
      throw badRequest('Update of `domain_id` is not allowed.');
    }
    const name = textOf(given, 'name') ?? role.name;
    refuseSameName(call, { ...role, name });
    const option = optionIn(given);
    const description = textOf(given, 'description') ?? role.description;
    Object.assign(role, { name, description, ...(option !== undefined && { immutable: option }) });
    return { status: 200, body: { role: roleView(call.base)(role) } };
  });
  api.guarded('DELETE', '/roles/:roleId', about('delete'), admins, (call) => {
    const role = roleOf(call);
    refuseImmutable('role', role, 'delete');
    removeRole(call.world.state, role.id);
    return { status: 204 };
  });
  api.guarded('GET', '/roles/:roleId/implies', 'list_implied_roles', adminsAndSystemReaders, (call) => {
    const role = roleOf(call);
    const implied = call.world.state.roles.filter(({ id }) => role.implies.includes(id));
    const short = ({ id, name }: SimulatedRole) => ({ id, ...linked(call.base, `/roles/${id}`), name });
    return {
      status: 200,
      body: {
        role_inference: { prior_role: short(role), implies: implied.map(short) },
        ...linked(call.base, call.path),
      },
    };
  });
}

function refuseSameName({ world }: KeystoneCall, { id, name, domainId }: SimulatedRole): void {
  const twin = (one: SimulatedRole) =>
    one.id !== id && one.domainId === domainId && one.name.toLowerCase() === name.toLowerCase();
  if (world.state.roles.some(twin)) throw conflict('role', `Duplicate entry found with name ${name}`);
}
