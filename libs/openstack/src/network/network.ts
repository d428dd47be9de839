import { ServiceClient } from '../core/service-client.ts';
import type { Session } from '../core/session.ts';
import { NetworkAgents } from './agents.ts';
import { FloatingIps } from './floating-ips.ts';
import { NetworkIpAvailabilities } from './ip-availabilities.ts';
import { Networks } from './networks.ts';
import { NEUTRON } from './neutron.ts';
import { Ports } from './ports.ts';
import { NetworkQuotas } from './quotas.ts';
import { RbacPolicies } from './rbac-policies.ts';
import { Routers } from './routers.ts';
import { SecurityGroupRules } from './security-group-rules.ts';
import { SecurityGroups } from './security-groups.ts';
import { Subnets } from './subnets.ts';

/** Neutron. */
export class NetworkService {
  readonly networks: Networks;
  readonly subnets: Subnets;
  readonly ports: Ports;
  readonly routers: Routers;
  readonly floatingIps: FloatingIps;
  readonly securityGroups: SecurityGroups;
  readonly securityGroupRules: SecurityGroupRules;
  readonly rbacPolicies: RbacPolicies;
  readonly quotas: NetworkQuotas;
  readonly agents: NetworkAgents;
  readonly ipAvailabilities: NetworkIpAvailabilities;

  constructor(session: Session) {
    const neutron = new ServiceClient(session, NEUTRON);
    this.networks = new Networks(neutron);
    this.subnets = new Subnets(neutron);
    this.ports = new Ports(neutron);
    this.routers = new Routers(neutron);
    this.floatingIps = new FloatingIps(neutron);
    this.securityGroups = new SecurityGroups(neutron);
    this.securityGroupRules = new SecurityGroupRules(neutron);
    this.rbacPolicies = new RbacPolicies(neutron);
    this.quotas = new NetworkQuotas(neutron);
    this.agents = new NetworkAgents(neutron);
    this.ipAvailabilities = new NetworkIpAvailabilities(neutron);
  }
}
