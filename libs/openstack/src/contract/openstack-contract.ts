import { afterAll, afterEach, beforeAll, expect } from '@jest/globals';
import { catalogueContract } from './catalogue.ts';
import { coldMigrationContract } from './cold-migration.ts';
import { computeServicesContract } from './compute-services.ts';
import type { ContractTarget } from './contract-target.ts';
import { failuresContract } from './failures.ts';
import { floatingIpsContract } from './floating-ips.ts';
import { identityContract } from './identity.ts';
import { liveMigrationContract } from './live-migration.ts';
import { membersContract } from './members.ts';
import { migrationRecordsContract } from './migration-records.ts';
import { networkFrameContract } from './network-frame.ts';
import { networkOperationsContract } from './network-operations.ts';
import { networkSharingContract } from './network-sharing.ts';
import { networksContract } from './networks.ts';
import { novaFrameContract } from './nova-frame.ts';
import { portsContract } from './ports.ts';
import { powerContract } from './power.ts';
import { routersContract } from './routers.ts';
import { securityGroupRulesContract } from './security-group-rules.ts';
import { securityGroupsContract } from './security-groups.ts';
import { serverShapeContract } from './server-shape.ts';
import { serversContract } from './servers.ts';
import { snapshotsContract } from './snapshots.ts';
import { subnetsContract } from './subnets.ts';

/**
 * Everything that the simulator claims and that can be seen from outside, as tests: the same for the simulator and for a
 * real cloud. It makes its own servers and images there, and takes them away.
 */
export function openstackContract(prepare: () => Promise<ContractTarget>, { canFail }: { canFail: boolean }): void {
  let prepared: ContractTarget | undefined;
  const target = () => {
    if (prepared === undefined) throw new Error('the target is not ready');
    return prepared;
  };
  beforeAll(async () => {
    prepared = await prepare();
  });
  let passed = 0;
  afterEach(() => {
    passed += expect.getState().numPassingAsserts;
  });
  afterAll(async () => {
    if (prepared === undefined) return;
    await prepared.close();
    process.stdout.write(`${passed} shared assertions passed against ${prepared.name}\n`);
  });

  identityContract(target);
  novaFrameContract(target);
  computeServicesContract(target);
  catalogueContract(target);
  serversContract(target);
  serverShapeContract(target);
  membersContract(target);
  powerContract(target);
  liveMigrationContract(target);
  migrationRecordsContract(target);
  coldMigrationContract(target);
  snapshotsContract(target);
  failuresContract(target, canFail);
  networkFrameContract(target);
  networksContract(target);
  subnetsContract(target);
  portsContract(target);
  routersContract(target);
  floatingIpsContract(target);
  securityGroupsContract(target);
  securityGroupRulesContract(target);
  networkSharingContract(target);
  networkOperationsContract(target);
}
