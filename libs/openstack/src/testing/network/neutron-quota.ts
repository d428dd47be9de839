import { type NeutronApi, type NeutronCall, param } from './neutron-api.ts';
import { disallowed, httpBadRequest, invalidInput, neutronError } from './neutron-errors.ts';
import type { OpenStackState } from '../state.ts';
import type { World } from '../world.ts';

/** Neutron's defaults (`[quotas]`), by its own names of the resources. */
export const NETWORK_QUOTA: Readonly<Record<string, number>> = {
  network: 100,
  subnet: 100,
  subnetpool: -1,
  port: 500,
  router: 10,
  floatingip: 50,
  rbac_policy: 10,
  security_group: 10,
  security_group_rule: 100,
  trunk: -1,
};

const COUNTED: Record<string, (state: OpenStackState) => readonly { projectId: string }[]> = {
  network: (state) => state.networks,
  subnet: (state) => state.subnets,
  port: (state) => state.ports,
  router: (state) => state.routers,
  floatingip: (state) => state.floatingIps,
  rbac_policy: (state) => state.rbacPolicies,
  security_group: (state) => state.securityGroups,
  security_group_rule: (state) => state.securityGroupRules,
};

/** @throws 409 as neutron says it when `count` more would be too many for the project */
export function refuseOverNetworkQuota(world: World, projectId: string, resource: string, count: number): void {
  const limit = limits(world, projectId)[resource] ?? -1;
  if (limit < 0 || used(world, projectId, resource) + count <= limit) return;
  throw neutronError(409, 'OverQuota', `Quota exceeded for resources: ['${resource}'].`);
}

const limits = (world: World, projectId: string): Record<string, number> => ({
  ...NETWORK_QUOTA,
  ...world.state.networkQuotas[projectId],
});

const used = (world: World, projectId: string, resource: string): number =>
  COUNTED[resource]?.(world.state).filter((one) => one.projectId === projectId).length ?? 0;

/** `/quotas`: anyone's own to read, all for admins. */
export function serveNetworkQuotas(api: NeutronApi): void {
  const { world } = api;
  const readable = (call: NeutronCall): string => {
    const id = param(call, 'id');
    if (!call.caller.admin && call.caller.projectId !== id) throw disallowed('rule:get_quota');
    return id;
  };
  api.route('GET', '/quotas', ({ caller }) => {
    if (!caller.admin) throw disallowed('rule:get_quota');
    const quotas = Object.keys(world.state.networkQuotas).map((id) => ({
      ...limits(world, id),
      project_id: id,
      tenant_id: id,
    }));
    return { status: 200, body: { quotas } };
  });
  api.route('GET', '/quotas/:id', (call) => ({ status: 200, body: { quota: limits(world, readable(call)) } }));
  api.route('GET', '/quotas/:id/default', (call) => {
    readable(call);
    return { status: 200, body: { quota: NETWORK_QUOTA } };
  });
  api.route('GET', '/quotas/:id/details', (call) => {
    const id = readable(call);
    const lines = Object.entries(limits(world, id));
    const quota = lines.map(([name, limit]) => [name, { limit, used: used(world, id, name), reserved: 0 }]);
    return { status: 200, body: { quota: Object.fromEntries(quota) as object } };
  });
  api.route('PUT', '/quotas/:id', (call) => {
    if (!call.caller.admin) throw disallowed('rule:update_quota');
    const id = param(call, 'id');
    const { quota: given = {} } = (call.request.body ?? {}) as { quota?: Record<string, unknown> };
    check(given);
    world.state.networkQuotas[id] = { ...world.state.networkQuotas[id], ...(given as Record<string, number>) };
    return { status: 200, body: { quota: limits(world, id) } };
  });
  api.route('DELETE', '/quotas/:id', (call) => {
    if (!call.caller.admin) throw disallowed('rule:delete_quota');
    const id = param(call, 'id');
    if (world.state.networkQuotas[id] === undefined) {
      throw neutronError(404, 'TenantQuotaNotFound', `Quota for tenant ${id} could not be found.`);
    }
    const { [id]: _reset, ...others } = world.state.networkQuotas;
    world.state.networkQuotas = others;
    return { status: 204 };
  });
}

function check(given: Record<string, unknown>): void {
  const unknown = Object.keys(given).filter((name) => !(name in NETWORK_QUOTA));
  if (unknown.length > 0) throw httpBadRequest(`Unrecognized attribute(s) '${unknown.join(', ')}'`);
  for (const [name, value] of Object.entries(given)) {
    if (!Number.isInteger(Number(value))) throw invalidInput(`'${String(value)}' is not an integer`);
    if (Number(value) < -1) {
      throw httpBadRequest(
        `Invalid input for ${name}. Reason: '${String(value)}' is too small - must be at least '-1'.`,
      );
    }
  }
}
