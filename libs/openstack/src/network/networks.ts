import type { ServiceClient } from '../core/service-client.ts';
import { type NeutronStandard, type StandardAttributes, TAG_FILTER, type TagFilter } from './neutron.ts';
import { type Names, rename } from './rename.ts';
import { standard, zones } from './standard.ts';
import { type IdFilter, WatchedResources } from './watched-resources.ts';

/** How the provider carries a network: `{networkType: 'vlan', physicalNetwork: 'physnet1', segmentationId: 120}`. */
export interface ProviderSegment {
  /** `flat`, `vlan`, `vxlan`, `gre`, `geneve`, `local` */
  networkType: string;
  physicalNetwork: string | null;
  segmentationId: number | null;
}

export interface Network extends StandardAttributes {
  name: string;
  status: 'ACTIVE' | 'BUILD' | 'DOWN' | 'ERROR';
  adminStateUp: boolean;
  /** With the project that asks. */
  shared: boolean;
  /** Floating IPs and routers' gateways come from it. */
  external: boolean;
  /** The external network that is taken where none is named. */
  isDefault: boolean;
  mtu: number;
  subnetIds: string[];
  portSecurityEnabled: boolean;
  availabilityZoneHints: string[];
  availabilityZones: string[];
  qosPolicyId: string | null;
  /** Empty for those who may not see it: others than admins. */
  segments: ProviderSegment[];
}

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
    return this.put(id, rename(NEW, changes));
  }
}

interface NeutronSegment {
  'provider:network_type'?: string;
  'provider:physical_network'?: string | null;
  'provider:segmentation_id'?: number | null;
}

interface NeutronNetwork extends NeutronStandard, NeutronSegment {
  name: string;
  status: Network['status'];
  admin_state_up: boolean;
  shared: boolean;
  'router:external'?: boolean;
  is_default?: boolean;
  mtu: number;
  subnets: string[];
  port_security_enabled?: boolean;
  availability_zone_hints?: string[];
  availability_zones?: (string | null)[];
  qos_policy_id?: string | null;
  /** Of a network that is carried in several ways, instead of the fields above. */
  segments?: NeutronSegment[];
}

const network = (raw: NeutronNetwork): Network => ({
  ...standard(raw),
  name: raw.name,
  status: raw.status,
  adminStateUp: raw.admin_state_up,
  shared: raw.shared,
  external: raw['router:external'] ?? false,
  isDefault: raw.is_default ?? false,
  mtu: raw.mtu,
  subnetIds: raw.subnets,
  portSecurityEnabled: raw.port_security_enabled ?? false,
  availabilityZoneHints: raw.availability_zone_hints ?? [],
  availabilityZones: zones(raw.availability_zones),
  qosPolicyId: raw.qos_policy_id ?? null,
  segments: (raw.segments ?? [raw]).flatMap(segment),
});

const segment = (raw: NeutronSegment): ProviderSegment[] =>
  raw['provider:network_type'] === undefined
    ? []
    : [
        {
          networkType: raw['provider:network_type'],
          physicalNetwork: raw['provider:physical_network'] ?? null,
          segmentationId: raw['provider:segmentation_id'] ?? null,
        },
      ];
