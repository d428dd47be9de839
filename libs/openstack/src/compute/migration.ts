import { utc, utcOrNull } from '../core/utc.ts';

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

/** Of `/os-migrations`. */
export interface NovaMigration extends NovaMove {
  instance_uuid: string;
  migration_type: Migration['type'];
}

/** Of `/servers/{id}/migrations`. */
export interface NovaProgress extends NovaMove {
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

export const migration = (raw: NovaMigration): Migration => ({
  ...move(raw),
  serverId: raw.instance_uuid,
  type: raw.migration_type,
});

export const migrationProgress = (raw: NovaProgress): MigrationProgress => ({
  ...move(raw),
  serverId: raw.server_uuid,
  memoryTotal: raw.memory_total_bytes,
  memoryProcessed: raw.memory_processed_bytes,
  memoryRemaining: raw.memory_remaining_bytes,
  diskTotal: raw.disk_total_bytes,
  diskProcessed: raw.disk_processed_bytes,
  diskRemaining: raw.disk_remaining_bytes,
});
