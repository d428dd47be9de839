import type { ServiceClient } from '../core/service-client.ts';
import { type NeutronNetwork, type Network, network } from './network-shape.ts';
import { TAG_FILTER, type TagFilter } from './neutron.ts';
import { type Names, rename } from '../core/rename.ts';
import { type IdFilter, WatchedResources } from './watched-resources.ts';

export interface NetworkFilter extends IdFilter, TagFilter {
  name?: string;
  projectId?: string;
  status?: Network['status'];
  adminStateUp?: boolean;
  shared?: boolean;
  external?: boolean;
  providerNetworkType?: string;
  providerPhysicalNetwork?: string;
  providerSegmentationId?: number;
}

/** What may be changed of a network. */
export interface NetworkChanges {
  name?: string;
  description?: string;
  adminStateUp?: boolean;
  /** Admins only. */
  shared?: boolean;
  /** Admins only. */
  external?: boolean;
  isDefault?: boolean;
  mtu?: number;
  portSecurityEnabled?: boolean;
  qosPolicyId?: string | null;
}

export interface NewNetwork extends NetworkChanges {
  /** Admins only; default the token's project. */
  projectId?: string;
  availabilityZoneHints?: readonly string[];
  /** Admins only, as the next two; default the cloud's way of carrying projects' networks. */
  providerNetworkType?: string;
  providerPhysicalNetwork?: string;
  providerSegmentationId?: number;
}

const PROVIDER = {
  providerNetworkType: 'provider:network_type',
  providerPhysicalNetwork: 'provider:physical_network',
  providerSegmentationId: 'provider:segmentation_id',
} as const;

const FILTERS: Names<Omit<NetworkFilter, 'limit'>> = {
  ...TAG_FILTER,
  ...PROVIDER,
  id: 'id',
  name: 'name',
  projectId: 'project_id',
  status: 'status',
  adminStateUp: 'admin_state_up',
  shared: 'shared',
  external: 'router:external',
};

const NEW: Names<NewNetwork> = {
  ...PROVIDER,
  name: 'name',
  description: 'description',
  adminStateUp: 'admin_state_up',
  shared: 'shared',
  external: 'router:external',
  isDefault: 'is_default',
  mtu: 'mtu',
  portSecurityEnabled: 'port_security_enabled',
  qosPolicyId: 'qos_policy_id',
  projectId: 'project_id',
  availabilityZoneHints: 'availability_zone_hints',
};

/** `/v2.0/networks` */
export class Networks extends WatchedResources<NeutronNetwork, Network, NetworkFilter> {
  constructor(neutron: ServiceClient) {
    super(neutron, { item: 'network', collection: 'networks', what: 'network', filters: FILTERS, read: network });
  }

  /** @throws OPENSTACK_NOT_FOUND; OPENSTACK_AMBIGUOUS */
  async find(nameOrId: string, filter: NetworkFilter = {}): Promise<Network> {
    return this.findBy(nameOrId, this.list({ ...filter, name: nameOrId }));
  }

  /** @throws OPENSTACK_QUOTA; OPENSTACK_CONFLICT when the segmentation id is taken */
  async create(wanted: NewNetwork & { name: string }): Promise<Network> {
    return this.post(rename(NEW, wanted), `create network '${wanted.name}'`);
  }

  /** @throws OPENSTACK_CONFLICT when it is no longer to be shared with those who use it */
  async update(id: string, changes: NetworkChanges): Promise<Network> {
    return this.change(id, rename(NEW, changes));
  }
}
