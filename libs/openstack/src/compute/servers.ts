import type { Listing } from '../core/listing.ts';
import { listing } from '../core/paging.ts';
import { segment } from '../core/segment.ts';
import type { ServiceClient } from '../core/service-client.ts';
import type { Accepted } from './nova.ts';
import { type NewServer, creation } from './new-server.ts';
import { type NovaServer, type Server, server } from './server.ts';
import { type ServerFilter, refuseUnfiltered, serverQuery } from './server-filter.ts';

// The flavor embedded instead of linked.
const SINCE = '2.47';

/**
 * `/servers`. An action resolves when nova has accepted it; what becomes of it is told by the server's states, by
 * `instanceActions` under the request id, and for moves by the server's `host` alone.
 */
export class Servers {
  readonly #nova: ServiceClient;

  constructor(nova: ServiceClient) {
    this.#nova = nova;
  }

  /**
   * Of all projects unless told otherwise, newest first.
   * @throws OPENSTACK_FORBIDDEN also where nova would give all servers to a user who may not filter by host or project
   */
  list(filter: ServerFilter = {}): Listing<Server> {
    return listing(
      this.#nova,
      () => ({
        method: 'GET',
        path: '/servers/detail',
        query: serverQuery(filter),
        label: 'list servers',
        since: SINCE,
      }),
      {
        key: 'servers',
        idOf: (raw: NovaServer) => raw.id,
        map: (raw) => {
          refuseUnfiltered(raw, filter);
          return server(raw);
        },
      },
    );
  }

  /** @throws OPENSTACK_NOT_FOUND when there is none, it is deleted, or it is another project's */
  async get(id: string): Promise<Server> {
    const { body } = await this.#nova.request<{ server: NovaServer }>({
      method: 'GET',
      path: `/servers/${segment(id)}`,
      key: 'server',
      label: `get server ${id}`,
      since: SINCE,
    });
    return server(body.server);
  }

  /** Resolves when nova has accepted: the server is `BUILD`, then `ACTIVE` or `ERROR` with a fault. */
  async create(wanted: NewServer): Promise<Accepted & { id: string }> {
    const { requestId, body } = await this.#nova.request<{ server: { id: string } }>({
      method: 'POST',
      path: '/servers',
      key: 'server',
      ...creation(wanted),
    });
    return { id: body.server.id, requestId };
  }

  /** Gone when `get` says not found. `force` also deletes where the cloud keeps deleted servers for a while. */
  async delete(id: string, { force = false }: { force?: boolean } = {}): Promise<Accepted> {
    if (force) return this.#act(id, { forceDelete: null }, 'force-delete');
    const { requestId } = await this.#nova.request({
      method: 'DELETE',
      path: `/servers/${segment(id)}`,
      label: `delete server ${id}`,
    });
    return { requestId };
  }

  /**
   * Moves a running server while it runs, to `host` (checked by the scheduler) or the scheduler's choice. A failure
   * leaves it ACTIVE where it was. `blockMigration: 'auto'` lets nova see whether the disks are shared.
   */
  async liveMigrate(
    id: string,
    { host, blockMigration = 'auto' }: { host?: string; blockMigration?: boolean | 'auto' } = {},
  ): Promise<Accepted> {
    const body = { 'os-migrateLive': { host: host ?? null, block_migration: blockMigration } };
    // Before 2.30 a named host was not checked.
    return this.#act(id, body, 'live-migrate', '2.30');
  }

  /** Stops it, moves it and starts it again; it then waits in VERIFY_RESIZE for {@link confirmResize} or revert. */
  async migrate(id: string, { host }: { host?: string } = {}): Promise<Accepted> {
    return this.#act(id, { migrate: host === undefined ? null : { host } }, 'cold-migrate', '2.56');
  }

  /** Ends a cold migration or resize: the copy on the old host is deleted. */
  async confirmResize(id: string): Promise<Accepted> {
    return this.#act(id, { confirmResize: null }, 'confirm the resize of');
  }

  /** Takes a cold migration or resize back. */
  async revertResize(id: string): Promise<Accepted> {
    return this.#act(id, { revertResize: null }, 'revert the resize of');
  }

  async start(id: string): Promise<Accepted> {
    return this.#act(id, { 'os-start': null }, 'start');
  }

  async stop(id: string): Promise<Accepted> {
    return this.#act(id, { 'os-stop': null }, 'stop');
  }

  async reboot(id: string, { type }: { type: 'SOFT' | 'HARD' }): Promise<Accepted> {
    return this.#act(id, { reboot: { type } }, `reboot (${type})`);
  }

  /** Keeps its project from changing it; admins still may. */
  async lock(id: string, { reason }: { reason?: string } = {}): Promise<Accepted> {
    if (reason === undefined) return this.#act(id, { lock: null }, 'lock');
    return this.#act(id, { lock: { locked_reason: reason } }, 'lock', '2.73');
  }

  async unlock(id: string): Promise<Accepted> {
    return this.#act(id, { unlock: null }, 'unlock');
  }

  /** Makes a snapshot; the image is `queued`, then `saving`, then `active`, and the server busy until then. */
  async createImage(
    id: string,
    { name, metadata = {} }: { name: string; metadata?: Record<string, string> },
  ): Promise<Accepted & { imageId: string }> {
    const { requestId, body } = await this.#nova.request<{ image_id: string }>({
      method: 'POST',
      path: actionPath(id),
      body: { createImage: { name, metadata } },
      key: 'image_id',
      label: `make image '${name}' of server ${id}`,
      since: '2.45',
    });
    return { imageId: body.image_id, requestId };
  }

  /** Overwrites what nova believes; the guest is not touched. */
  async resetState(id: string, state: 'active' | 'error'): Promise<Accepted> {
    return this.#act(id, { 'os-resetState': { state } }, `reset the state (${state}) of`);
  }

  async #act(id: string, body: object, verb: string, since?: string): Promise<Accepted> {
    const { requestId } = await this.#nova.request({
      method: 'POST',
      path: actionPath(id),
      body,
      label: `${verb} server ${id}`,
      ...(since !== undefined && { since }),
    });
    return { requestId };
  }
}

const actionPath = (id: string): string => `/servers/${segment(id)}/action`;
