import type { NeutronStandard, StandardAttributes } from './neutron.ts';
import { type FixedIp, fixedIp, neutronFixedIp } from './port.ts';
import { standard, zones } from './standard.ts';
import type { Route } from './subnets.ts';

/** A router's way out. */
export interface ExternalGateway {
  networkId: string;
  /** Whether addresses are translated on the way out. */
  enableSnat: boolean;
  externalFixedIps: FixedIp[];
}

/** A way out as it is asked for; `enableSnat` and `externalFixedIps` are for admins. */
export interface WantedGateway {
  networkId: string;
  enableSnat?: boolean;
  externalFixedIps?: readonly Partial<FixedIp>[];
}

export interface Router extends StandardAttributes {
  name: string;
  /** `ALLOCATING` of a highly available one that is being made. */
  status: 'ACTIVE' | 'ALLOCATING' | 'DOWN' | 'ERROR';
  adminStateUp: boolean;
  externalGateway: ExternalGateway | null;
  routes: Route[];
  /** null for those who may not see it, as `ha`: others than admins. */
  distributed: boolean | null;
  ha: boolean | null;
  availabilityZoneHints: string[];
  availabilityZones: string[];
  flavorId: string | null;
}

/** Neutron's own answer. */
export interface NeutronRouter extends NeutronStandard {
  name: string;
  status: Router['status'];
  admin_state_up: boolean;
  external_gateway_info: {
    network_id: string;
    enable_snat?: boolean;
    external_fixed_ips?: { subnet_id: string; ip_address: string }[];
  } | null;
  routes?: Route[];
  distributed?: boolean;
  ha?: boolean;
  availability_zone_hints?: string[];
  availability_zones?: (string | null)[];
  flavor_id?: string | null;
}

export const router = (raw: NeutronRouter): Router => ({
  ...standard(raw),
  name: raw.name,
  status: raw.status,
  adminStateUp: raw.admin_state_up,
  externalGateway:
    raw.external_gateway_info === null
      ? null
      : {
          networkId: raw.external_gateway_info.network_id,
          enableSnat: raw.external_gateway_info.enable_snat ?? true,
          externalFixedIps: (raw.external_gateway_info.external_fixed_ips ?? []).map(fixedIp),
        },
  routes: raw.routes ?? [],
  distributed: raw.distributed ?? null,
  ha: raw.ha ?? null,
  availabilityZoneHints: raw.availability_zone_hints ?? [],
  availabilityZones: zones(raw.availability_zones),
  flavorId: raw.flavor_id ?? null,
});

/** A wanted way out in neutron's form. */
export const neutronGateway = ({ networkId, enableSnat, externalFixedIps }: WantedGateway): object => ({
  network_id: networkId,
  ...(enableSnat !== undefined && { enable_snat: enableSnat }),
  ...(externalFixedIps && { external_fixed_ips: externalFixedIps.map(neutronFixedIp) }),
});
