import { limitsOf } from './compute-quota.ts';
import { checkTags } from './new-server-request.ts';
import type { NovaApi } from './nova-api.ts';
import { type NovaCall, param } from './nova-call.ts';
import { badRequest, invalidField, novaError } from './nova-errors.ts';
import { visibleServer } from './nova-servers.ts';
import { portsOf } from './server-ports.ts';
import { type Readiness, refuseLocked, refuseUnready } from './server-readiness.ts';
import { serverView } from './server-view.ts';
import type { SimulatedServer } from './compute-records.ts';

const CHANGEABLE = ['name', 'description'];

/** What hangs on a server: its name and description, metadata, tags, security groups, diagnostics. */
export function serveServerDetails(api: NovaApi): void {
  const of = (call: NovaCall) => visibleServer(call, param(call, 'id'));
  api.route('PUT', '/servers/:id', (call) => {
    const server = of(call);
    const { server: given = {} } = (call.request.body ?? {}) as { server?: Record<string, unknown> };
    const unknown = Object.keys(given).find((name) => !CHANGEABLE.includes(name));
    if (unknown !== undefined) {
      throw invalidField('server', given, `Additional properties are not allowed ('${unknown}' was unexpected)`);
    }
    if (given['name'] === '') throw invalidField('name', '', "'' is too short");
    call.world.update(server, given);
    return { status: 200, body: { server: serverView(call, server, 'alone') } };
  });
  serveMetadata(api, of);
  serveTags(api, of);
  api.route('GET', '/servers/:id/os-security-groups', (call) => {
    const ids = new Set(portsOf(call.world, of(call)).flatMap(({ securityGroupIds }) => securityGroupIds));
    const groups = call.world.state.securityGroups.filter(({ id }) => ids.has(id));
    const view = groups.map(({ id, name, description, projectId }) => ({
      id,
      name,
      description,
      tenant_id: projectId,
      rules: [],
    }));
    return { status: 200, body: { security_groups: view } };
  });
  api.route('GET', '/servers/:id/diagnostics', (call) => diagnostics(of(call)), {
    adminRule: 'os_compute_api:os-server-diagnostics',
  });
}

const DESCRIBES: Readiness = { from: ['active', 'paused', 'suspended', 'stopped'], duringTasks: true };

type Of = (call: NovaCall) => SimulatedServer;

function serveMetadata(api: NovaApi, of: Of): void {
  const path = '/servers/:id/metadata';
  const answer = ({ metadata }: SimulatedServer) => ({ status: 200, body: { metadata } });
  const set = (call: NovaCall, keep: boolean) => {
    const server = of(call);
    const { metadata = {} } = (call.request.body ?? {}) as { metadata?: Record<string, string> };
    for (const [key, value] of Object.entries(metadata)) {
      if (typeof value !== 'string') throw invalidField(key, value, `${String(value)} is not of type 'string'`);
    }
    const all = { ...(keep && server.metadata), ...metadata };
    const most = limitsOf(call.world, server.projectId)['metadata_items'] ?? -1;
    if (most >= 0 && Object.keys(all).length > most) {
      throw novaError(403, `Maximum number of metadata items exceeds ${most}`);
    }
    refuseLocked(call, server);
    refuseUnready(server, 'update metadata', DESCRIBES);
    call.world.update(server, { metadata: all });
    return answer(server);
  };
  api.route('GET', path, (call) => answer(of(call)));
  api.route('POST', path, (call) => set(call, true));
  api.route('PUT', path, (call) => set(call, false));
  api.route('DELETE', `${path}/:key`, (call) => {
    const server = of(call);
    const { [param(call, 'key')]: gone, ...metadata } = server.metadata;
    if (gone === undefined) throw novaError(404, 'Metadata item was not found');
    refuseLocked(call, server);
    refuseUnready(server, 'delete metadata', DESCRIBES);
    call.world.update(server, { metadata });
    return { status: 204 };
  });
}

function serveTags(api: NovaApi, of: Of): void {
  const path = '/servers/:id/tags';
  api.route('GET', path, (call) => ({ status: 200, body: { tags: of(call).tags } }));
  api.route('PUT', path, (call) => {
    const server = of(call);
    const { tags = [] } = (call.request.body ?? {}) as { tags?: string[] };
    if (tags.length > 50) throw badRequest(`Invalid input for field/attribute tags. Value: ${tags.length}.`);
    checkTags(tags);
    call.world.update(server, { tags: [...new Set(tags)].sort() });
    return { status: 200, body: { tags: server.tags } };
  });
  api.route('PUT', `${path}/:tag`, (call) => {
    const server = of(call);
    const tag = param(call, 'tag');
    if (server.tags.includes(tag)) return { status: 204 };
    call.world.update(server, { tags: [...server.tags, tag].sort() });
    return { status: 201, headers: { location: `${call.linkBase}/v2.1/servers/${server.id}/tags/${tag}` } };
  });
  api.route('DELETE', `${path}/:tag`, (call) => {
    const server = of(call);
    const tag = param(call, 'tag');
    if (!server.tags.includes(tag)) throw novaError(404, `Instance ${server.id} has no tag '${tag}'`);
    call.world.update(server, { tags: server.tags.filter((one) => one !== tag) });
    return { status: 204 };
  });
}

/** The driver's constants, in the form since 2.48. */
function diagnostics(server: SimulatedServer) {
  if (server.host === null) throw novaError(409, `Instance ${server.id} is not ready`);
  if (server.powerState !== 1) {
    const state = server.powerState === 4 ? 'shutdown' : 'pending';
    throw novaError(409, `Cannot 'get_diagnostics' instance ${server.id} while it is in power state ${state}`);
  }
  const nic = { rx_drop: 200, rx_packets: 26701, rx_rate: 300, tx_drop: 500, tx_packets: 662, tx_rate: 600 };
  const errors = { rx_errors: 100, tx_errors: 400, rx_octets: 2070139, tx_octets: 140208 };
  const disk = { read_bytes: 262144, read_requests: 112, write_bytes: 5778432, write_requests: 488, errors_count: 1 };
  return {
    status: 200,
    body: {
      state: 'running',
      driver: 'libvirt',
      hypervisor: 'kvm',
      hypervisor_os: 'ubuntu',
      uptime: 46664,
      config_drive: true,
      num_cpus: 1,
      num_nics: 1,
      num_disks: 1,
      disk_details: [disk],
      cpu_details: [{ id: 0, time: 17300000000, utilisation: 15 }],
      nic_details: [{ mac_address: '01:23:45:67:89:ab', ...errors, ...nic }],
      memory_details: { maximum: 524288, used: 0 },
    },
  };
}
