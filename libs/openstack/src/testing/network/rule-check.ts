import { type Given, numberOf, textOf } from '../given.ts';
import { httpBadRequest, neutronError } from './neutron-errors.ts';
import type { Refusal } from '../refusal.ts';

const PROTOCOLS =
  'ah dccp egp esp gre hopopt icmp igmp ip ipip ipv6-encap ipv6-frag ipv6-icmp icmpv6 ipv6-nonxt ipv6-opts ipv6-route ospf pgm rsvp sctp tcp udp udplite vrrp'.split(
    ' ',
  );
/** By which neutron takes a protocol's name and its number for the same. */
export const PROTOCOL_NUMBERS: Record<string, string> = {
  ...{ icmp: '1', igmp: '2', ipip: '4', tcp: '6', egp: '8', udp: '17', dccp: '33', 'ipv6-encap': '41' },
  ...{ 'ipv6-route': '43', 'ipv6-frag': '44', rsvp: '46', gre: '47', esp: '50', ah: '51', 'ipv6-icmp': '58' },
  ...{ icmpv6: '58', 'ipv6-nonxt': '59', 'ipv6-opts': '60', ospf: '89', vrrp: '112', pgm: '113' },
  ...{ sctp: '132', udplite: '136' },
};
const WITH_PORTS = new Set(['tcp', 'udp', 'dccp', 'sctp', 'udplite', '6', '17', '33', '132', '136']);
const ONLY_IPV6 = new Set(
  'ipv6-encap ipv6-frag ipv6-icmp icmpv6 ipv6-nonxt ipv6-opts ipv6-route 41 44 58 59 60 43'.split(' '),
);
const ICMP = new Set(['icmp', 'icmpv6', 'ipv6-icmp', '1', '58']);

const bad = (type: string, message: string): Refusal => neutronError(400, type, message);

/** @throws 400 for a rule that makes no sense, in neutron's words */
export function checkRule(given: Given): void {
  const direction = textOf(given, 'direction');
  const etherType = textOf(given, 'ethertype') ?? 'IPv4';
  const prefix = textOf(given, 'remote_ip_prefix');
  if (direction !== 'ingress' && direction !== 'egress') {
    throw httpBadRequest(`Invalid input for direction. Reason: ${direction} is not in valid_values.`);
  }
  if (etherType !== 'IPv4' && etherType !== 'IPv6') {
    const message = `Security group rule for ethertype '${etherType}' not supported. Allowed values are ['IPv4', 'IPv6'].`;
    throw bad('SecurityGroupRuleInvalidEtherType', message);
  }
  if (prefix !== null && textOf(given, 'remote_group_id') !== null) {
    const message = 'Only one of remote_ip_prefix or remote_group_id or remote_address_group_id may be provided.';
    throw bad('SecurityGroupMultipleRemoteEntites', message);
  }
  if (prefix !== null && prefix.includes(':') !== (etherType === 'IPv6')) {
    const message = `Conflicting value ethertype ${etherType} for CIDR ${prefix}`;
    throw bad('SecurityGroupRuleParameterConflict', message);
  }
  const protocol = textOf(given, 'protocol');
  checkProtocol(protocol, portsOf(given));
  if (etherType === 'IPv4' && protocol !== null && ONLY_IPV6.has(protocol.toLowerCase())) {
    const message = `Invalid ethertype IPv4 for protocol ${protocol.toLowerCase()}.`;
    throw bad('SecurityGroupEthertypeConflictWithProtocol', message);
  }
}

/** All ports are kept as no range, whatever the protocol; it is made so before anything else is looked at. */
export function portsOf(given: Given): { min: number | null; max: number | null } {
  const [min, max] = [numberOf(given, 'port_range_min'), numberOf(given, 'port_range_max')];
  return min === 1 && max === 65535 ? { min: null, max: null } : { min, max };
}

function checkProtocol(protocol: string | null, { min, max }: ReturnType<typeof portsOf>): void {
  for (const port of [min, max]) {
    if (port !== null && (port < 0 || port > 65535)) {
      throw bad('SecurityGroupInvalidPortValue', `Invalid value for port ${port}`);
    }
  }
  const some = min !== null || max !== null;
  if (protocol === null) {
    if (!some) return;
    throw bad('SecurityGroupProtocolRequiredWithPorts', 'Must also specify protocol if port range is given.');
  }
  const name = protocol.toLowerCase();
  if (!PROTOCOLS.includes(name) && !(/^\d+$/.test(name) && Number(name) < 256)) {
    const all = ['None', ...PROTOCOLS.map((one) => `'${one}'`)].join(', ');
    const message = `Security group rule protocol ${name} not supported. Only protocol values [${all}] and integer representations [0 to 255] are supported.`;
    throw bad('SecurityGroupRuleInvalidProtocol', message);
  }
  if (WITH_PORTS.has(name) && (min === 0 || max === 0)) {
    throw bad('SecurityGroupInvalidPortValue', 'Invalid value for port 0');
  }
  if (WITH_PORTS.has(name) && some && (min === null || max === null || min > max)) {
    throw bad('SecurityGroupInvalidPortRange', 'For TCP/UDP protocols, port_range_min must be <= port_range_max');
  }
  for (const [field, attribute, value] of [
    ['type', 'port_range_min', min],
    ['code', 'port_range_max', max],
  ] as const) {
    if (!ICMP.has(name) || value === null || value <= 255) continue;
    const message = `Invalid value for ICMP ${field} (${attribute}) ${value}. It must be 0 to 255.`;
    throw bad('SecurityGroupInvalidIcmpValue', message);
  }
  if (!WITH_PORTS.has(name) && !ICMP.has(name) && some) {
    const message = `Ports cannot be specified for protocol ${PROTOCOL_NUMBERS[name] ?? name}. Ports are only supported for DCCP, SCTP, TCP, UDP, UDPLITE.`;
    throw bad('SecurityGroupInvalidProtocolForPort', message);
  }
  if (ICMP.has(name) && min === null && max !== null) {
    const message = `ICMP code (port-range-max) ${max} is provided but ICMP type (port-range-min) is missing.`;
    throw bad('SecurityGroupMissingIcmpType', message);
  }
}
