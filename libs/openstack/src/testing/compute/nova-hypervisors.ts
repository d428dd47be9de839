import type { NovaApi } from './nova-api.ts';
import { type NovaCall, param } from './nova-call.ts';
import { invalidQuery, novaError } from './nova-errors.ts';
import { pageOf } from './nova-paging.ts';
import type { SimulatedHypervisor } from './compute-records.ts';

/** `/os-hypervisors` */
export function serveHypervisors(api: NovaApi): void {
  const list = (detail: boolean) => (call: NovaCall) => {
    const found = matching(call);
    const { items, links } = pageOf(call, found, {
      linksKey: 'hypervisors_links',
      idOf: (one) => one.id,
      lost: (marker) => `Marker ${marker} could not be found.`,
    });
    return { status: 200, body: { hypervisors: items.map((one) => view(call, one, detail)), ...links } };
  };
  api.route('GET', '/os-hypervisors', list(false), { adminRule: 'os_compute_api:os-hypervisors:list' });
  api.route('GET', '/os-hypervisors/detail', list(true), { adminRule: 'os_compute_api:os-hypervisors:list-detail' });
  api.route(
    'GET',
    '/os-hypervisors/:id',
    (call) => {
      const id = param(call, 'id');
      const found = call.world.state.hypervisors.find(
        (one) => (call.speaks('2.53') ? one.id : String(one.serial)) === id,
      );
      if (found === undefined) throw novaError(404, `Hypervisor with ID '${id}' could not be found.`);
      return { status: 200, body: { hypervisor: view(call, found, true) } };
    },
    { adminRule: 'os_compute_api:os-hypervisors:show' },
  );
}

function matching({ world, request, speaks }: NovaCall): SimulatedHypervisor[] {
  const { query } = request;
  const servers = query.get('with_servers');
  if (servers !== null && !/^(true|false|1|0|on|off|yes|no)$/i.test(servers)) {
    throw invalidQuery('with_servers', servers, `'${servers}' is not one of [True, False]`);
  }
  const pattern = speaks('2.53') ? query.get('hypervisor_hostname_pattern') : null;
  if (pattern === null) return world.state.hypervisors;
  const found = world.state.hypervisors.filter(({ hostname }) => hostname.includes(pattern));
  if (found.length === 0) throw novaError(404, `No hypervisor matching '${pattern}' could be found.`);
  return found;
}

function view({ world, request, speaks }: NovaCall, one: SimulatedHypervisor, detail: boolean): object {
  const service = world.computeService(one.host);
  const up = service !== undefined && world.isUp(service);
  const servers = world.state.servers.filter(({ host }) => host === one.host);
  const withServers = /^(true|1|on|yes)$/i.test(request.query.get('with_servers') ?? '');
  return {
    id: speaks('2.53') ? one.id : one.serial,
    hypervisor_hostname: one.hostname,
    state: up ? 'up' : 'down',
    status: service?.disabled === true ? 'disabled' : 'enabled',
    ...(withServers && { servers: servers.map(({ id, name }) => ({ uuid: id, name })) }),
    ...(detail && {
      hypervisor_type: 'QEMU',
      hypervisor_version: 7002000,
      host_ip: one.hostIp,
      service: {
        id: speaks('2.53') ? service?.id : service?.serial,
        host: one.host,
        disabled_reason: service?.disabledReason ?? null,
      },
      ...(speaks('2.88') ? { uptime: up ? uptime(world.timeline.now()) : null } : sizes(one, servers.length)),
    }),
  };
}

const uptime = (now: number): string =>
  ` ${new Date(now).toISOString().slice(11, 19)} up 12 days,  3:04,  0 users,  load average: 0.50, 0.40, 0.30\n`;

/** What was taken out with 2.88: placement knows better. */
const sizes = (one: SimulatedHypervisor, running: number): object => ({
  vcpus: one.vcpus,
  memory_mb: one.ramMiB,
  local_gb: one.diskGiB,
  vcpus_used: 0,
  memory_mb_used: 512,
  local_gb_used: 0,
  free_ram_mb: one.ramMiB - 512,
  free_disk_gb: one.diskGiB,
  disk_available_least: 0,
  current_workload: 0,
  running_vms: running,
  cpu_info: {},
});
