/* oxlint-disable typescript/no-unsafe-argument, typescript/no-unsafe-assignment, typescript/no-unsafe-call, typescript/no-unsafe-member-access, typescript/no-unsafe-return
   -- answers are looked into as they come: their shape is what is under test */
import { afterAll, beforeAll, expect } from '@jest/globals';
import { Secret } from '@opsbook/context';
import type { CloudAuth } from '../../config/cloud-config.ts';
import { type ContractTarget, PREFIX, type TargetOf } from '../contract-target.ts';
import { type Json, Wire, type WireAnswer } from '../wire.ts';

type Kind = 'domain' | 'project' | 'user' | 'group' | 'role';

/** Status, title and first line of an error: the lines behind it are the schema. */
export const errorOf = ({ status, body }: WireAnswer): unknown[] => [
  status,
  body?.error?.title,
  String(body?.error?.message).split('\n')[0],
];

/** What the policy says. @param rule without `identity:` */
export const denied = (rule: string): unknown[] => [
  403,
  'Forbidden',
  `You are not authorized to perform the requested action: identity:${rule}.`,
];

export const missing = (what: string, id: string): unknown[] => [404, 'Not Found', `Could not find ${what}: ${id}.`];

/** Makes something with the contract's name. */
export async function make(wire: Wire, kind: Kind, { name, ...rest }: Record<string, unknown>): Promise<Json> {
  const answer = await post(wire, kind, { name: `${PREFIX}${name as string}`, ...rest });
  expect(answer.status).toBe(201);
  return answer.body[kind];
}

export const post = (wire: Wire, kind: Kind, body: object): Promise<WireAnswer> =>
  wire.keystone('POST', `/${kind}s`, { body: { [kind]: body } });

export const patch = (wire: Wire, kind: Kind, id: string, body: object): Promise<WireAnswer> =>
  wire.keystone('PATCH', `/${kind}s/${id}`, { body: { [kind]: body } });

export const idOfRole = async (wire: Wire, name: string): Promise<string> =>
  (await wire.keystone('GET', `/roles?name=${name}`)).body.roles[0].id;

/** The same cloud as somebody else: with another scope, or as a user that the contract has made. */
export const wireAs = ({ admin, clock }: ContractTarget, auth: Partial<CloudAuth>): Wire =>
  new Wire({ ...admin.config, auth: { authUrl: admin.config.auth.authUrl, type: 'password', ...auth } }, clock);

/** The admin, of the system. */
export function systemWire(target: ContractTarget): Wire {
  const { username, password, userDomainName } = target.admin.config.auth;
  return wireAs(target, {
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
    ...(userDomainName !== undefined && { userDomainName }),
    systemScope: true,
  });
}

export const PASSWORD = 'contract-password';

export const wireOf = (target: ContractTarget, userId: string, scope: Partial<CloudAuth>, password = PASSWORD): Wire =>
  wireAs(target, { userId, password: new Secret(password), ...scope });

/** A domain for a group of tests, which goes away with all that it holds. */
export function ownDomain(target: TargetOf): () => string {
  let id = '';
  beforeAll(async () => {
    await removeAll(target().admin);
    id = (await make(target().admin, 'domain', { name: 'domain' })).id;
  });
  afterAll(() => removeAll(target().admin));
  return () => id;
}

/** Takes away what the contract has made, also what an interrupted run has left. */
async function removeAll(admin: Wire): Promise<void> {
  const ours = async (kind: Kind, query = ''): Promise<Json[]> =>
    (await admin.keystone('GET', `/${kind}s${query}`)).body[`${kind}s`].filter(({ name }: { name: string }) =>
      name.startsWith(PREFIX),
    );
  const release = { options: { immutable: null } };
  for (const domain of await ours('domain')) {
    for (const project of await ours('project', `?domain_id=${domain.id as string}`)) {
      if (project.options.immutable === true) await patch(admin, 'project', project.id, release);
    }
    // They would outlive it.
    for (const role of await ours('role', `?domain_id=${domain.id as string}`)) {
      await admin.keystone('DELETE', `/roles/${role.id as string}`);
    }
    await patch(admin, 'domain', domain.id, { enabled: false });
    const { status } = await admin.keystone('DELETE', `/domains/${domain.id as string}`);
    // Outside a test an `expect` would be counted with the next one, of whichever service.
    if (status !== 204) throw new Error(`the domain ${domain.id as string} is not deleted: ${status}`);
  }
  for (const role of await ours('role')) {
    if (role.options.immutable === true) await patch(admin, 'role', role.id, release);
    await admin.keystone('DELETE', `/roles/${role.id as string}`);
  }
}
