import { usedOf } from '../quota.ts';
import { defaultsOf, limitsOf } from './compute-quota.ts';
import type { NovaApi } from './nova-api.ts';
import { type NovaCall, param } from './nova-call.ts';
import { badRequest, invalidField, policy } from './nova-errors.ts';

const RULE = 'os_compute_api:os-quota-sets';
// Neutron's and the injected files' limits, which left with 2.36 and 2.57; constants here.
const OLD = {
  fixed_ips: -1,
  floating_ips: -1,
  injected_file_content_bytes: 10240,
  injected_file_path_bytes: 255,
  injected_files: 5,
  security_group_rules: -1,
  security_groups: -1,
};

/** `/os-quota-sets` and `/limits`: anyone's own to read, all for admins. */
export function serveQuotas(api: NovaApi): void {
  api.route('GET', '/os-quota-sets/:id', (call) => {
    const id = readable(call, 'show');
    return { status: 200, body: { quota_set: { id, ...shown(call, limitsOf(call.world, id)) } } };
  });
  api.route('GET', '/os-quota-sets/:id/defaults', (call) => {
    const id = param(call, 'id');
    known(call, id);
    return { status: 200, body: { quota_set: { id, ...shown(call, defaultsOf(call.world, id)) } } };
  });
  api.route('GET', '/os-quota-sets/:id/detail', (call) => {
    const id = readable(call, 'detail');
    const used: Record<string, number> = usedOf(call.world, id);
    const groups = call.world.state.serverGroups.filter(({ projectId }) => projectId === id).length;
    const lines = Object.entries(shown(call, limitsOf(call.world, id))).map(([name, limit]) => [
      name,
      { limit, in_use: name === 'server_groups' ? groups : (used[name] ?? 0), reserved: 0 },
    ]);
    return { status: 200, body: { quota_set: { id, ...(Object.fromEntries(lines) as object) } } };
  });
  api.route('PUT', '/os-quota-sets/:id', update, { adminRule: `${RULE}:update` });
  api.route(
    'DELETE',
    '/os-quota-sets/:id',
    (call) => {
      const { [param(call, 'id')]: _reset, ...others } = call.world.state.computeQuotas;
      call.world.state.computeQuotas = others;
      return { status: 202 };
    },
    { adminRule: `${RULE}:delete` },
  );
  api.route('GET', '/limits', limits);
}

function update(call: NovaCall) {
  const { world } = call;
  const id = param(call, 'id');
  const { quota_set: given = {} } = (call.request.body ?? {}) as { quota_set?: Record<string, unknown> };
  const { force, ...wanted } = given;
  const all = limitsOf(world, id);
  const used: Record<string, number> = usedOf(world, id);
  for (const [name, value] of Object.entries(wanted)) {
    if (!(name in all)) {
      const why = `Additional properties are not allowed ('${name}' was unexpected)`;
      throw invalidField('quota_set', given, why);
    }
    if (!/^-?[0-9]+$/.test(String(value))) {
      throw invalidField(name, value, `'${String(value)}' does not match '^-?[0-9]+$'`);
    }
    if (Number(value) < -1) throw invalidField(name, value, `${Number(value)} is less than the minimum of -1`);
  }
  known(call, id);
  for (const [name, value] of Object.entries(wanted)) {
    const inUse = used[name] ?? 0;
    if (force === true || Number(value) < 0 || Number(value) >= inUse) continue;
    throw badRequest(
      `Quota limit ${Number(value)} for ${name} must be greater than or equal to already used and reserved ${inUse}.`,
    );
  }
  const set = Object.fromEntries(Object.entries(wanted).map(([name, value]) => [name, Number(value)]));
  world.state.computeQuotas[id] = { ...world.state.computeQuotas[id], ...set };
  return { status: 200, body: { quota_set: shown(call, limitsOf(world, id)) } };
}

function limits(call: NovaCall) {
  const { world, caller, request } = call;
  const id = request.query.get('tenant_id') ?? caller.projectId;
  if (id !== caller.projectId && !caller.admin) throw policy('os_compute_api:limits:other_project');
  const all = limitsOf(world, id);
  const used = usedOf(world, id);
  const absolute = {
    maxTotalInstances: all['instances'],
    maxTotalCores: all['cores'],
    maxTotalRAMSize: all['ram'],
    maxServerMeta: all['metadata_items'],
    maxTotalKeypairs: all['key_pairs'],
    maxServerGroups: all['server_groups'],
    maxServerGroupMembers: all['server_group_members'],
    totalRAMUsed: used.ram,
    totalCoresUsed: used.cores,
    totalInstancesUsed: used.instances,
    totalServerGroupsUsed: world.state.serverGroups.filter(({ projectId }) => projectId === id).length,
  };
  return { status: 200, body: { limits: { rate: [], absolute } } };
}

const shown = ({ speaks }: NovaCall, all: Record<string, number>): Record<string, number> =>
  speaks('2.57') ? all : { ...OLD, ...all };

function readable(call: NovaCall, verb: 'show' | 'detail'): string {
  const id = param(call, 'id');
  if (!call.caller.admin && call.caller.projectId !== id) throw policy(`${RULE}:${verb}`);
  known(call, id);
  return id;
}

function known({ world }: NovaCall, id: string): void {
  if (!world.state.projects.some((project) => project.id === id)) {
    throw badRequest(`Project ID ${id} is not a valid project.`);
  }
}
