import { limitsOf } from './compute-quota.ts';
import type { SimulatedServerGroup } from './compute-records.ts';
import type { NovaApi } from './nova-api.ts';
import { type NovaCall, param } from './nova-call.ts';
import { badRequest, invalidField, novaError } from './nova-errors.ts';

const POLICIES = ['anti-affinity', 'affinity', 'soft-anti-affinity', 'soft-affinity'] as const;

/** `/os-server-groups` */
export function serveServerGroups(api: NovaApi): void {
  api.route('GET', '/os-server-groups', (call) => {
    const { query } = call.request;
    const all = call.caller.admin && query.has('all_projects');
    const found = call.world.state.serverGroups.filter((group) => all || group.projectId === call.caller.projectId);
    const from = Number(query.get('offset') ?? 0);
    const cap = call.world.settings.pageCap;
    const page = found.slice(from, from + Math.min(Number(query.get('limit') ?? cap), cap));
    return { status: 200, body: { server_groups: page.map((group) => view(call, group)) } };
  });
  api.route('GET', '/os-server-groups/:id', (call) => ({
    status: 200,
    body: { server_group: view(call, existing(call)) },
  }));
  api.route('POST', '/os-server-groups', create);
  api.route('DELETE', '/os-server-groups/:id', (call) => {
    const found = existing(call);
    const { state } = call.world;
    state.serverGroups = state.serverGroups.filter((group) => group !== found);
    return { status: 204 };
  });
}

interface Given {
  name?: string;
  policy?: string;
  policies?: string[];
  rules?: { max_server_per_host?: number };
}

function create(call: NovaCall) {
  const { world, caller, speaks } = call;
  const { server_group: given = {} } = (call.request.body ?? {}) as { server_group?: Given };
  const policy = speaks('2.64') ? given.policy : given.policies?.[0];
  if (given.name === '') throw invalidField('name', '', "'' is too short");
  const known = POLICIES.find((one) => one === policy);
  if (known === undefined) {
    const all = POLICIES.map((one) => `'${one}'`).join(', ');
    throw invalidField('policy', policy, `'${policy ?? ''}' is not one of [${all}]`);
  }
  const maxServersPerHost = given.rules?.max_server_per_host ?? null;
  if (maxServersPerHost !== null && known !== 'anti-affinity') {
    throw badRequest('Only anti-affinity policy supports rules.');
  }
  const own = world.state.serverGroups.filter(({ projectId }) => projectId === caller.projectId).length;
  const limit = limitsOf(world, caller.projectId)['server_groups'] ?? -1;
  if (limit >= 0 && own >= limit) throw novaError(403, 'Quota exceeded, too many server groups.');
  const group: SimulatedServerGroup = {
    id: world.ids.uuid('servergroup'),
    name: given.name ?? '',
    policy: known,
    maxServersPerHost,
    members: [],
    projectId: caller.projectId,
    userId: caller.userId,
  };
  world.state.serverGroups.push(group);
  return { status: 200, body: { server_group: view(call, group) } };
}

function existing(call: NovaCall): SimulatedServerGroup {
  const id = param(call, 'id');
  const found = call.world.state.serverGroups.find((group) => group.id === id);
  if (found === undefined || (!call.caller.admin && found.projectId !== call.caller.projectId)) {
    throw novaError(404, `Instance group ${id} could not be found.`);
  }
  return found;
}

function view({ speaks, world }: NovaCall, group: SimulatedServerGroup): object {
  const rules = group.maxServersPerHost === null ? {} : { max_server_per_host: group.maxServersPerHost };
  return {
    id: group.id,
    name: group.name,
    ...(speaks('2.64') ? { policy: group.policy, rules } : { policies: [group.policy], metadata: {} }),
    // Those that are gone are not shown.
    members: group.members.filter((id) => world.server(id) !== undefined),
    ...(speaks('2.13') && { project_id: group.projectId, user_id: group.userId }),
  };
}
