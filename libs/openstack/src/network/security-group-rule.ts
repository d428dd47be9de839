import type { NeutronStandard, StandardAttributes } from './neutron.ts';
import { standard } from './standard.ts';

/** Lets through what fits; what fits no rule is dropped. */
export interface SecurityGroupRule extends StandardAttributes {
  securityGroupId: string;
  /** As the server sees it. */
  direction: 'ingress' | 'egress';
  etherType: 'IPv4' | 'IPv6';
  /** A name or a number; null: any. */
  protocol: string | null;
  /** The type of an ICMP rule; null: any, as the next one. */
  portRangeMin: number | null;
  /** The code of an ICMP rule. */
  portRangeMax: number | null;
  /** As it was given; null: anywhere, as the next two. */
  remoteIpPrefix: string | null;
  remoteGroupId: string | null;
  remoteAddressGroupId: string | null;
}

/** Neutron's own answer. */
export interface NeutronRule extends NeutronStandard {
  security_group_id: string;
  direction: SecurityGroupRule['direction'];
  ethertype: SecurityGroupRule['etherType'];
  protocol: string | null;
  port_range_min: number | null;
  port_range_max: number | null;
  remote_ip_prefix: string | null;
  remote_group_id: string | null;
  remote_address_group_id?: string | null;
}

export const securityGroupRule = (raw: NeutronRule): SecurityGroupRule => ({
  ...standard(raw),
  securityGroupId: raw.security_group_id,
  direction: raw.direction,
  etherType: raw.ethertype,
  protocol: raw.protocol,
  portRangeMin: raw.port_range_min,
  portRangeMax: raw.port_range_max,
  remoteIpPrefix: raw.remote_ip_prefix,
  remoteGroupId: raw.remote_group_id,
  remoteAddressGroupId: raw.remote_address_group_id ?? null,
});
