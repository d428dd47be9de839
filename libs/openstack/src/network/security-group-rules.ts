import { isOpenStackError } from '../core/errors.ts';
import type { ServiceClient } from '../core/service-client.ts';
import type { PageFilter } from './neutron.ts';
import { type Names, rename } from '../core/rename.ts';
import { NeutronResources } from './resources.ts';
import { type NeutronRule, type SecurityGroupRule, securityGroupRule } from './security-group-rule.ts';

export interface SecurityGroupRuleFilter extends PageFilter {
  id?: string | readonly string[];
  projectId?: string;
  securityGroupId?: string | readonly string[];
  direction?: SecurityGroupRule['direction'];
  etherType?: SecurityGroupRule['etherType'];
  protocol?: string;
  portRangeMin?: number;
  portRangeMax?: number;
  remoteIpPrefix?: string;
  remoteGroupId?: string;
}

export interface NewSecurityGroupRule {
  securityGroupId: string;
  direction: SecurityGroupRule['direction'];
  /** Default IPv4. */
  etherType?: SecurityGroupRule['etherType'];
  /** A name (`tcp`, `udp`, `icmp`, ...) or a number; default any. */
  protocol?: string | null;
  portRangeMin?: number | null;
  portRangeMax?: number | null;
  /** CIDR; default anywhere. */
  remoteIpPrefix?: string | null;
  remoteGroupId?: string | null;
  remoteAddressGroupId?: string | null;
  description?: string;
  /** Admins only; default the token's project. */
  projectId?: string;
}

const FILTERS: Names<Omit<SecurityGroupRuleFilter, 'limit'>> = {
  id: 'id',
  projectId: 'project_id',
  securityGroupId: 'security_group_id',
  direction: 'direction',
  etherType: 'ethertype',
  protocol: 'protocol',
  portRangeMin: 'port_range_min',
  portRangeMax: 'port_range_max',
  remoteIpPrefix: 'remote_ip_prefix',
  remoteGroupId: 'remote_group_id',
};

const NEW: Names<NewSecurityGroupRule> = {
  securityGroupId: 'security_group_id',
  direction: 'direction',
  etherType: 'ethertype',
  protocol: 'protocol',
  portRangeMin: 'port_range_min',
  portRangeMax: 'port_range_max',
  remoteIpPrefix: 'remote_ip_prefix',
  remoteGroupId: 'remote_group_id',
  remoteAddressGroupId: 'remote_address_group_id',
  description: 'description',
  projectId: 'project_id',
};

/** `/v2.0/security-group-rules`; a rule cannot be changed. */
export class SecurityGroupRules extends NeutronResources<NeutronRule, SecurityGroupRule, SecurityGroupRuleFilter> {
  constructor(neutron: ServiceClient) {
    const names = { item: 'security_group_rule', collection: 'security_group_rules', what: 'security group rule' };
    super(neutron, { ...names, filters: FILTERS, read: securityGroupRule });
  }

  /** @throws OPENSTACK_CONFLICT when there is such a rule: {@link existingRuleId} tells which; OPENSTACK_QUOTA */
  async create(wanted: NewSecurityGroupRule): Promise<SecurityGroupRule> {
    return this.post(rename(NEW, wanted), `create a rule of security group ${wanted.securityGroupId}`);
  }

  /**
   * Makes all or none of them, in one request. They must be of one group.
   * @throws as {@link create}; OPENSTACK_CONFLICT also when two of them are the same; OPENSTACK_BAD_REQUEST for rules of several
   * groups
   */
  async createMany(wanted: readonly NewSecurityGroupRule[]): Promise<SecurityGroupRule[]> {
    if (wanted.length === 0) return [];
    const groups = [...new Set(wanted.map((rule) => rule.securityGroupId))].join(', ');
    const { body } = await this.client.request<{ security_group_rules: NeutronRule[] }>({
      method: 'POST',
      path: this.collectionPath,
      body: { security_group_rules: wanted.map((rule) => rename(NEW, rule)) },
      key: 'security_group_rules',
      label: `create ${wanted.length} rules of security group ${groups}`,
    });
    return body.security_group_rules.map(securityGroupRule);
  }
}

/** The id of the rule that stood in the way of a new one, which is the same but for its description. */
export function existingRuleId(error: unknown): string | undefined {
  if (!isOpenStackError(error) || error.serviceErrorType !== 'SecurityGroupRuleExists') return undefined;
  return /Rule id is ([0-9a-f-]{36})/.exec(error.serviceMessage ?? '')?.[1];
}
