import { type Given, textOf } from '../given.ts';
import { formatCidr, formatIp, parseCidr, parseIp } from './ip-address.ts';
import { standardView } from './network-record.ts';
import type { SimulatedSecurityGroupRule } from './network-records.ts';
import type { NeutronCall } from './neutron-api.ts';
import { STANDARD } from './neutron-body.ts';
import { groupNotFound, neutronError } from './neutron-errors.ts';
import type { View } from './neutron-list.ts';
import { type NeutronResource, isOwn } from './neutron-resource.ts';
import { PROTOCOL_NUMBERS, checkRule, portsOf } from './rule-check.ts';
import { newRule } from './security-group-records.ts';

/** `/security-group-rules` */
export const RULES: NeutronResource<SimulatedSecurityGroupRule> = {
  item: 'security_group_rule',
  collection: 'security_group_rules',
  records: (state) => state.securityGroupRules,
  attributes: {
    ...STANDARD,
    security_group_id: { post: true, required: true },
    direction: { post: true, required: true },
    ethertype: { post: true },
    protocol: { post: true },
    port_range_min: { post: true },
    port_range_max: { post: true },
    remote_ip_prefix: { post: true },
    remote_group_id: { post: true },
    remote_address_group_id: { post: true },
    normalized_cidr: { filter: false },
  },
  notFound: (id) => neutronError(404, 'SecurityGroupRuleNotFound', `Security group rule ${id} does not exist`),
  hidden: true,
  visible: isOwn,
  view: (_call, rule) => ruleView(rule),
  beforeCreate,
  create: (call, given) => {
    const group = call.world.state.securityGroups.find(({ id }) => id === given['security_group_id'])!;
    return newRule(call.world, group, { ...fieldsOf(given), description: textOf(given, 'description') ?? '' });
  },
  remove: ({ world }, rule) => {
    world.state.securityGroupRules = world.state.securityGroupRules.filter((one) => one !== rule);
  },
};

type Fields = Pick<
  SimulatedSecurityGroupRule,
  | 'securityGroupId'
  | 'direction'
  | 'etherType'
  | 'protocol'
  | 'portRangeMin'
  | 'portRangeMax'
  | 'remoteIpPrefix'
  | 'remoteGroupId'
>;

/** All of them are looked at before the first is made. */
function beforeCreate(call: NeutronCall, all: readonly Given[]): void {
  const { state } = call.world;
  const seen = new Set<string>();
  for (const given of all) checkRule(given);
  if (new Set(all.map((given) => given['security_group_id'])).size > 1) {
    const message = 'Only allowed to update rules for one security profile at a time';
    throw neutronError(400, 'SecurityGroupNotSingleGroupRules', message);
  }
  for (const given of all) {
    for (const name of ['security_group_id', 'remote_group_id']) {
      const id = textOf(given, name);
      const found = state.securityGroups.find((group) => group.id === id);
      if (id !== null && (found === undefined || !isOwn(call, found))) throw groupNotFound(id);
    }
    const same = sameness(fieldsOf(given));
    if (seen.has(same)) {
      throw neutronError(409, 'DuplicateSecurityGroupRuleInPost', 'Duplicate Security Group Rule in POST.');
    }
    seen.add(same);
    const there = state.securityGroupRules.find((rule) => sameness(rule) === same);
    if (there === undefined) continue;
    const message = `Security group rule already exists. Rule id is ${there.id}.`;
    throw neutronError(409, 'SecurityGroupRuleExists', message);
  }
}

function fieldsOf(given: Given): Fields {
  const etherType = (textOf(given, 'ethertype') ?? 'IPv4') as Fields['etherType'];
  const prefix = textOf(given, 'remote_ip_prefix');
  const ports = portsOf(given);
  return {
    securityGroupId: textOf(given, 'security_group_id') ?? '',
    direction: textOf(given, 'direction') as Fields['direction'],
    etherType,
    protocol: protocolOf(textOf(given, 'protocol'), etherType),
    portRangeMin: ports.min,
    portRangeMax: ports.max,
    remoteIpPrefix: prefix === null ? null : keptPrefix(prefix),
    remoteGroupId: textOf(given, 'remote_group_id'),
  };
}

/** In the usual form of an address, but with the bits behind the prefix. */
function keptPrefix(prefix: string): string {
  const [address = '', length] = prefix.split('/');
  const ip = parseIp(address);
  return ip === undefined ? prefix : `${formatIp(ip)}/${length ?? (ip.version === 4 ? 32 : 128)}`;
}

function protocolOf(given: string | null, etherType: Fields['etherType']): string | null {
  const name = given?.toLowerCase() ?? null;
  if (etherType === 'IPv4') return name;
  return name === 'icmp' || name === 'icmpv6' ? 'ipv6-icmp' : name === '1' ? '58' : name;
}

const EVERYWHERE = new Set(['0.0.0.0/0', '::/0']);

/** Equal of rules that let the same through; their description makes no difference. */
function sameness(rule: Fields): string {
  const { protocol, remoteIpPrefix: prefix } = rule;
  return JSON.stringify([
    rule.securityGroupId,
    rule.direction,
    rule.etherType,
    protocol === null ? null : (PROTOCOL_NUMBERS[protocol] ?? protocol),
    rule.portRangeMin,
    rule.portRangeMax,
    prefix !== null && EVERYWHERE.has(prefix) ? null : prefix,
    rule.remoteGroupId,
  ]);
}

export function ruleView(rule: SimulatedSecurityGroupRule): View {
  const { tags: _tags, ...shown } = standardView(rule);
  const range = rule.remoteIpPrefix === null ? undefined : parseCidr(rule.remoteIpPrefix);
  return {
    ...shown,
    security_group_id: rule.securityGroupId,
    ethertype: rule.etherType,
    direction: rule.direction,
    protocol: rule.protocol,
    port_range_min: rule.portRangeMin,
    port_range_max: rule.portRangeMax,
    remote_ip_prefix: rule.remoteIpPrefix,
    remote_address_group_id: null,
    normalized_cidr: range === undefined ? null : formatCidr(range),
    remote_group_id: rule.remoteGroupId,
  };
}
