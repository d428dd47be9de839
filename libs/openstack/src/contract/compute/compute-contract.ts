import type { TargetOf } from '../contract-target.ts';
import { aggregatesContract } from './aggregates.ts';
import { catalogueContract } from './catalogue.ts';
import { coldMigrationContract } from './cold-migration.ts';
import { computeServicesContract } from './compute-services.ts';
import { failuresContract } from './failures.ts';
import { flavorsContract } from './flavors.ts';
import { keypairsContract } from './keypairs.ts';
import { liveMigrationContract } from './live-migration.ts';
import { membersContract } from './members.ts';
import { migrationRecordsContract } from './migration-records.ts';
import { novaFrameContract } from './nova-frame.ts';
import { powerContract } from './power.ts';
import { computeQuotasContract } from './quotas.ts';
import { serverDetailsContract } from './server-details.ts';
import { readinessContract } from './readiness.ts';
import { serverGroupsContract } from './server-groups.ts';
import { serverLifeContract } from './server-life.ts';
import { serverNetworksContract } from './server-networks.ts';
import { serverShapeContract } from './server-shape.ts';
import { serversContract } from './servers.ts';
import { snapshotsContract } from './snapshots.ts';

/** What nova does. */
export function computeContract(target: TargetOf, canFail: boolean): void {
  novaFrameContract(target);
  computeServicesContract(target);
  catalogueContract(target);
  flavorsContract(target);
  keypairsContract(target);
  computeQuotasContract(target);
  serversContract(target);
  serverShapeContract(target);
  serverDetailsContract(target);
  serverNetworksContract(target);
  powerContract(target);
  serverLifeContract(target);
  readinessContract(target);
  aggregatesContract(target);
  serverGroupsContract(target);
  membersContract(target);
  liveMigrationContract(target);
  migrationRecordsContract(target);
  coldMigrationContract(target);
  snapshotsContract(target);
  failuresContract(target, canFail);
}
