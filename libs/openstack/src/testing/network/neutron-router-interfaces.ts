import { serveRouterPort } from './network-agents-work.ts';
import { touch } from './network-record.ts';
import type { SimulatedPort, SimulatedRouter } from './network-records.ts';
import { newPort } from './new-port.ts';
import type { NeutronApi, NeutronCall } from './neutron-api.ts';
import { badRequest, neutronError, portNotFound, subnetNotFound } from './neutron-errors.ts';
import { PORTS, removePort } from './neutron-ports.ts';
import { visibleRecord } from './neutron-resource.ts';
import { ROUTERS } from './neutron-routers.ts';
import { SUBNETS } from './neutron-subnets.ts';
import { isIn, usedAddresses } from './subnet-addresses.ts';

const OWNER = 'network:router_interface';

interface Leg {
  subnet_id?: string;
  port_id?: string;
}

/** `/routers/:id/add_router_interface` and its opposite. */
export function serveRouterInterfaces(api: NeutronApi): void {
  api.route('PUT', '/routers/:id/add_router_interface', (call) => {
    const router = visibleRecord(call, ROUTERS);
    const { subnet_id: subnetId, port_id: portId } = legOf(call);
    const port = portId === undefined ? bySubnet(call, router, subnetId ?? '') : byPort(call, router, portId);
    serveRouterPort(call.world, port);
    return answer(call, router, port);
  });
  api.route('PUT', '/routers/:id/remove_router_interface', (call) => {
    const router = visibleRecord(call, ROUTERS);
    const port = attached(call, router, legOf(call));
    refuseWhileNeeded(call, router, port);
    const shown = answer(call, router, port);
    removePort(call.world, port);
    return shown;
  });
}

function legOf(call: NeutronCall): Leg {
  const leg = (call.request.body ?? {}) as Leg;
  if (leg.subnet_id !== undefined && leg.port_id !== undefined) {
    throw badRequest('router', 'Cannot specify both subnet-id and port-id');
  }
  if (leg.subnet_id === undefined && leg.port_id === undefined) {
    throw badRequest('router', 'Either subnet_id or port_id must be specified');
  }
  return leg;
}

function bySubnet(call: NeutronCall, router: SimulatedRouter, subnetId: string): SimulatedPort {
  const { world } = call;
  const subnet = visibleRecord(call, SUBNETS, subnetId);
  refuseSecond(call, router, subnetId);
  const { gatewayIp } = subnet;
  if (gatewayIp === null) throw badRequest('router', 'Subnet for router interface must have a gateway IP');
  if (usedAddresses(world, subnet).has(gatewayIp)) {
    const message = `IP address ${gatewayIp} already allocated in subnet ${subnetId}`;
    throw neutronError(409, 'IpAddressAlreadyAllocated', message);
  }
  const network = world.state.networks.find(({ id }) => id === subnet.networkId)!;
  return newPort(world, network, {
    projectId: router.projectId,
    deviceId: router.id,
    deviceOwner: OWNER,
    fixedIps: [{ subnet_id: subnetId, ip_address: gatewayIp }],
  });
}

function byPort(call: NeutronCall, router: SimulatedRouter, portId: string): SimulatedPort {
  const port = visibleRecord(call, PORTS, portId);
  if (port.deviceId !== '') {
    const message = `Unable to complete operation on port ${portId} for network ${port.networkId}. Port already has an attached device ${port.deviceId}.`;
    throw neutronError(409, 'PortInUse', message);
  }
  for (const ip of port.fixedIps) refuseSecond(call, router, ip.subnet_id);
  Object.assign(port, { deviceId: router.id, deviceOwner: OWNER, securityGroupIds: [], portSecurityEnabled: false });
  touch(call.world, port);
  return port;
}

const legs = ({ world }: NeutronCall, router: SimulatedRouter): SimulatedPort[] =>
  world.state.ports.filter((port) => port.deviceId === router.id && port.deviceOwner === OWNER);

function refuseSecond(call: NeutronCall, router: SimulatedRouter, subnetId: string): void {
  const there = legs(call, router).some((port) => port.fixedIps.some((ip) => ip.subnet_id === subnetId));
  if (there) throw badRequest('router', `Router already has a port on subnet ${subnetId}`);
}

function attached(call: NeutronCall, router: SimulatedRouter, leg: Leg): SimulatedPort {
  if (leg.port_id !== undefined) {
    const found = legs(call, router).find((port) => port.id === leg.port_id);
    if (found !== undefined) return found;
    if (!call.world.state.ports.some((port) => port.id === leg.port_id)) throw portNotFound(leg.port_id);
    const message = `Router ${router.id} does not have an interface with id ${leg.port_id}`;
    throw neutronError(404, 'RouterInterfaceNotFound', message);
  }
  const subnetId = leg.subnet_id ?? '';
  if (!call.world.state.subnets.some(({ id }) => id === subnetId)) throw subnetNotFound(subnetId);
  const found = legs(call, router).find((port) => port.fixedIps.some((ip) => ip.subnet_id === subnetId));
  if (found !== undefined) return found;
  const message = `Router ${router.id} has no interface on subnet ${subnetId}`;
  throw neutronError(404, 'RouterInterfaceNotFoundForSubnet', message);
}

function refuseWhileNeeded({ world }: NeutronCall, router: SimulatedRouter, port: SimulatedPort): void {
  const { state } = world;
  const subnets = state.subnets.filter((subnet) => port.fixedIps.some((ip) => ip.subnet_id === subnet.id));
  for (const subnet of subnets) {
    const refuse = (type: string, by: string) => {
      const message = `Router interface for subnet ${subnet.id} on router ${router.id} cannot be deleted, as it is required by one or more ${by}.`;
      return neutronError(409, type, message);
    };
    if (router.routes.some((route) => isIn(subnet, route.nexthop))) {
      throw refuse('RouterInterfaceInUseByRoute', 'routes');
    }
    if (state.floatingIps.some((ip) => ip.routerId === router.id && isIn(subnet, ip.fixedIpAddress ?? ''))) {
      throw refuse('RouterInterfaceInUseByFloatingIP', 'floating IPs');
    }
  }
}

const answer = ({ world }: NeutronCall, router: SimulatedRouter, port: SimulatedPort) => {
  touch(world, router);
  return {
    status: 200,
    body: {
      id: router.id,
      tenant_id: router.projectId,
      port_id: port.id,
      network_id: port.networkId,
      subnet_id: port.fixedIps[0]?.subnet_id,
      subnet_ids: port.fixedIps.map((ip) => ip.subnet_id),
    },
  };
};
