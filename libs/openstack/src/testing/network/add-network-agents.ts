import type { SimulatedNetworkAgent } from './network-records.ts';
import type { World } from '../world.ts';

const AGENTS = {
  'Open vSwitch agent': { binary: 'neutron-openvswitch-agent', topic: 'N/A' },
  'L3 agent': { binary: 'neutron-l3-agent', topic: 'l3_agent' },
  'DHCP agent': { binary: 'neutron-dhcp-agent', topic: 'dhcp_agent' },
  'Metadata agent': { binary: 'neutron-metadata-agent', topic: 'N/A' },
} as const;

/** Adds neutron's agents of a host; default: the one that plugs in servers' ports. */
export function addNetworkAgents(
  world: World,
  host: string,
  types: readonly SimulatedNetworkAgent['agentType'][] = ['Open vSwitch agent'],
): void {
  const now = world.timeline.now();
  for (const agentType of types) {
    world.state.networkAgents.push({
      id: world.ids.uuid('agent'),
      agentType,
      ...AGENTS[agentType],
      host,
      adminStateUp: true,
      description: null,
      alive: true,
      seenAt: now,
      startedAt: now,
      createdAt: now,
    });
  }
}
