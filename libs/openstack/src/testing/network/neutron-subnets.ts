import { type Given, textOf } from '../given.ts';
import { formatCidr, formatIp, overlap, parseCidr } from './ip-address.ts';
import { isShared, mayUse } from './network-access.ts';
import { assign, networkRecord, standardView, touch } from './network-record.ts';
import type { SimulatedSubnet } from './network-records.ts';
import type { NeutronCall } from './neutron-api.ts';
import { STANDARD } from './neutron-body.ts';
import { badRequest, invalidInput, networkNotFound, neutronError, subnetNotFound } from './neutron-errors.ts';
import { serveDhcp } from './network-agents-work.ts';
import { removePort } from './neutron-ports.ts';
import { type NeutronResource, isOwn } from './neutron-resource.ts';
import { inPools, isIn, poolsWithout } from './subnet-addresses.ts';
import type { World } from '../world.ts';

const both = { post: true, put: true };

/** `/subnets` */
export const SUBNETS: NeutronResource<SimulatedSubnet> = {
  item: 'subnet',
  collection: 'subnets',
  records: (state) => state.subnets,
  attributes: {
    ...STANDARD,
    name: { ...both, type: 'string' },
    tags: {},
    network_id: { post: true, required: true },
    ip_version: { post: true, required: true },
    cidr: { post: true },
    gateway_ip: both,
    allocation_pools: { ...both, filter: false },
    dns_nameservers: { ...both, filter: false },
    host_routes: { ...both, filter: false },
    enable_dhcp: { ...both, type: 'boolean' },
    ipv6_address_mode: { post: true },
    ipv6_ra_mode: { post: true },
    subnetpool_id: { post: true },
    prefixlen: { post: true },
    service_types: { ...both, filter: false },
    segment_id: { ...both, admin: true },
  },
  notFound: subnetNotFound,
  visible: (call, subnet) => {
    const network = call.world.state.networks.find(({ id }) => id === subnet.networkId);
    return isOwn(call, subnet) || (network !== undefined && isShared(call.world, network, call.caller));
  },
  view: subnetView,
  create,
  update,
  remove: ({ world }, subnet) => removeSubnet(world, subnet),
};

const NAMES = {
  name: 'name',
  description: 'description',
  gateway_ip: 'gatewayIp',
  allocation_pools: 'allocationPools',
  dns_nameservers: 'dnsNameservers',
  host_routes: 'hostRoutes',
  enable_dhcp: 'enableDhcp',
  ipv6_address_mode: 'ipv6AddressMode',
  ipv6_ra_mode: 'ipv6RaMode',
  service_types: 'serviceTypes',
};

function create({ world, caller }: NeutronCall, given: Given, projectId: string): SimulatedSubnet {
  const networkId = textOf(given, 'network_id') ?? '';
  const network = world.state.networks.find(({ id }) => id === networkId);
  if (network === undefined || !mayUse(world, network, caller)) throw networkNotFound(networkId);
  if (given['cidr'] === undefined)
    throw badRequest('subnets', 'a subnetpool must be specified in the absence of a cidr');
  const range = parseCidr(textOf(given, 'cidr') ?? '');
  if (range === undefined) throw invalidInput(`${textOf(given, 'cidr') ?? ''} is not in a CIDR format`);
  const cidr = formatCidr(range);
  if (range.version !== Number(given['ip_version'])) {
    throw invalidInput(
      `cidr '${textOf(given, 'cidr') ?? ''}' does not match the ip_version '${textOf(given, 'ip_version') ?? ''}'`,
    );
  }
  const others = world.state.subnets.filter((subnet) => subnet.networkId === networkId);
  if (others.some((other) => overlap(range, parseCidr(other.cidr)!))) {
    throw invalidInput(`Requested subnet with cidr: ${cidr} for network: ${networkId} overlaps with another subnet`);
  }
  // Seen: an IPv6 subnet has its very first address for a gateway.
  const gateway = formatIp({ version: range.version, value: range.version === 6 ? range.first : range.first + 1n });
  const gatewayIp = given['gateway_ip'] === undefined ? gateway : (given['gateway_ip'] as string | null);
  const subnet: SimulatedSubnet = {
    ...networkRecord(world, 'subnet', projectId, given),
    name: '',
    networkId,
    ipVersion: range.version,
    cidr,
    gatewayIp,
    allocationPools: poolsWithout(range, gatewayIp),
    dnsNameservers: [],
    hostRoutes: [],
    enableDhcp: true,
    ipv6AddressMode: null,
    ipv6RaMode: null,
    serviceTypes: [],
    revision: 0,
  };
  assign(subnet, NAMES, given);
  check(subnet);
  world.state.subnets.push(subnet);
  serveDhcp(world, networkId);
  return subnet;
}

function update({ world }: NeutronCall, subnet: SimulatedSubnet, given: Given): void {
  const changed = { ...subnet };
  assign(changed, NAMES, given);
  check(changed);
  Object.assign(subnet, changed);
  touch(world, subnet);
  serveDhcp(world, subnet.networkId);
}

function check(subnet: SimulatedSubnet): void {
  for (const pool of subnet.allocationPools) {
    if (isIn(subnet, pool.start) && isIn(subnet, pool.end)) continue;
    const message = `The allocation pool ${pool.start}-${pool.end} spans beyond the subnet cidr ${subnet.cidr}.`;
    throw neutronError(400, 'OutOfBoundsAllocationPool', message);
  }
  const pool = subnet.gatewayIp === null ? undefined : inPools(subnet.allocationPools, subnet.gatewayIp);
  if (pool === undefined) return;
  const message = `Gateway ip ${subnet.gatewayIp} conflicts with allocation pool ${pool.start}-${pool.end}.`;
  throw neutronError(409, 'GatewayConflictWithAllocationPools', message);
}

function removeSubnet(world: World, subnet: SimulatedSubnet): void {
  const { state } = world;
  const on = state.ports.filter((port) => port.fixedIps.some((ip) => ip.subnet_id === subnet.id));
  if (on.some((port) => port.deviceOwner !== 'network:dhcp')) {
    const message = `Unable to complete operation on subnet ${subnet.id}: One or more ports have an IP allocation from this subnet.`;
    throw neutronError(409, 'SubnetInUse', message);
  }
  for (const port of on) {
    port.fixedIps = port.fixedIps.filter((ip) => ip.subnet_id !== subnet.id);
    if (port.fixedIps.length === 0) removePort(world, port);
  }
  state.subnets = state.subnets.filter((one) => one !== subnet);
}

function subnetView({ caller }: NeutronCall, subnet: SimulatedSubnet) {
  return {
    ...standardView(subnet),
    name: subnet.name,
    network_id: subnet.networkId,
    ip_version: subnet.ipVersion,
    subnetpool_id: null,
    enable_dhcp: subnet.enableDhcp,
    ipv6_ra_mode: subnet.ipv6RaMode,
    ipv6_address_mode: subnet.ipv6AddressMode,
    gateway_ip: subnet.gatewayIp,
    cidr: subnet.cidr,
    allocation_pools: subnet.allocationPools,
    host_routes: subnet.hostRoutes,
    dns_nameservers: subnet.dnsNameservers,
    service_types: subnet.serviceTypes,
    ...(caller.admin && { segment_id: null }),
  };
}
