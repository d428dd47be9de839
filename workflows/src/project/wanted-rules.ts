import type { SecurityGroupRule } from '@opsbook/openstack';
import {
  type NetworkProfile,
  PROTOCOL_NUMBERS,
  type ProjectSettings,
  type SecurityGroupRuleSettings,
} from '@opsbook/services';
import { addressesExcept } from './addresses-except.ts';

/** A rule as neutron keeps it, without what it gives each. */
export type WantedRule = Pick<
  SecurityGroupRule,
  'direction' | 'etherType' | 'protocol' | 'portRangeMin' | 'portRangeMax' | 'remoteIpPrefix' | 'description'
>;

/** Security groups by name, with what is wanted in each besides what neutron puts in. */
export type WantedGroups = Record<string, WantedRule[]>;

/** The groups that a project of this profile gets; `default` is one of them always. */
export function wantedGroups({ securityGroups }: ProjectSettings, profile: NetworkProfile | undefined): WantedGroups {
  const all = { default: [], ...securityGroups, ...profile?.securityGroups };
  return Object.fromEntries(Object.entries(all).map(([name, lines]) => [name, distinct(lines.flatMap(rulesOf))]));
}

/**
 * The rules that a line of the configuration comes to. All of IPv4, and of IPv6, is written as no prefix: neutron takes
 * `0.0.0.0/0` for the same rule.
 */
function rulesOf(line: SecurityGroupRuleSettings): WantedRule[] {
  const { direction, etherType, protocol = null, portMin = null, include, except, description = '' } = line;
  const portMax = line.portMax ?? (protocol !== null && ICMP.has(protocol.toLowerCase()) ? null : portMin);
  const prefixes = except === undefined ? include : addressesExcept(except, include);
  return (prefixes ?? [null]).map((prefix) => ({
    direction,
    etherType,
    protocol,
    portRangeMin: portMin,
    portRangeMax: portMax,
    remoteIpPrefix: prefix !== null && EVERYWHERE.has(prefix) ? null : prefix,
    description,
  }));
}

const ICMP = new Set(['icmp', 'icmpv6', 'ipv6-icmp', '1', '58']);
const EVERYWHERE = new Set(['0.0.0.0/0', '::/0']);

/** Equal of rules that neutron takes for the same: it refuses a second one, whatever its description. */
export function ruleKey(rule: Omit<WantedRule, 'description'>): string {
  const { direction, etherType, protocol, portRangeMin, portRangeMax, remoteIpPrefix: prefix } = rule;
  const name = protocol?.toLowerCase() ?? null;
  const any = name === null ? null : (PROTOCOL_NUMBERS[name] ?? name);
  const number = etherType === 'IPv6' && any === '1' ? PROTOCOL_NUMBERS['ipv6-icmp'] : any;
  // Neutron keeps all ports as none in particular.
  const ports = portRangeMin === 1 && portRangeMax === 65_535 ? [null, null] : [portRangeMin, portRangeMax];
  const where = prefix !== null && EVERYWHERE.has(prefix) ? null : prefix && usualForm(prefix);
  return JSON.stringify([direction, etherType, number, ...ports, where]);
}

/** The URL parser knows every form of an address of IPv6 and gives back one. */
function usualForm(prefix: string): string {
  const [address = '', length = ''] = prefix.split('/');
  return address.includes(':') ? `${new URL(`http://[${address}]`).hostname}/${length}` : prefix;
}

const distinct = (rules: readonly WantedRule[]): WantedRule[] =>
  [...new Map(rules.toReversed().map((rule) => [ruleKey(rule), rule])).values()].toReversed();
