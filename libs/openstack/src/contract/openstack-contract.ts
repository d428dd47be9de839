import { afterAll, afterEach, beforeAll, expect } from '@jest/globals';
import { contractTarget } from '@opsbook/context/testing';
import { catalogueContract } from './catalogue.ts';
import { coldMigrationContract } from './compute/cold-migration.ts';
import { computeServicesContract } from './compute/compute-services.ts';
import type { ContractTarget } from './contract-target.ts';
import { failuresContract } from './compute/failures.ts';
import { floatingIpsContract } from './network/floating-ips.ts';
import { identityContract } from './identity/identity.ts';
import { liveMigrationContract } from './compute/live-migration.ts';
import { membersContract } from './network/members.ts';
import { migrationRecordsContract } from './compute/migration-records.ts';
import { networkFrameContract } from './network/network-frame.ts';
import { networkOperationsContract } from './network/network-operations.ts';
import { networkSharingContract } from './network/network-sharing.ts';
import { networksContract } from './network/networks.ts';
import { novaFrameContract } from './compute/nova-frame.ts';
import { portsContract } from './network/ports.ts';
import { powerContract } from './compute/power.ts';
import { routersContract } from './network/routers.ts';
import { securityGroupRulesContract } from './network/security-group-rules.ts';
import { securityGroupsContract } from './network/security-groups.ts';
import { serverShapeContract } from './compute/server-shape.ts';
import { serversContract } from './compute/servers.ts';
import { snapshotsContract } from './compute/snapshots.ts';
import { subnetsContract } from './network/subnets.ts';

/**
 * Everything that the simulator claims and that can be seen from outside, as tests: the same for the simulator and for a
 * real cloud. It makes its own servers and images there, and takes them away.
 */
export function openstackContract(prepare: () => Promise<ContractTarget>, { canFail }: { canFail: boolean }): void {
  const target = contractTarget({ beforeAll, afterEach, afterAll, expect }, prepare);

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
