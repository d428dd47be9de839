import { isOpenStackError } from '../core/errors.ts';
import { findOne } from '../core/find.ts';
import type { Listing } from '../core/listing.ts';
import { listing } from '../core/paging.ts';
import { segment } from '../core/segment.ts';
import type { ServiceClient } from '../core/service-client.ts';
import { type WaitOptions, Watch } from '../core/watch.ts';
import type { Accepted } from './nova.ts';
import { type NewServer, creation } from './new-server.ts';
import { type NovaServer, type Server, server } from './server.ts';
import { ServerCare } from './server-care.ts';
import { type ServerFilter, refuseUnfiltered, serverQuery } from './server-filter.ts';
import { ServerLook } from './server-look.ts';
import { type WithPassword, passwordOf } from './server-password.ts';
import { atRest, gone } from './server-waits.ts';

// The flavor embedded instead of linked.
const SINCE = '2.47';

/**
 * `/servers`. An action resolves when nova has accepted it; what becomes of it is told by the server's states, by
 * `instanceActions` under the request id, and for moves by the server's `host` alone.
 */
export class Servers extends ServerCare {
  readonly #watch: Watch<Server>;

  constructor(nova: ServiceClient) {
    super(nova);
    const source = { list: (filter: ServerFilter) => this.list(filter), get: (id: string) => this.get(id) };
    const look = new ServerLook(source, nova.clock);
    this.#watch = new Watch<Server>({ clock: nova.clock, look: (ids) => look.look(ids) });
  }

  /**
   * Of all projects unless told otherwise, newest first.
   * @throws OPENSTACK_FORBIDDEN also where nova would give all servers to a user who may not filter by host or project
   */
  list(filter: ServerFilter = {}): Listing<Server> {
    return listing(
      this.nova,
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
    const { body } = await this.nova.request<{ server: NovaServer }>({
      method: 'GET',
      path: `/servers/${segment(id)}`,
      key: 'server',
      label: `get server ${id}`,
      since: SINCE,
    });
    return server(body.server);
  }

  /** Among those of the filter: names are no more unique than projects are few. @throws OPENSTACK_NOT_FOUND; OPENSTACK_AMBIGUOUS */
  async find(nameOrId: string, filter: ServerFilter = {}): Promise<Server> {
    // Nova looks for a pattern, and in some databases without regard to letter case.
    const name = `^${nameOrId.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}$`;
    const named = async () => (await this.list({ ...filter, name })).filter((one) => one.name === nameOrId);
    return findOne('server', nameOrId, nameOrId === '' ? Promise.resolve([]) : named(), (id) => this.get(id));
  }

  /**
   * Resolves when nova has accepted: the server is `BUILD`, then `ACTIVE` or `ERROR` with a fault. See {@link untilActive}.
   * @throws OPENSTACK_QUOTA; OPENSTACK_BAD_REQUEST for what it is to be made of and is not there
   */
  async create(wanted: NewServer): Promise<WithPassword & { id: string }> {
    const { requestId, body } = await this.nova.request<{ server: { id: string } }>({
      method: 'POST',
      path: '/servers',
      key: 'server',
      ...creation(wanted),
    });
    return { id: body.server.id, ...passwordOf.answered({ requestId, body: body.server }) };
  }

  /** Its host name in the guest stays as it is. */
  async update(id: string, changes: { name?: string; description?: string | null }): Promise<Server> {
    const { body } = await this.nova.request<{ server: NovaServer }>({
      method: 'PUT',
      path: `/servers/${segment(id)}`,
      body: { server: changes },
      key: 'server',
      label: `update server ${id} (${Object.keys(changes).join(', ')})`,
      since: SINCE,
    });
    return server(body.server);
  }

  /** Gone when `get` says not found. `force` also deletes where the cloud keeps deleted servers for a while. */
  async delete(id: string, { force = false }: { force?: boolean } = {}): Promise<Accepted> {
    if (force) return this.act(id, { forceDelete: null }, 'force-delete');
    const { requestId } = await this.nova.request({
      method: 'DELETE',
      path: `/servers/${segment(id)}`,
      label: `delete server ${id}`,
    });
    return { requestId };
  }

  /** Deletes it and waits as {@link untilGone}; one that is gone already is no error. */
  async deleteAndWait(
    id: string,
    { force = false, ...wait }: WaitOptions<Server> & { force?: boolean } = {},
  ): Promise<void> {
    try {
      await this.delete(id, { force });
    } catch (error) {
      if (!isOpenStackError(error) || error.code !== 'OPENSTACK_NOT_FOUND') throw error;
    }
    await this.untilGone(id, wait);
  }

  /** Brings back a SOFT_DELETED one. @throws OPENSTACK_QUOTA when there is no room for it any more */
  async restore(id: string): Promise<Accepted> {
    return this.act(id, { restore: null }, 'restore');
  }

  /**
   * Waits until it rests (has no task) in one of the statuses. However many wait, each look is one list call.
   * @throws OPENSTACK_STUCK when it is in ERROR (with the fault's message) or otherwise cannot get there by itself;
   * OPENSTACK_NO_VALID_HOST when that is the fault; OPENSTACK_NOT_FOUND when it is gone; OPENSTACK_TIMEOUT
   */
  async untilStatus(
    id: string,
    status: string | readonly string[],
    options: WaitOptions<Server> = {},
  ): Promise<Server> {
    const statuses = typeof status === 'string' ? [status] : status;
    return (await this.#watch.until(id, options, atRest(id, statuses))) as Server;
  }

  /** {@link untilStatus} ACTIVE: built, started, confirmed, unshelved, moved. */
  async untilActive(id: string, options: WaitOptions<Server> = {}): Promise<Server> {
    return this.untilStatus(id, 'ACTIVE', options);
  }

  /** @throws OPENSTACK_STUCK when the deletion failed (ERROR), or the cloud keeps it for a while (SOFT_DELETED); OPENSTACK_TIMEOUT */
  async untilGone(id: string, options: WaitOptions<Server> = {}): Promise<void> {
    await this.#watch.until(id, options, gone(id));
  }
}
