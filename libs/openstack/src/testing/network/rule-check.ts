import { type Given, numberOf, textOf } from '../given.ts';
import { httpBadRequest, neutronError } from './neutron-errors.ts';
import type { Refusal } from '../refusal.ts';

const PROTOCOLS =
  'ah dccp egp esp gre hopopt icmp igmp ip ipip ipv6-encap ipv6-frag ipv6-icmp icmpv6 ipv6-nonxt ipv6-opts ipv6-route ospf pgm rsvp sctp tcp udp udplite vrrp'.split(
    ' ',
  );
const WITH_PORTS = new Set(['tcp', 'udp', 'dccp', 'sctp', 'udplite', '6', '17', '33', '132', '136']);
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
  checkProtocol(textOf(given, 'protocol'), numberOf(given, 'port_range_min'), numberOf(given, 'port_range_max'));
}

function checkProtocol(protocol: string | null, min: number | null, max: number | null): void {
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
  if (WITH_PORTS.has(name) && some && (min === null || max === null || min > max)) {
    throw bad('SecurityGroupInvalidPortRange', 'For TCP/UDP protocols, port_range_min must be <= port_range_max');
  }
  if (ICMP.has(name) && min === null && max !== null) {
    const message = `ICMP code (port-range-max) ${max} is provided but ICMP type (port-range-min) is missing.`;
    throw bad('SecurityGroupMissingIcmpType', message);
  }
}
