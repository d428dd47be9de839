import { type Listing } from '../core/listing.ts';
import { listing } from '../core/paging.ts';
import { segment } from '../core/segment.ts';
import { type ServiceClient } from '../core/service-client.ts';
import { utcOrNull, utc } from '../core/utc.ts';
import { type Accepted } from './nova.ts';

/** One move of one server. The record appears about a second after the action was accepted. */
export interface Migration {
  id: number;
  uuid: string;
  serverId: string;
  type: 'live-migration' | 'migration' | 'resize' | 'evacuation';
  /**
   * Live: accepted, queued, preparing, running, post-migrating, completed; error, failed, cancelled.
   * Cold: pre-migrating, migrating, post-migrating, finished, confirming, confirmed; reverting, reverted; error.
   * `completed` is nova's opinion: where the server is, is told by its `host`.
   */
  status: string;
  sourceCompute: string | null;
  sourceNode: string | null;
  /** null until the scheduler has chosen. */
  destCompute: string | null;
  destNode: string | null;
  /** Who asked for it; null before 2.80. */
  userId: string | null;
  projectId: string | null;
  createdAt: string;
  updatedAt: string | null;
}

/** How far a running live migration is, in bytes; null before the driver has said anything. */
export interface MigrationProgress extends Omit<Migration, 'type'> {
  memoryTotal: number | null;
  memoryProcessed: number | null;
  memoryRemaining: number | null;
  diskTotal: number | null;
  diskProcessed: number | null;
  diskRemaining: number | null;
}

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
}

interface NovaMove {
  id: number;
  uuid: string;
  status: string;
  source_compute: string | null;
  source_node: string | null;
  dest_compute: string | null;
  dest_node: string | null;
  user_id?: string | null;
  project_id?: string | null;
  created_at: string;
  updated_at: string | null;
}

interface NovaMigration extends NovaMove {
  instance_uuid: string;
  migration_type: Migration['type'];
}

interface NovaProgress extends NovaMove {
  server_uuid: string;
  memory_total_bytes: number | null;
  memory_processed_bytes: number | null;
  memory_remaining_bytes: number | null;
  disk_total_bytes: number | null;
  disk_processed_bytes: number | null;
  disk_remaining_bytes: number | null;
}

const move = (raw: NovaMove) => ({
  id: raw.id,
  uuid: raw.uuid,
  status: raw.status,
  sourceCompute: raw.source_compute,
  sourceNode: raw.source_node,
  destCompute: raw.dest_compute,
  destNode: raw.dest_node,
  userId: raw.user_id ?? null,
  projectId: raw.project_id ?? null,
  createdAt: utc(raw.created_at),
  updatedAt: utcOrNull(raw.updated_at),
});

const migration = (raw: NovaMigration): Migration => ({
  ...move(raw),
  serverId: raw.instance_uuid,
  type: raw.migration_type,
});

const migrationProgress = (raw: NovaProgress): MigrationProgress => ({
  ...move(raw),
  serverId: raw.server_uuid,
  memoryTotal: raw.memory_total_bytes,
  memoryProcessed: raw.memory_processed_bytes,
  memoryRemaining: raw.memory_remaining_bytes,
  diskTotal: raw.disk_total_bytes,
  diskProcessed: raw.disk_processed_bytes,
  diskRemaining: raw.disk_remaining_bytes,
});
