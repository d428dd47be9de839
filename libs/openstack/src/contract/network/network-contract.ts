import type { TargetOf } from '../contract-target.ts';
import { floatingIpsContract } from './floating-ips.ts';
import { networkFrameContract } from './network-frame.ts';
import { networkOperationsContract } from './network-operations.ts';
import { networkSharingContract } from './network-sharing.ts';
import { networksContract } from './networks.ts';
import { portsContract } from './ports.ts';
import { routersContract } from './routers.ts';
import { securityGroupRulesContract } from './security-group-rules.ts';
import { securityGroupsContract } from './security-groups.ts';
import { subnetsContract } from './subnets.ts';

/** What neutron does. */
export function networkContract(target: TargetOf): void {
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
