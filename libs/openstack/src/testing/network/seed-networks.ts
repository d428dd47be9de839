import { addNetworkAgents } from './add-network-agents.ts';
import { NETWORK_HOST } from './network-agents-work.ts';
import { networkRecord } from './network-record.ts';
import type { SimulatedNetwork, SimulatedPort } from './network-records.ts';
import { newPort } from './new-port.ts';
import type { World } from '../world.ts';

/** What a cloud has of networks: an external one, and demo's private one behind its router. */
export function seedNetworks(world: World): void {
  const { state, ids } = world;
  const [admin, demo] = ['admin', 'demo'].map((name) => state.projects.find((project) => project.name === name)!.id);
  addNetworkAgents(world, NETWORK_HOST, ['Open vSwitch agent', 'L3 agent', 'DHCP agent', 'Metadata agent']);

  const outside = network(world, admin!, 'public', { networkType: 'flat', physicalNetwork: 'physnet1', mtu: 1500 });
  const action = 'access_as_external';
  const policy = { projectId: admin!, objectType: 'network', objectId: outside.id, action, target: '*' } as const;
  state.rbacPolicies.push({ id: ids.uuid('rbac'), ...policy });
  const outer = subnet(world, outside, { cidr: '203.0.113.0/24', pool: ['203.0.113.2', '203.0.113.254'], dhcp: false });

  const inside = network(world, demo!, 'private', { networkType: 'vxlan', physicalNetwork: null, mtu: 1450 });
  inside.segmentationId = 1000;
  const inner = subnet(world, inside, { cidr: '10.10.0.0/22', pool: ['10.10.0.2', '10.10.3.254'], dhcp: true });

  const router = {
    ...networkRecord(world, 'router', demo!),
    name: 'router1',
    status: 'ACTIVE' as const,
    adminStateUp: true,
    gatewayNetworkId: outside.id,
    enableSnat: true,
    routes: [],
    distributed: false,
    ha: false,
  };
  state.routers.push(router);
  const leg = (on: SimulatedNetwork, given: Partial<SimulatedPort> & Pick<SimulatedPort, 'projectId'>) =>
    newPort(world, on, { status: 'ACTIVE', hostId: NETWORK_HOST, vifType: 'ovs', ...given });
  const ip = (subnetId: string, address: string) => [{ subnet_id: subnetId, ip_address: address }];
  const gateway = { deviceId: router.id, deviceOwner: 'network:router_gateway' };
  leg(outside, { projectId: '', ...gateway, fixedIps: ip(outer, '203.0.113.2') });
  const face = { deviceId: router.id, deviceOwner: 'network:router_interface' };
  leg(inside, { projectId: demo!, ...face, fixedIps: ip(inner, '10.10.0.1') });
  const dhcp = { deviceId: `dhcp-${NETWORK_HOST}-${inside.id}`, deviceOwner: 'network:dhcp' };
  leg(inside, { projectId: demo!, ...dhcp, fixedIps: ip(inner, '10.10.0.2') });
}

function network(
  world: World,
  projectId: string,
  name: string,
  given: Pick<SimulatedNetwork, 'networkType' | 'physicalNetwork' | 'mtu'>,
): SimulatedNetwork {
  const made: SimulatedNetwork = {
    ...networkRecord(world, 'network', projectId),
    name,
    status: 'ACTIVE',
    adminStateUp: true,
    isDefault: false,
    portSecurityEnabled: true,
    segmentationId: null,
    ...given,
  };
  world.state.networks.push(made);
  return made;
}

interface Range {
  cidr: string;
  pool: [string, string];
  dhcp: boolean;
}

function subnet(world: World, { id, name, projectId }: SimulatedNetwork, { cidr, pool, dhcp }: Range): string {
  const made = {
    ...networkRecord(world, 'subnet', projectId),
    name: `${name}-v4`,
    networkId: id,
    ipVersion: 4 as const,
    cidr,
    gatewayIp: cidr.replace(/0\/\d+$/, '1'),
    allocationPools: [{ start: pool[0], end: pool[1] }],
    dnsNameservers: [],
    hostRoutes: [],
    enableDhcp: dhcp,
    ipv6AddressMode: null,
    ipv6RaMode: null,
    serviceTypes: [],
  };
  world.state.subnets.push(made);
  return made.id;
}
