import type { NeutronStandard, StandardAttributes } from './neutron.ts';
import { standard, zones } from './standard.ts';

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

interface NeutronSegment {
  'provider:network_type'?: string;
  'provider:physical_network'?: string | null;
  'provider:segmentation_id'?: number | null;
}

/** Neutron's own answer. */
export interface NeutronNetwork extends NeutronStandard, NeutronSegment {
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

export const network = (raw: NeutronNetwork): Network => ({
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
