import type { SimulatedFloatingIp, SimulatedNetworkAgent, SimulatedPort } from './network-records.ts';
import { newPort } from './new-port.ts';
import { freeAddress } from './subnet-addresses.ts';
import type { World } from '../world.ts';

/** The host of the agents for routers and DHCP. */
export const NETWORK_HOST = 'net1';

const agentOf = ({ state }: World, host: string, type: SimulatedNetworkAgent['agentType']) =>
  state.networkAgents.find((agent) => agent.host === host && agent.agentType === type);

/** Whether neutron sees an agent as alive. */
export const isAgentUp = (world: World, agent: SimulatedNetworkAgent): boolean =>
  agent.alive || world.timeline.now() - agent.seenAt < world.settings.agentDownTime * 1000;

const works = (world: World, host: string, type: SimulatedNetworkAgent['agentType']): boolean =>
  agentOf(world, host, type)?.alive ?? false;

/** Plugs a port in on a host: neutron binds it at once, the agent there makes it ACTIVE. */
export function bindPort(world: World, port: SimulatedPort, host: string): void {
  const agent = agentOf(world, host, 'Open vSwitch agent');
  const bound = host !== '' && agent !== undefined && isAgentUp(world, agent);
  port.hostId = host;
  port.vifType = host === '' ? 'unbound' : bound ? 'ovs' : 'binding_failed';
  port.status = 'DOWN';
  if (!bound) return;
  world.timeline.run(
    (function* () {
      yield 1;
      const plugged = () => port.hostId === host && port.adminStateUp && works(world, host, 'Open vSwitch agent');
      if (plugged()) port.status = 'BUILD';
      yield 0.5;
      if (plugged()) port.status = 'ACTIVE';
    })(),
  );
}

/** The agent of a router takes up its port. */
export function serveRouterPort(world: World, port: SimulatedPort): void {
  world.timeline.after(0.5, () => {
    if (works(world, NETWORK_HOST, 'L3 agent')) bindPort(world, port, NETWORK_HOST);
  });
}

/** The agent of a floating IP's router sets it up, or takes it down. */
export function serveFloatingIp(world: World, ip: SimulatedFloatingIp): void {
  world.timeline.after(1, () => {
    if (works(world, NETWORK_HOST, 'L3 agent')) ip.status = ip.portId === null ? 'DOWN' : 'ACTIVE';
  });
}

/** The DHCP agent makes its port in a network that has none, with an address of each subnet it serves. */
export function serveDhcp(world: World, networkId: string): void {
  world.timeline.after(1, () => {
    const { state } = world;
    const network = state.networks.find(({ id }) => id === networkId);
    const subnets = state.subnets.filter((subnet) => subnet.networkId === networkId && subnet.enableDhcp);
    const served = state.ports.some((port) => port.networkId === networkId && port.deviceOwner === 'network:dhcp');
    if (network === undefined || subnets.length === 0 || served || !works(world, NETWORK_HOST, 'DHCP agent')) return;
    const fixedIps = subnets.flatMap((subnet) => {
      const address = freeAddress(world, subnet);
      return address === undefined ? [] : [{ subnet_id: subnet.id, ip_address: address }];
    });
    const port = newPort(world, network, {
      projectId: network.projectId,
      deviceId: `dhcp-${NETWORK_HOST}-${networkId}`,
      deviceOwner: 'network:dhcp',
      fixedIps,
    });
    bindPort(world, port, NETWORK_HOST);
  });
}
