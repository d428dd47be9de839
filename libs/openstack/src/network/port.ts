import type { NeutronStandard, StandardAttributes } from './neutron.ts';
import { standard } from './standard.ts';

/** An address of a port. */
export interface FixedIp {
  subnetId: string;
  ipAddress: string;
}

/** What else may be sent from a port: an address or CIDR, with its own MAC address unless another is named. */
export interface AddressPair {
  ipAddress: string;
  macAddress?: string;
}

/** Where a port is plugged in; for admins only. */
export interface PortBinding {
  /** Empty: nowhere. */
  hostId: string;
  /** `ovs`, `unbound`, `binding_failed`, ... */
  vifType: string;
  profile: Record<string, unknown>;
}

export interface Port extends StandardAttributes {
  name: string;
  networkId: string;
  macAddress: string;
  /** `N/A` of floating IPs' own ports. */
  status: 'ACTIVE' | 'BUILD' | 'DOWN' | 'ERROR' | 'N/A';
  adminStateUp: boolean;
  /** The server, router, ... that uses it; empty: none does. */
  deviceId: string;
  /** `compute:<zone>`, `network:router_interface`, `network:dhcp`, ... */
  deviceOwner: string;
  fixedIps: FixedIp[];
  allowedAddressPairs: Required<AddressPair>[];
  securityGroupIds: string[];
  portSecurityEnabled: boolean;
  /** `normal`, `direct`, `macvtap`, ... */
  vnicType: string;
  qosPolicyId: string | null;
  /** null for those who may not see it: others than admins. */
  binding: PortBinding | null;
}

/** Neutron's own answer. */
export interface NeutronPort extends NeutronStandard {
  name: string;
  network_id: string;
  mac_address: string;
  status: Port['status'];
  admin_state_up: boolean;
  device_id: string;
  device_owner: string;
  fixed_ips: { subnet_id: string; ip_address: string }[];
  allowed_address_pairs?: { ip_address: string; mac_address: string }[];
  security_groups?: string[];
  port_security_enabled?: boolean;
  'binding:vnic_type'?: string;
  'binding:host_id'?: string;
  'binding:vif_type'?: string;
  'binding:profile'?: Record<string, unknown>;
  qos_policy_id?: string | null;
}

export const port = (raw: NeutronPort): Port => ({
  ...standard(raw),
  name: raw.name,
  networkId: raw.network_id,
  macAddress: raw.mac_address,
  status: raw.status,
  adminStateUp: raw.admin_state_up,
  deviceId: raw.device_id,
  deviceOwner: raw.device_owner,
  fixedIps: raw.fixed_ips.map(fixedIp),
  allowedAddressPairs: (raw.allowed_address_pairs ?? []).map((pair) => ({
    ipAddress: pair.ip_address,
    macAddress: pair.mac_address,
  })),
  securityGroupIds: raw.security_groups ?? [],
  portSecurityEnabled: raw.port_security_enabled ?? false,
  vnicType: raw['binding:vnic_type'] ?? 'normal',
  qosPolicyId: raw.qos_policy_id ?? null,
  binding:
    raw['binding:host_id'] === undefined
      ? null
      : {
          hostId: raw['binding:host_id'],
          vifType: raw['binding:vif_type'] ?? '',
          profile: raw['binding:profile'] ?? {},
        },
});

export const fixedIp = (raw: { subnet_id: string; ip_address: string }): FixedIp => ({
  subnetId: raw.subnet_id,
  ipAddress: raw.ip_address,
});

/** A wanted address in neutron's form. */
export const neutronFixedIp = ({ subnetId, ipAddress }: Partial<FixedIp>): object => ({
  ...(subnetId !== undefined && { subnet_id: subnetId }),
  ...(ipAddress !== undefined && { ip_address: ipAddress }),
});

export const neutronAddressPair = ({ ipAddress, macAddress }: AddressPair): object => ({
  ip_address: ipAddress,
  ...(macAddress !== undefined && { mac_address: macAddress }),
});
