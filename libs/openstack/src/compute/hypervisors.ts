import { OpenStackError, isOpenStackError } from '../core/errors.ts';
import { Listing } from '../core/listing.ts';
import { listing } from '../core/paging.ts';
import { segment } from '../core/segment.ts';
import type { ServiceClient } from '../core/service-client.ts';

/** A machine that servers run on, as nova-compute reports it. */
export interface Hypervisor {
  /** UUID */
  id: string;
  /** Often the full domain name. */
  hostname: string;
  /** The name of its compute service: what servers and migrations call `host`. */
  host: string;
  serviceId: string;
  state: 'up' | 'down';
  status: 'enabled' | 'disabled';
  /** `QEMU`, `ironic`, ... */
  hypervisorType: string;
  hostIp: string | null;
  /** The host's own `uptime` line; null when it is down, cannot tell, or nova is older than 2.88. */
  uptime: string | null;
  /** Only when asked for `withServers`. */
  servers?: { id: string; name: string }[];
}

export interface HypervisorFilter {
  /** A part of the hostname. */
  hostnamePattern?: string;
  /** Adds each one's servers, of all projects. */
  withServers?: boolean;
}

// By UUID, with filters and servers in the query.
const SINCE = '2.53';

/** `/os-hypervisors` */
export class Hypervisors {
  readonly #nova: ServiceClient;

  constructor(nova: ServiceClient) {
    this.#nova = nova;
  }

  list(filter: HypervisorFilter = {}): Listing<Hypervisor> {
    const all = listing(
      this.#nova,
      () => ({
        method: 'GET',
        path: '/os-hypervisors/detail',
        query: {
          hypervisor_hostname_pattern: filter.hostnamePattern,
          with_servers: filter.withServers ? true : undefined,
        },
        label: 'list hypervisors',
        since: SINCE,
      }),
      {
        key: 'hypervisors',
        idOf: (raw: NovaHypervisor) => raw.id,
        map: (raw) => hypervisor(raw, filter.withServers ?? false),
      },
    );
    return filter.hostnamePattern === undefined ? all : new Listing(() => noneFor404(all));
  }

  /** @throws OPENSTACK_NOT_FOUND */
  async get(id: string): Promise<Hypervisor> {
    const { body } = await this.#nova.request<{ hypervisor: NovaHypervisor }>({
      method: 'GET',
      path: `/os-hypervisors/${segment(id)}`,
      key: 'hypervisor',
      label: `get hypervisor ${id}`,
      since: SINCE,
    });
    return hypervisor(body.hypervisor, false);
  }

  /**
   * The one whose compute service, or which itself, has exactly this name.
   * @throws OPENSTACK_NOT_FOUND; OPENSTACK_AMBIGUOUS where one service has several (Ironic)
   */
  async findByHost(hostOrHostname: string): Promise<Hypervisor> {
    const all = await this.list();
    const byHostname = all.filter((one) => one.hostname === hostOrHostname);
    const found = byHostname.length > 0 ? byHostname : all.filter((one) => one.host === hostOrHostname);
    const [first, second] = found;
    if (first === undefined) throw notFound(hostOrHostname, all);
    if (second === undefined) return first;
    throw new OpenStackError(
      'OPENSTACK_AMBIGUOUS',
      `the host '${hostOrHostname}' has ${found.length} hypervisors: name one by its hostname or id`,
      { service: 'compute' },
    );
  }
}

// Since 2.53 nova answers a pattern that fits nothing with 404 instead of an empty list.
async function* noneFor404<T>(all: Listing<T>): AsyncGenerator<T[]> {
  try {
    for await (const one of all) yield [one];
  } catch (error) {
    if (!isOpenStackError(error) || error.code !== 'OPENSTACK_NOT_FOUND') throw error;
  }
}

function notFound(name: string, all: readonly Hypervisor[]): OpenStackError {
  const known = all.map((one) => one.hostname).sort();
  const shown = known.length > 10 ? `${known.slice(0, 10).join(', ')} and ${known.length - 10} more` : known.join(', ');
  return new OpenStackError('OPENSTACK_NOT_FOUND', `there is no hypervisor '${name}'; there are ${shown || 'none'}`, {
    service: 'compute',
  });
}

interface NovaHypervisor {
  id: string;
  hypervisor_hostname: string;
  state: 'up' | 'down';
  status: 'enabled' | 'disabled';
  hypervisor_type: string;
  host_ip: string | null;
  service: { id: string; host: string };
  uptime?: string | null;
  servers?: { uuid: string; name: string }[];
}

const hypervisor = (raw: NovaHypervisor, withServers: boolean): Hypervisor => ({
  id: raw.id,
  hostname: raw.hypervisor_hostname,
  host: raw.service.host,
  serviceId: raw.service.id,
  state: raw.state,
  status: raw.status,
  hypervisorType: raw.hypervisor_type,
  hostIp: raw.host_ip,
  uptime: raw.uptime?.trim() ?? null,
  ...(withServers && { servers: (raw.servers ?? []).map(({ uuid, name }) => ({ id: uuid, name })) }),
});
