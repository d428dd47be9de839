import type { SecurityGroupRule } from '@opsbook/openstack';
import { covers, ipRange } from './ip-range.ts';

/** What an opening is: from where, and to which ports. */
export interface Opening {
  direction: 'ingress' | 'egress';
  /** One of them whole. */
  remotePrefixes: readonly string[];
  portMin: number;
  portMax: number;
}

export type OpenRule = Pick<
  SecurityGroupRule,
  | 'direction'
  | 'etherType'
  | 'protocol'
  | 'portRangeMin'
  | 'portRangeMax'
  | 'remoteIpPrefix'
  | 'remoteGroupId'
  | 'remoteAddressGroupId'
>;

/** Protocols with ports, by name and number; an ICMP rule has types where others have ports. */
const WITH_PORTS = new Set(['tcp', '6', 'udp', '17', 'dccp', '33', 'sctp', '132', 'udplite', '136']);

const ANYWHERE = { IPv4: '0.0.0.0/0', IPv6: '::/0' } as const;

/** Where a rule leads to or from; undefined: to members of a group, wherever these are. */
export const remoteOf = ({ etherType, remoteIpPrefix, remoteGroupId, remoteAddressGroupId }: OpenRule) =>
  remoteGroupId === null && remoteAddressGroupId === null ? (remoteIpPrefix ?? ANYWHERE[etherType]) : undefined;

/** Whether a rule lets through all of the ports, for all addresses of one of the prefixes at least. */
export function isOpen(rule: OpenRule, { direction, remotePrefixes, portMin, portMax }: Opening): boolean {
  const remote = remoteOf(rule);
  if (rule.direction !== direction || remote === undefined) return false;
  if (rule.protocol !== null && !WITH_PORTS.has(rule.protocol.toLowerCase())) return false;
  const ports = (rule.portRangeMin ?? 0) <= portMin && portMax <= (rule.portRangeMax ?? 65_535);
  return ports && remotePrefixes.some((prefix) => covers(ipRange(remote), ipRange(prefix)));
}
