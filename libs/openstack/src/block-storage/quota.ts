import type { QuotaUsage } from '../core/quota-usage.ts';

/** A project's limits; -1: none. What the cloud does not have is missing. */
export type BlockStorageQuota = QuotaLines<number>;

/** The same with what is used. */
export type BlockStorageQuotaDetails = QuotaLines<QuotaUsage>;

export interface QuotaLines<Line> {
  volumes?: Line;
  /** Of volumes and their snapshots, in GiB. */
  gigabytes?: Line;
  snapshots?: Line;
  /** The largest volume, in GiB. */
  perVolumeGigabytes?: Line;
  backups?: Line;
  backupGigabytes?: Line;
  groups?: Line;
  /** By the name of a volume type. */
  types?: Record<string, { volumes?: Line; gigabytes?: Line; snapshots?: Line }>;
}
