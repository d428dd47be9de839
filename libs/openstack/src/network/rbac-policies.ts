import type { ServiceClient } from '../core/service-client.ts';
import type { PageFilter } from './neutron.ts';
import { type Names, rename } from '../core/rename.ts';
import { NeutronResources } from './resources.ts';

/** Lets another project use something of the owner's. */
export interface RbacPolicy {
  id: string;
  /** The owner's. */
  projectId: string;
  objectType: 'network' | 'qos_policy' | 'security_group' | 'address_scope' | 'subnetpool' | 'address_group';
  objectId: string;
  /** `access_as_external` of networks only. */
  action: 'access_as_shared' | 'access_as_external';
  /** A project's id, or `*`: all of them. */
  targetProjectId: string;
}

export interface RbacPolicyFilter extends PageFilter {
  id?: string | readonly string[];
  projectId?: string;
  objectType?: RbacPolicy['objectType'];
  objectId?: string | readonly string[];
  action?: RbacPolicy['action'];
  targetProjectId?: string;
}

export type NewRbacPolicy = Pick<RbacPolicy, 'objectType' | 'objectId' | 'action' | 'targetProjectId'>;

const NEW: Names<NewRbacPolicy> = {
  objectType: 'object_type',
  objectId: 'object_id',
  action: 'action',
  targetProjectId: 'target_tenant',
};

const FILTERS: Names<Omit<RbacPolicyFilter, 'limit'>> = { ...NEW, id: 'id', projectId: 'project_id' };

/** `/v2.0/rbac-policies` */
export class RbacPolicies extends NeutronResources<NeutronRbacPolicy, RbacPolicy, RbacPolicyFilter> {
  constructor(neutron: ServiceClient) {
    const names = { item: 'rbac_policy', collection: 'rbac_policies', what: 'RBAC policy' };
    super(neutron, { ...names, filters: FILTERS, read: rbacPolicy });
  }

  /** @throws OPENSTACK_CONFLICT when there is one with these values; OPENSTACK_FORBIDDEN for `*` as a member */
  async create(wanted: NewRbacPolicy): Promise<RbacPolicy> {
    const { objectType, objectId, targetProjectId } = wanted;
    const label = `create RBAC policy: ${objectType} ${objectId} for project ${targetProjectId}`;
    return this.post(rename(NEW, wanted), label);
  }

  /** @throws OPENSTACK_CONFLICT while the project that would lose it uses the object */
  async update(id: string, changes: { targetProjectId: string }): Promise<RbacPolicy> {
    return this.change(id, rename(NEW, changes));
  }
}

interface NeutronRbacPolicy {
  id: string;
  project_id: string;
  object_type: RbacPolicy['objectType'];
  object_id: string;
  action: RbacPolicy['action'];
  target_tenant: string;
}

const rbacPolicy = (raw: NeutronRbacPolicy): RbacPolicy => ({
  id: raw.id,
  projectId: raw.project_id,
  objectType: raw.object_type,
  objectId: raw.object_id,
  action: raw.action,
  targetProjectId: raw.target_tenant,
});
