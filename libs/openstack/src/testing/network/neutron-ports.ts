import { type Given, textOf } from '../given.ts';
import { isExternal, mayUse } from './network-access.ts';
import { bindPort, serveDhcp, serveFloatingIp } from './network-agents-work.ts';
import { assign, standardView, touch } from './network-record.ts';
import type { SimulatedNetwork, SimulatedPort } from './network-records.ts';
import { isTrusted, newPort } from './new-port.ts';
import type { NeutronCall } from './neutron-api.ts';
import { STANDARD } from './neutron-body.ts';
import { groupNotFound, networkNotFound, neutronError, portNotFound } from './neutron-errors.ts';
import { type NeutronResource, isOwn } from './neutron-resource.ts';
import { fixedIpsFor } from './port-addresses.ts';
import { defaultGroup } from './security-group-records.ts';
import type { World } from '../world.ts';

const both = { post: true, put: true };

/** `/ports` */
export const PORTS: NeutronResource<SimulatedPort> = {
  item: 'port',
  collection: 'ports',
  records: (state) => state.ports,
  attributes: {
    ...STANDARD,
    name: { ...both, type: 'string' },
    tags: {},
    network_id: { post: true, required: true },
    mac_address: { post: true, put: true },
    status: {},
    admin_state_up: { ...both, type: 'boolean' },
    device_id: { ...both, type: 'string' },
    device_owner: { ...both, type: 'string' },
    fixed_ips: both,
    allowed_address_pairs: { ...both, filter: false },
    security_groups: both,
    port_security_enabled: { ...both, type: 'boolean' },
    'binding:vnic_type': both,
    'binding:host_id': { ...both, admin: true },
    'binding:profile': { ...both, admin: true, filter: false },
    qos_policy_id: both,
    extra_dhcp_opts: { ...both, filter: false },
    ip_allocation: {},
  },
  notFound: portNotFound,
  looksForMarker: true,
  visible: (call, port) => isOwn(call, port) || ownsNetwork(call, port),
  changeable: (call, port) => isOwn(call, port) || ownsNetwork(call, port),
  view: portView,
  create,
  update,
  remove: ({ world }, port) => {
    if (/^network:(router_|ha_router|floatingip)/.test(port.deviceOwner)) {
      const message = `Port ${port.id} cannot be deleted directly via the port API: has device owner ${port.deviceOwner}.`;
      throw neutronError(409, 'ServicePortInUse', message);
    }
    removePort(world, port);
    if (port.deviceOwner === 'network:dhcp') serveDhcp(world, port.networkId);
  },
};

const NAMES = {
  name: 'name',
  description: 'description',
  admin_state_up: 'adminStateUp',
  device_id: 'deviceId',
  device_owner: 'deviceOwner',
  mac_address: 'macAddress',
  security_groups: 'securityGroupIds',
  port_security_enabled: 'portSecurityEnabled',
  'binding:vnic_type': 'vnicType',
  'binding:profile': 'profile',
};

const ownsNetwork = ({ world, caller }: NeutronCall, port: SimulatedPort): boolean =>
  world.state.networks.find(({ id }) => id === port.networkId)?.projectId === caller.projectId;

function create(call: NeutronCall, given: Given, projectId: string): SimulatedPort {
  const { world } = call;
  const network = usableNetwork(call, textOf(given, 'network_id') ?? '');
  const fixedIps = fixedIpsFor(call, network, given['fixed_ips']);
  const mac = given['mac_address'];
  if (world.state.ports.some((port) => port.networkId === network.id && port.macAddress === mac)) {
    const message = `Unable to complete operation for network ${network.id}. The mac address ${String(mac)} is in use.`;
    throw neutronError(409, 'MacAddressInUse', message);
  }
  checkGroups(world, given);
  const owner = textOf(given, 'device_owner') ?? '';
  const secured = network.portSecurityEnabled && given['port_security_enabled'] !== false && !isTrusted(owner);
  const port = newPort(world, network, {
    projectId,
    deviceOwner: owner,
    fixedIps,
    portSecurityEnabled: secured,
    securityGroupIds: secured ? [defaultGroup(world, projectId).id] : [],
  });
  assign(port, NAMES, given);
  change(world, port, given);
  return port;
}

function update(call: NeutronCall, port: SimulatedPort, given: Given): void {
  const { world } = call;
  checkGroups(world, given);
  const network = world.state.networks.find(({ id }) => id === port.networkId)!;
  const fixedIps =
    given['fixed_ips'] === undefined ? port.fixedIps : fixedIpsFor(call, network, given['fixed_ips'], port);
  const pairs = (given['allowed_address_pairs'] as unknown[] | undefined) ?? port.allowedAddressPairs;
  if ((given['port_security_enabled'] ?? port.portSecurityEnabled) === false && pairs.length > 0) {
    const message = 'Port Security must be enabled in order to have allowed address pairs on a port.';
    throw neutronError(409, 'AddressPairAndPortSecurityRequired', message);
  }
  port.fixedIps = fixedIps;
  assign(port, NAMES, given);
  change(world, port, given);
  touch(world, port);
}

function change(world: World, port: SimulatedPort, given: Given): void {
  const pairs = given['allowed_address_pairs'] as { ip_address: string; mac_address?: string }[] | undefined;
  if (pairs !== undefined) {
    port.allowedAddressPairs = pairs.map((pair) => ({ mac_address: port.macAddress, ...pair }));
  }
  const host = textOf(given, 'binding:host_id') ?? '';
  if ('binding:host_id' in given && host !== port.hostId) bindPort(world, port, host);
}

function usableNetwork({ world, caller }: NeutronCall, id: string): SimulatedNetwork {
  const network = world.state.networks.find((one) => one.id === id);
  if (network !== undefined && mayUse(world, network, caller)) return network;
  if (network === undefined || !isExternal(world, network)) throw networkNotFound(id);
  const message = `Tenant ${caller.projectId} not allowed to create port on this network`;
  throw neutronError(403, 'HTTPForbidden', message);
}

function checkGroups({ state }: World, given: Given): void {
  for (const id of (given['security_groups'] as string[] | undefined) ?? []) {
    if (!state.securityGroups.some((group) => group.id === id)) throw groupNotFound(id);
  }
}

/** Takes a port away, and floating IPs off it. */
export function removePort(world: World, port: SimulatedPort): void {
  world.state.ports = world.state.ports.filter((one) => one !== port);
  for (const ip of world.state.floatingIps.filter((one) => one.portId === port.id)) {
    Object.assign(ip, { portId: null, fixedIpAddress: null, routerId: null });
    touch(world, ip);
    serveFloatingIp(world, ip);
  }
}

function portView({ caller }: NeutronCall, port: SimulatedPort) {
  return {
    ...standardView(port),
    name: port.name,
    network_id: port.networkId,
    mac_address: port.macAddress,
    admin_state_up: port.adminStateUp,
    status: port.status,
    device_id: port.deviceId,
    device_owner: port.deviceOwner,
    fixed_ips: port.fixedIps,
    allowed_address_pairs: port.allowedAddressPairs,
    extra_dhcp_opts: [],
    security_groups: port.securityGroupIds,
    'binding:vnic_type': port.vnicType,
    port_security_enabled: port.portSecurityEnabled,
    qos_policy_id: null,
    qos_network_policy_id: null,
    ip_allocation: 'immediate',
    ...(caller.admin && {
      'binding:host_id': port.hostId,
      'binding:vif_type': port.vifType,
      'binding:vif_details': port.vifType === 'ovs' ? { connectivity: 'l2', port_filter: true } : {},
      'binding:profile': port.profile,
      resource_request: null,
    }),
  };
}
