import { badRequest } from '../compute/nova-errors.ts';
import { type Given, textOf } from '../given.ts';
import type { SimulatedVolume } from './block-storage-records.ts';
import type { CinderCall } from './cinder-api.ts';
import { policy } from './cinder-errors.ts';

const STATUSES =
  'creating available deleting error error_deleting error_managing managing attaching in-use detaching maintenance restoring-backup error_restoring reserved awaiting-transfer backing-up error_backing-up error_extending downloading uploading retyping extending'.split(
    ' ',
  );

/** @throws 403; 400 for a status that an admin may not set */
export function resetVolume({ world, caller }: CinderCall, volume: SimulatedVolume, argument: Given): void {
  const status = textOf(argument, 'status')?.toLowerCase() ?? null;
  const attach = textOf(argument, 'attach_status');
  const migration = textOf(argument, 'migration_status');
  if (status === null && attach === null && migration === null) {
    throw badRequest("Must specify 'status', 'attach_status' or 'migration_status' for update.");
  }
  if (status !== null && !STATUSES.includes(status)) {
    const all = STATUSES.map((one) => `'${one}'`).join(', ');
    throw badRequest(`Volume status: ${status} is invalid, valid statuses are: (${all}).`);
  }
  if (!caller.admin) throw policy('volume_extension:volume_admin_actions:reset_status');
  if (status === 'deleting') throw badRequest('Cannot reset-state to deleting');
  if (status === 'in-use' && volume.attachments.length === 0) {
    throw badRequest('Cannot reset-state to in-use because volume does not have any attachments.');
  }
  if (status !== null) volume.status = status;
  if (attach === 'detached') volume.attachments = [];
  if (migration !== null) volume.migrationStatus = migration === 'none' ? null : migration;
  volume.updatedAt = world.stamp();
}
