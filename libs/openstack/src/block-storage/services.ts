import { OpenStackError } from '../core/errors.ts';
import type { Listing } from '../core/listing.ts';
import { listing } from '../core/paging.ts';
import type { ServiceClient } from '../core/service-client.ts';
import { utcOrNull } from '../core/utc.ts';

/** One of cinder's daemons. */
export interface BlockStorageService {
  /** `cinder-volume`, `cinder-scheduler`, `cinder-backup` */
  binary: string;
  /** `host`, or `host@backend` of a cinder-volume. */
  host: string;
  zone: string;
  /** What an operator set: a disabled cinder-volume gets no new volumes. */
  status: 'enabled' | 'disabled';
  /** What cinder sees: there was a heartbeat within `service_down_time` (60 s by default). */
  state: 'up' | 'down';
  /** null while it is enabled, also where cinder remembers the last one. */
  disabledReason: string | null;
  /** Whether the driver reaches its storage; null where it is not told: before 3.49, of a disabled one, of others than cinder-volume. */
  backendState: 'up' | 'down' | null;
  updatedAt: string | null;
}

export interface BlockStorageServiceFilter {
  /** Also the part before `@`: all backends of that host. */
  host?: string;
  binary?: string;
}

/** `/os-services`; for admins. */
export class BlockStorageServices {
  readonly #cinder: ServiceClient;

  constructor(cinder: ServiceClient) {
    this.#cinder = cinder;
  }

  list({ host, binary }: BlockStorageServiceFilter = {}): Listing<BlockStorageService> {
    return listing(
      this.#cinder,
      () => ({ method: 'GET', path: '/os-services', query: { host, binary }, label: 'list block storage services' }),
      { key: 'services', idOf: (raw: CinderService) => `${raw.binary} ${raw.host}`, map: service },
    );
  }

  /** @throws OPENSTACK_NOT_FOUND when that host runs no such service */
  async find({ host, binary = 'cinder-volume' }: { host: string; binary?: string }): Promise<BlockStorageService> {
    const found = (await this.list({ host, binary })).find((one) => one.host === host);
    if (found !== undefined) return found;
    const message = `there is no ${binary} on host '${host}'`;
    throw new OpenStackError('OPENSTACK_NOT_FOUND', message, { service: 'block-storage' });
  }

  /** Keeps new volumes away from it. The reason is shown to everyone who looks; at most 255 characters. */
  async disable(
    host: string,
    { reason, binary = 'cinder-volume' }: { reason: string; binary?: string },
  ): Promise<BlockStorageService> {
    const body = { host, binary, disabled_reason: reason };
    return this.#put('disable-log-reason', body, `disable ${binary} on ${host}`);
  }

  async enable(host: string, { binary = 'cinder-volume' }: { binary?: string } = {}): Promise<BlockStorageService> {
    return this.#put('enable', { host, binary }, `enable ${binary} on ${host}`);
  }

  async #put(action: string, body: { host: string; binary: string }, label: string): Promise<BlockStorageService> {
    await this.#cinder.request({ method: 'PUT', path: `/os-services/${action}`, body, key: 'status', label });
    return this.find(body);
  }
}

interface CinderService {
  binary: string;
  host: string;
  zone: string;
  status: 'enabled' | 'disabled';
  state: 'up' | 'down';
  disabled_reason: string | null;
  backend_state?: 'up' | 'down' | null;
  updated_at: string | null;
}

const service = (raw: CinderService): BlockStorageService => ({
  binary: raw.binary,
  host: raw.host,
  zone: raw.zone,
  status: raw.status,
  state: raw.state,
  disabledReason: raw.status === 'disabled' ? raw.disabled_reason : null,
  backendState: raw.backend_state ?? null,
  updatedAt: utcOrNull(raw.updated_at),
});
