import { type Given, textOf } from '../given.ts';
import type { World } from '../world.ts';
import type { SimulatedApplicationCredential } from './identity-records.ts';
import type { KeystoneApi } from './keystone-api.ts';
import type { KeystoneCall } from './keystone-call.ts';
import { FLAG, NAME, type Schema, TEXT, bodyOf, checkNew } from './keystone-body.ts';
import { badRequest, conflict, forbidden, malformed, missing, notFound } from './keystone-errors.ts';
import { linked, listAnswer, matches } from './keystone-list.ts';
import { type Rule, admins, any, self, systemReader } from './keystone-policy.ts';
import { addAccessRule, ruleView } from './keystone-access-rules.ts';
import { tokenRoles } from './tokens.ts';

const SCHEMA: Schema = {
  name: NAME,
  description: TEXT,
  secret: TEXT,
  expires_at: TEXT,
  unrestricted: FLAG,
  roles: { type: 'array' },
  access_rules: { type: 'array' },
};

const known = ({ world, params }: KeystoneCall) =>
  world.state.applicationCredentials.find(({ id }) => id === params['credentialId']);

// Whose it is says the credential and not the path; one that is not there is nobody's.
const itsOwner: Rule = (call) => (known(call)?.userId ?? call.params['userId']) === call.caller.userId;

/** Keystone's `/v3/users/{id}/application_credentials`. */
export function serveCredentials(api: KeystoneApi): void {
  const path = '/users/:userId/application_credentials';
  const rule = (verb: string, many = '') => `${verb}_application_credential${many}`;
  api.guarded('GET', path, rule('list', 's'), any(admins, systemReader, self), (call) => {
    const found = call.world.state.applicationCredentials.filter(
      ({ userId, name }) => userId === call.params['userId'] && matches(call.query, { name }),
    );
    return listAnswer(
      call,
      'application_credentials',
      found.map((one) => view(call, one)),
    );
  });
  api.guarded('GET', `${path}/:credentialId`, rule('get'), any(admins, systemReader, itsOwner), (call) => ({
    status: 200,
    body: { application_credential: view(call, credentialOf(call)) },
  }));
  api.guarded('POST', path, rule('create'), self, (call) => {
    const given = bodyOf(call.body, 'application_credential');
    checkNew(given, SCHEMA);
    refuseRestricted(call);
    const made = create(call, given);
    return { status: 201, body: { application_credential: { ...view(call, made), secret: made.secret } } };
  });
  api.guarded('DELETE', `${path}/:credentialId`, rule('delete'), any(admins, itsOwner), (call) => {
    refuseRestricted(call);
    const { id } = credentialOf(call);
    const { state } = call.world;
    state.applicationCredentials = state.applicationCredentials.filter((one) => one.id !== id);
    return { status: 204 };
  });
}

function credentialOf(call: KeystoneCall): SimulatedApplicationCredential {
  const credential = known(call);
  if (credential === undefined) throw notFound('Application Credential', call.params['credentialId']);
  return credential;
}

/** A login with a credential makes and deletes no others, unless it was made `unrestricted`. */
function refuseRestricted({ world, caller }: KeystoneCall): void {
  const { credentialId } = caller.token;
  if (credentialId === null) return;
  const used = world.state.applicationCredentials.find(({ id }) => id === credentialId);
  if (used?.unrestricted === true) return;
  throw forbidden(
    "Using method 'application_credential' is not allowed for managing additional application credentials.",
  );
}

function create(call: KeystoneCall, given: Given): SimulatedApplicationCredential {
  const { world, caller } = call;
  const { state } = world;
  const name = textOf(given, 'name') ?? '';
  const rules = given['access_rules'] as { service: string; method: string; path: string }[] | undefined;
  const made: SimulatedApplicationCredential = {
    id: world.ids.keystone('credential'),
    name,
    description: textOf(given, 'description'),
    secret: textOf(given, 'secret') ?? Buffer.from(crypto.getRandomValues(new Uint8Array(64))).toString('base64url'),
    userId: caller.userId,
    projectId: caller.projectId,
    roleIds: rolesFor(call, given),
    expiresAt: endOf(world, textOf(given, 'expires_at')),
    unrestricted: (given['unrestricted'] as boolean | undefined) ?? null,
    accessRuleIds: rules?.map((rule) => addAccessRule(world, caller.userId, rule).id) ?? null,
  };
  if (state.applicationCredentials.some((one) => one.userId === caller.userId && one.name === name)) {
    throw conflict('application_credential', `Duplicate entry found with name ${name}`);
  }
  state.applicationCredentials.push(made);
  return made;
}

function rolesFor({ world, caller }: KeystoneCall, given: Given): string[] {
  const own = tokenRoles(world, caller.token).map(({ id }) => id);
  const asked = given['roles'] as { id?: string; name?: string }[] | undefined;
  if (asked === undefined || asked.length === 0) return own;
  return asked.map(({ id, name }) => {
    const found = id ?? world.state.roles.find((role) => role.name === name)?.id;
    if (found === undefined) throw missing(`Role ${name} is not defined`);
    if (own.includes(found)) return found;
    throw badRequest('Invalid application credential: Cannot create an application credential with unassigned role');
  });
}

function endOf(world: World, text: string | null): number | null {
  if (text === null) return null;
  const end = Date.parse(/(Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text}Z`);
  if (Number.isNaN(end)) throw malformed('Timestamp not in expected format.');
  if (end <= world.timeline.now()) throw malformed("The 'expires_at' must not be before now.");
  return end;
}

function view({ world, base }: KeystoneCall, credential: SimulatedApplicationCredential): object {
  const { id, userId, expiresAt, accessRuleIds } = credential;
  const { roles, accessRules } = world.state;
  const shown = roles.filter((role) => credential.roleIds.includes(role.id));
  return {
    id,
    name: credential.name,
    description: credential.description,
    user_id: userId,
    project_id: credential.projectId,
    system: null,
    expires_at: expiresAt === null ? null : `${new Date(expiresAt).toISOString().slice(0, -1)}000`,
    unrestricted: credential.unrestricted,
    roles: shown.map((role) => ({
      id: role.id,
      name: role.name,
      domain_id: role.domainId,
      description: role.description,
      options: role.immutable === null ? {} : { immutable: role.immutable },
    })),
    ...(accessRuleIds !== null && {
      access_rules: accessRules.filter((rule) => accessRuleIds.includes(rule.id)).map(ruleView),
    }),
    ...linked(base, `/users/${userId}/application_credentials/${id}`),
  };
}
