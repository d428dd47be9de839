import { networkRecord } from './network-record.ts';
import type { SimulatedSecurityGroup, SimulatedSecurityGroupRule } from './network-records.ts';
import type { World } from '../world.ts';

const ETHER_TYPES = ['IPv4', 'IPv6'] as const;

/** Makes a group with the rules that neutron gives it: everything may go out. */
export function newGroup(world: World, projectId: string, name: string): SimulatedSecurityGroup {
  const group = { ...networkRecord(world, 'group', projectId), name, stateful: true };
  world.state.securityGroups.push(group);
  for (const etherType of ETHER_TYPES) newRule(world, group, { direction: 'egress', etherType });
  return group;
}

/** The project's group `default`, made when it is first needed; its members may speak to each other. */
export function defaultGroup(world: World, projectId: string): SimulatedSecurityGroup {
  const isDefault = (group: SimulatedSecurityGroup) => group.projectId === projectId && group.name === 'default';
  const there = world.state.securityGroups.find(isDefault);
  if (there !== undefined) return there;
  const group = newGroup(world, projectId, 'default');
  group.description = 'Default security group';
  for (const etherType of ETHER_TYPES)
    newRule(world, group, { direction: 'ingress', etherType, remoteGroupId: group.id });
  return group;
}

/** A rule of a group; what is not given stands for anything. */
export function newRule(
  world: World,
  { id, projectId }: SimulatedSecurityGroup,
  given: Partial<SimulatedSecurityGroupRule> & Pick<SimulatedSecurityGroupRule, 'direction' | 'etherType'>,
): SimulatedSecurityGroupRule {
  const rule: SimulatedSecurityGroupRule = {
    ...networkRecord(world, 'rule', projectId),
    revision: 0,
    description: null,
    securityGroupId: id,
    protocol: null,
    portRangeMin: null,
    portRangeMax: null,
    remoteIpPrefix: null,
    remoteGroupId: null,
    ...given,
  };
  world.state.securityGroupRules.push(rule);
  return rule;
}
