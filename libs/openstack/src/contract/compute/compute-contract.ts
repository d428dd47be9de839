import { catalogueContract } from '../catalogue.ts';
import type { TargetOf } from '../contract-target.ts';
import { coldMigrationContract } from './cold-migration.ts';
import { computeServicesContract } from './compute-services.ts';
import { failuresContract } from './failures.ts';
import { liveMigrationContract } from './live-migration.ts';
import { migrationRecordsContract } from './migration-records.ts';
import { novaFrameContract } from './nova-frame.ts';
import { powerContract } from './power.ts';
import { serverShapeContract } from './server-shape.ts';
import { serversContract } from './servers.ts';
import { snapshotsContract } from './snapshots.ts';

/** What nova does. */
export function computeContract(target: TargetOf, canFail: boolean): void {
  novaFrameContract(target);
  computeServicesContract(target);
  catalogueContract(target);
  serversContract(target);
  serverShapeContract(target);
  powerContract(target);
  liveMigrationContract(target);
  migrationRecordsContract(target);
  coldMigrationContract(target);
  snapshotsContract(target);
  failuresContract(target, canFail);
}
