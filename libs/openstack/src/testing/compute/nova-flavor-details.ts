import type { NovaApi } from './nova-api.ts';
import { type NovaCall, param } from './nova-call.ts';
import { badRequest, invalidField, novaError, policy } from './nova-errors.ts';
import { existingFlavor } from './nova-flavors.ts';
import type { SimulatedFlavor } from './compute-records.ts';

const SPECS = 'os_compute_api:os-flavor-extra-specs';
const ACCESS = 'os_compute_api:os-flavor-access';

/** A flavor's extra specs, and who may use a private one. */
export function serveFlavorDetails(api: NovaApi): void {
  const specs = '/flavors/:id/os-extra_specs';
  api.route('GET', specs, (call) => ({ status: 200, body: { extra_specs: existingFlavor(call).extraSpecs } }));
  api.route('POST', specs, setSpecs, { adminRule: `${SPECS}:create` });
  api.route('GET', `${specs}/:key`, (call) => {
    const key = param(call, 'key');
    return { status: 200, body: { [key]: specOf(existingFlavor(call), key) } };
  });
  api.route(
    'DELETE',
    `${specs}/:key`,
    (call) => {
      const flavor = existingFlavor(call);
      const key = param(call, 'key');
      specOf(flavor, key);
      flavor.extraSpecs = Object.fromEntries(Object.entries(flavor.extraSpecs).filter(([name]) => name !== key));
      return { status: 200 };
    },
    { adminRule: `${SPECS}:delete` },
  );
  api.route('GET', '/flavors/:id/os-flavor-access', (call) => {
    const flavor = existingFlavor(call);
    if (!call.caller.admin) throw policy(ACCESS);
    if (flavor.isPublic) throw novaError(404, 'Access list not available for public flavors.');
    return access(flavor);
  });
  api.route('POST', '/flavors/:id/action', act);
}

function setSpecs(call: NovaCall) {
  const { extra_specs: given = {} } = (call.request.body ?? {}) as { extra_specs?: Record<string, string> };
  for (const key of Object.keys(given)) {
    const pattern = '^[a-zA-Z0-9-_:. ]{1,255}$';
    if (/^[a-zA-Z0-9-_:. ]{1,255}$/.test(key)) continue;
    throw invalidField('extra_specs', given, `'${key}' does not match any of the regexes: '${pattern}'`);
  }
  const cpuPolicy = given['hw:cpu_policy'];
  if (cpuPolicy !== undefined && !['dedicated', 'shared', 'mixed'].includes(cpuPolicy) && call.speaks('2.86')) {
    throw badRequest(`Validation failed; '${cpuPolicy}' is not one of: dedicated, shared, mixed.`);
  }
  const flavor = existingFlavor(call);
  flavor.extraSpecs = { ...flavor.extraSpecs, ...given };
  return { status: 200, body: { extra_specs: given } };
}

function specOf({ id, extraSpecs }: SimulatedFlavor, key: string): string {
  const found = extraSpecs[key];
  if (found === undefined) throw novaError(404, `Flavor ${id} has no extra specs with key ${key}.`);
  return found;
}

function act(call: NovaCall) {
  const [[action, argument] = ['', {}]] = Object.entries((call.request.body ?? {}) as Record<string, object>);
  const { tenant = '' } = argument as { tenant?: string };
  if (action !== 'addTenantAccess' && action !== 'removeTenantAccess') {
    throw badRequest(`There is no such action: ${action}`);
  }
  const adds = action === 'addTenantAccess';
  if (!call.caller.admin) throw policy(`${ACCESS}:${adds ? 'add' : 'remove'}_tenant_access`);
  const flavor = existingFlavor(call);
  if (adds && flavor.isPublic) throw novaError(409, 'Can not add access to a public flavor.');
  if (!call.world.state.projects.some(({ id }) => id === tenant)) {
    throw badRequest(`Project ID ${tenant} is not a valid project.`);
  }
  const has = flavor.projectIds.includes(tenant);
  // The number is the database's own of the flavor.
  const number = call.world.state.flavors.indexOf(flavor) + 1;
  if (adds && has) {
    throw novaError(409, `Flavor access already exists for flavor ${number} and project ${tenant} combination.`);
  }
  if (!adds && !has) throw novaError(404, `Flavor access not found for ${number} / ${tenant} combination.`);
  flavor.projectIds = adds ? [...flavor.projectIds, tenant] : flavor.projectIds.filter((id) => id !== tenant);
  return access(flavor);
}

const access = ({ id, projectIds }: SimulatedFlavor) => ({
  status: 200,
  body: { flavor_access: projectIds.map((tenant) => ({ flavor_id: id, tenant_id: tenant })) },
});
