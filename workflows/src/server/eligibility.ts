import type { Server } from '@opsbook/openstack';
import { type MigrationPolicy, migrationPolicy } from '@opsbook/services';

export interface Wishes {
  /** Move what runs while it runs; otherwise it is stopped meanwhile. */
  liveMigration: boolean;
  /** Make a snapshot first. */
  snapshot: boolean;
  /** Move locked servers too. */
  includeLocked: boolean;
}

/** Whether and how a server can be moved. */
export type Eligibility =
  { eligible: true; how: 'live' | 'cold'; snapshot: boolean; note?: string } | { eligible: false; why: string };

const REASONS: Record<string, string> = {
  BUILD: 'it is still being built',
  ERROR: 'it is in ERROR: look at its fault, then reset its state or rebuild it',
  MIGRATING: 'it is being moved already',
  REBUILD: 'it is being rebuilt',
  RESIZE: 'it is being resized',
  VERIFY_RESIZE: 'its last resize waits to be confirmed or reverted',
  SUSPENDED: 'a suspended server cannot be moved: resume it first',
  RESCUE: 'it is being rescued',
  SHELVED: 'it is shelved',
  SHELVED_OFFLOADED: 'it is shelved and on no hypervisor',
  SOFT_DELETED: 'it is deleted and kept for a while: restore it or delete it for good',
  UNKNOWN: 'its cell does not answer',
};

const POLICY = "policy '";

/** Whether a rule of the site keeps a server where it is: no run will move it. */
export const isByPolicy = (why: string): boolean => why.startsWith(POLICY);

/**
 * Decided from what nova says of the server and the site's policy alone, before anything is done to it (a snapshot may
 * take hours). Which states allow which move is nova's: compute/api.py, check_instance_state of live_migrate and resize.
 */
export function eligibility(server: Server, policies: readonly MigrationPolicy[], wishes: Wishes): Eligibility {
  const policy = migrationPolicy(policies, server);
  const why = obstacle(server, policy, wishes);
  if (why !== undefined) return { eligible: false, why };
  const live = server.status !== 'SHUTOFF' && wishes.liveMigration && policy?.action !== 'cold';
  if (!live && server.status === 'PAUSED') return { eligible: false, why: 'a paused server can only be moved live' };
  const how = live ? 'live' : 'cold';
  const wanted = policy?.snapshot ?? wishes.snapshot;
  // Nova would leave volume snapshots behind instead of an image that holds the server.
  const snapshot = wanted && server.imageId !== null;
  const note = wanted && !snapshot ? { note: 'no snapshot: it boots from a volume' } : {};
  return { eligible: true, how, snapshot, ...note };
}

function obstacle(server: Server, policy: MigrationPolicy | undefined, wishes: Wishes): string | undefined {
  if (policy?.action === 'skip') return `${POLICY}${policy.name}': ${policy.reason ?? 'not moved'}`;
  if (server.taskState !== null) return `nova is busy with it: ${server.taskState}`;
  if (server.locked && !wishes.includeLocked) {
    return `it is locked${server.lockedReason === null ? '' : `: ${server.lockedReason}`}`;
  }
  if (['ACTIVE', 'PAUSED', 'SHUTOFF'].includes(server.status)) return undefined;
  return REASONS[server.status] ?? `its status is ${server.status}`;
}
