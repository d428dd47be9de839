import type { ServiceClient } from '../core/service-client.ts';
import { type NeutronStandard, type StandardAttributes, TAG_FILTER, type TagFilter } from './neutron.ts';
import { type Names, rename } from '../core/rename.ts';
import { type NeutronRule, type SecurityGroupRule, securityGroupRule } from './security-group-rule.ts';
import { standard } from './standard.ts';
import { type IdFilter, WatchedResources } from './watched-resources.ts';

export interface SecurityGroup extends StandardAttributes {
  name: string;
  /** Answers to what was let out are let in. */
  stateful: boolean;
  /** With the project that asks. */
  shared: boolean;
  rules: SecurityGroupRule[];
}

export interface SecurityGroupFilter extends IdFilter, TagFilter {
  name?: string;
  /** Neutron makes a project's group `default` when it is first asked for that project's. */
  projectId?: string;
}

export interface SecurityGroupChanges {
  name?: string;
  description?: string;
  /** Only while no port uses it. */
  stateful?: boolean;
}

export interface NewSecurityGroup extends SecurityGroupChanges {
  name: string;
  /** Admins only; default the token's project. */
  projectId?: string;
}

const FILTERS: Names<Omit<SecurityGroupFilter, 'limit'>> = {
  ...TAG_FILTER,
  id: 'id',
  name: 'name',
  projectId: 'project_id',
};

const NEW: Names<NewSecurityGroup> = {
  name: 'name',
  description: 'description',
  stateful: 'stateful',
  projectId: 'project_id',
};

/** `/v2.0/security-groups`; several of a project may have one name. */
export class SecurityGroups extends WatchedResources<NeutronSecurityGroup, SecurityGroup, SecurityGroupFilter> {
  constructor(neutron: ServiceClient) {
    const names = { item: 'security_group', collection: 'security_groups', what: 'security group' };
    super(neutron, { ...names, filters: FILTERS, read: securityGroup });
  }

  /** @throws OPENSTACK_NOT_FOUND; OPENSTACK_AMBIGUOUS: an admin sees a `default` of each project */
  async find(nameOrId: string, filter: SecurityGroupFilter = {}): Promise<SecurityGroup> {
    return this.findBy(nameOrId, this.list({ ...filter, name: nameOrId }));
  }

  /** Comes with rules that let everything out. @throws OPENSTACK_QUOTA, also that of rules */
  async create(wanted: NewSecurityGroup): Promise<SecurityGroup> {
    return this.post(rename(NEW, wanted), `create security group '${wanted.name}'`);
  }

  /** @throws OPENSTACK_CONFLICT for a new name of `default` */
  async update(id: string, changes: SecurityGroupChanges): Promise<SecurityGroup> {
    return this.change(id, rename(NEW, changes));
  }
}

interface NeutronSecurityGroup extends NeutronStandard {
  name: string;
  stateful?: boolean;
  shared?: boolean;
  security_group_rules: NeutronRule[];
}

const securityGroup = (raw: NeutronSecurityGroup): SecurityGroup => ({
  ...standard(raw),
  name: raw.name,
  stateful: raw.stateful ?? true,
  shared: raw.shared ?? false,
  rules: raw.security_group_rules.map(securityGroupRule),
});
