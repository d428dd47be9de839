import { OpenStackError } from '../core/errors.ts';
import type { Listing } from '../core/listing.ts';
import { listing } from '../core/paging.ts';
import type { ServiceClient } from '../core/service-client.ts';
import { utcOrNull } from '../core/utc.ts';

/** One of nova's daemons on one host. */
export interface ComputeService {
  /** UUID */
  id: string;
  /** The host as nova names it: what servers and migrations call `host`. */
  host: string;
  binary: string;
  /** Availability zone; `internal` for the control plane. */
  zone: string;
  /** What an operator set: a disabled nova-compute gets no new servers and keeps those it has. */
  status: 'enabled' | 'disabled';
  /** What nova sees: `down` when there was no heartbeat for nova's `service_down_time` (60 s by default). */
  state: 'up' | 'down';
  disabledReason: string | null;
  /** Set by an operator who knows that the host is dead: nova then believes it at once. */
  forcedDown: boolean;
  /** The last heartbeat. */
  updatedAt: string | null;
}

export interface ComputeServiceFilter {
  host?: string;
  /** `nova-compute`, `nova-conductor`, `nova-scheduler` */
  binary?: string;
}

// By UUID, and enable/disable/force-down in one PUT.
const SINCE = '2.53';

/** `/os-services` */
export class ComputeServices {
  readonly #nova: ServiceClient;

  constructor(nova: ServiceClient) {
    this.#nova = nova;
  }

  list(filter: ComputeServiceFilter = {}): Listing<ComputeService> {
    return listing(
      this.#nova,
      () => ({
        method: 'GET',
        path: '/os-services',
        query: { host: filter.host, binary: filter.binary },
        label: 'list compute services',
        since: SINCE,
      }),
      { key: 'services', idOf: (raw: NovaService) => raw.id, map: computeService },
    );
  }

  /** @throws OPENSTACK_NOT_FOUND */
  async get(id: string): Promise<ComputeService> {
    // Nova has no GET for a single service.
    const found = (await this.list()).find((service) => service.id === id);
    return found ?? absent(`compute service ${id}`);
  }

  /** @throws OPENSTACK_NOT_FOUND when that host runs no such service */
  async find({ host, binary = 'nova-compute' }: { host: string; binary?: string }): Promise<ComputeService> {
    // Nova's filter on an empty host is no filter.
    const found = (await this.list({ host, binary })).find((service) => service.host === host);
    return found ?? absent(`${binary} on host '${host}'`);
  }

  /** Keeps new servers away from the host. The reason is shown to everyone who looks; at most 255 characters. */
  async disable(
    host: string,
    { reason, binary = 'nova-compute' }: { reason: string; binary?: string },
  ): Promise<ComputeService> {
    const label = `disable ${binary} on ${host}`;
    return this.#update(host, binary, { status: 'disabled', disabled_reason: reason }, label);
  }

  /** Lets the scheduler use the host again; the reason is forgotten. */
  async enable(host: string, { binary = 'nova-compute' }: { binary?: string } = {}): Promise<ComputeService> {
    return this.#update(host, binary, { status: 'enabled' }, `enable ${binary} on ${host}`);
  }

  /** Declares nova-compute of the host dead, or takes that back. Fence the host first: its servers may still run. */
  async forceDown(host: string, down: boolean): Promise<ComputeService> {
    const label = `${down ? 'force down' : 'take back forced down of'} nova-compute on ${host}`;
    return this.#update(host, 'nova-compute', { forced_down: down }, label);
  }

  async #update(host: string, binary: string, body: object, label: string): Promise<ComputeService> {
    const { id } = await this.find({ host, binary });
    const answer = await this.#nova.request<{ service: NovaService }>({
      method: 'PUT',
      path: `/os-services/${id}`,
      body,
      key: 'service',
      label,
      since: SINCE,
    });
    return computeService(answer.body.service);
  }
}

interface NovaService {
  id: string;
  host: string;
  binary: string;
  zone: string;
  status: 'enabled' | 'disabled';
  state: 'up' | 'down';
  disabled_reason: string | null;
  forced_down: boolean;
  updated_at: string | null;
}

const computeService = (raw: NovaService): ComputeService => ({
  id: raw.id,
  host: raw.host,
  binary: raw.binary,
  zone: raw.zone,
  status: raw.status,
  state: raw.state,
  disabledReason: raw.disabled_reason,
  forcedDown: raw.forced_down,
  updatedAt: utcOrNull(raw.updated_at),
});

function absent(what: string): never {
  throw new OpenStackError('OPENSTACK_NOT_FOUND', `there is no ${what}`, { service: 'compute' });
}
