import type { Listing } from '../core/listing.ts';
import { listing } from '../core/paging.ts';
import { segment } from '../core/segment.ts';
import type { ServiceClient } from '../core/service-client.ts';
import {
  type Migration,
  type MigrationProgress,
  type NovaMigration,
  type NovaProgress,
  migration,
  migrationProgress,
} from './migration.ts';
import type { Accepted } from './nova.ts';

export interface MigrationFilter {
  serverId?: string;
  /** Its source or its destination. */
  host?: string;
  status?: string;
  type?: Migration['type'];
  sourceCompute?: string;
  /** UTC ISO 8601 */
  changesSince?: string;
  /** Items per page; nova caps it silently, at 1000 by default. */
  limit?: number;
}

// Pages, the newest first, and UUIDs.
const SINCE = '2.59';

/** `/os-migrations`, and `/servers/{id}/migrations` for those that run. */
export class Migrations {
  readonly #nova: ServiceClient;

  constructor(nova: ServiceClient) {
    this.#nova = nova;
  }

  /** Newest first. */
  list(filter: MigrationFilter = {}): Listing<Migration> {
    return listing(
      this.#nova,
      () => ({
        method: 'GET',
        path: '/os-migrations',
        query: {
          instance_uuid: filter.serverId,
          host: filter.host,
          status: filter.status,
          migration_type: filter.type,
          source_compute: filter.sourceCompute,
          'changes-since': filter.changesSince,
          limit: filter.limit,
        },
        label: 'list migrations',
        since: SINCE,
      }),
      { key: 'migrations', idOf: (raw: NovaMigration) => raw.id, map: migration },
    );
  }

  /** The server's newest migration, of whatever type and state. */
  async newest(serverId: string): Promise<Migration | undefined> {
    for await (const found of this.list({ serverId, limit: 1 })) return found;
    return undefined;
  }

  /** The server's live migrations that are under way: none once they have ended. */
  async inProgress(serverId: string): Promise<MigrationProgress[]> {
    const { body } = await this.#nova.request<{ migrations: NovaProgress[] }>({
      method: 'GET',
      path: `/servers/${segment(serverId)}/migrations`,
      key: 'migrations',
      label: `list the running migrations of server ${serverId}`,
      since: SINCE,
    });
    return body.migrations.map(migrationProgress);
  }

  /** Stops a live migration that is queued, preparing or running: the server stays where it is. */
  async abortLive(serverId: string, migrationId: number): Promise<Accepted> {
    const { requestId } = await this.#nova.request({
      method: 'DELETE',
      path: `/servers/${segment(serverId)}/migrations/${migrationId}`,
      label: `abort live migration ${migrationId} of server ${serverId}`,
      since: '2.24',
    });
    return { requestId };
  }
  /**
   * Ends a running live migration by force, where a busy guest changes its memory faster than it is copied: the hypervisor
   * pauses the guest for the rest of the copy, or lets it run on at once on its new host.
   * @throws OPENSTACK_BAD_REQUEST unless it is `running`; OPENSTACK_CONFLICT when the server does not migrate
   */
  async forceComplete(serverId: string, migrationId: number): Promise<Accepted> {
    const { requestId } = await this.#nova.request({
      method: 'POST',
      path: `/servers/${segment(serverId)}/migrations/${migrationId}/action`,
      body: { force_complete: null },
      label: `force live migration ${migrationId} of server ${serverId} to its end`,
      since: '2.22',
    });
    return { requestId };
  }
}
