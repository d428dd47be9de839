import { textOf } from '../given.ts';
import type { SimulatedDomain } from './identity-records.ts';
import type { KeystoneApi } from './keystone-api.ts';
import type { KeystoneCall } from './keystone-call.ts';
import { FLAG, OPTIONS, SHORT_NAME, type Schema, TEXT, bodyOf, checkChange, checkNew } from './keystone-body.ts';
import { conflict, notFound, notNow } from './keystone-errors.ts';
import { optionIn, refuseImmutable } from './keystone-immutable.ts';
import { listAnswer, matches } from './keystone-list.ts';
import { type Rule, admins, adminsAndSystemReaders, any } from './keystone-policy.ts';
import { domainView } from './keystone-views.ts';
import { removeDomain } from './removal.ts';

const SCHEMA: Schema = { name: SHORT_NAME, description: TEXT, enabled: FLAG, options: OPTIONS };

/** Whoever is logged in to it, or to a project of it. */
const itsOwn: Rule = ({ world, caller, params }) => {
  const project = world.state.projects.find(({ id }) => id === caller.projectId);
  return [caller.token.domainId, project?.domainId].includes(params['domainId']);
};

/** Keystone's `/v3/domains`. */
export function serveDomains(api: KeystoneApi): void {
  api.guarded('GET', '/domains', 'list_domains', adminsAndSystemReaders, (call) => {
    const found = call.world.state.domains.filter(({ name, enabled }) => matches(call.query, { name, enabled }));
    return listAnswer(call, 'domains', found.map(domainView(call.base)));
  });
  api.guarded('GET', '/domains/:domainId', 'get_domain', any(adminsAndSystemReaders, itsOwn), (call) => ({
    status: 200,
    body: { domain: domainView(call.base)(domainOf(call)) },
  }));
  api.guarded('POST', '/domains', 'create_domain', admins, (call) => {
    const given = bodyOf(call.body, 'domain');
    checkNew(given, SCHEMA);
    const domain: SimulatedDomain = {
      id: call.world.ids.keystone('domain'),
      name: textOf(given, 'name') ?? '',
      description: textOf(given, 'description') ?? '',
      enabled: given['enabled'] !== false,
      immutable: optionIn(given) ?? null,
    };
    refuseSameName(call, domain);
    call.world.state.domains.push(domain);
    return { status: 201, body: { domain: domainView(call.base)(domain) } };
  });
  api.guarded('PATCH', '/domains/:domainId', 'update_domain', admins, (call) => {
    const given = bodyOf(call.body, 'domain');
    checkChange(given, SCHEMA);
    const domain = domainOf(call);
    refuseImmutable('domain', domain, 'update', given);
    const name = textOf(given, 'name') ?? domain.name;
    refuseSameName(call, { ...domain, name });
    const option = optionIn(given);
    Object.assign(domain, {
      name,
      description: textOf(given, 'description') ?? domain.description,
      enabled: given['enabled'] ?? domain.enabled,
      ...(option !== undefined && { immutable: option }),
    });
    return { status: 200, body: { domain: domainView(call.base)(domain) } };
  });
  api.guarded('DELETE', '/domains/:domainId', 'delete_domain', admins, (call) => {
    const domain = domainOf(call);
    refuseImmutable('domain', domain, 'delete');
    if (domain.enabled) throw notNow('Cannot delete a domain that is enabled, please disable it first.');
    removeDomain(call.world.state, domain.id);
    return { status: 204 };
  });
}

/** The domain that the path is about. @throws 404 */
export function domainOf({ world, params }: KeystoneCall): SimulatedDomain {
  const domain = world.state.domains.find(({ id }) => id === params['domainId']);
  if (domain === undefined) throw notFound('domain', params['domainId']);
  return domain;
}

// A domain is kept as a project.
function refuseSameName({ world }: KeystoneCall, { id, name }: SimulatedDomain): void {
  const twin = world.state.domains.some((one) => one.id !== id && one.name.toLowerCase() === name.toLowerCase());
  const details = `it is not permitted to have two projects acting as domains with the same name: ${name}`;
  if (twin) throw conflict('project', details);
}
