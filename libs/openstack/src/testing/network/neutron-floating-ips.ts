import { type Given, asText, textOf } from '../given.ts';
import { isExternal, maySee } from './network-access.ts';
import { serveFloatingIp } from './network-agents-work.ts';
import { assign, networkRecord, standardView, touch } from './network-record.ts';
import type { SimulatedFloatingIp, SimulatedPort } from './network-records.ts';
import { newPort } from './new-port.ts';
import type { NeutronCall } from './neutron-api.ts';
import { STANDARD } from './neutron-body.ts';
import { badRequest, floatingIpNotFound, networkNotFound, neutronError } from './neutron-errors.ts';
import { PORTS, removePort } from './neutron-ports.ts';
import { type NeutronResource, isOwn, visibleRecord } from './neutron-resource.ts';
import { fixedIpsFor } from './port-addresses.ts';

/** `/floatingips` */
export const FLOATING_IPS: NeutronResource<SimulatedFloatingIp> = {
  item: 'floatingip',
  collection: 'floatingips',
  records: (state) => state.floatingIps,
  attributes: {
    ...STANDARD,
    tags: {},
    floating_network_id: { post: true, required: true },
    floating_ip_address: { post: true, admin: true },
    subnet_id: { post: true, filter: false },
    port_id: { post: true, put: true },
    fixed_ip_address: { post: true, put: true },
    router_id: {},
    status: {},
    qos_policy_id: { post: true, put: true },
  },
  notFound: floatingIpNotFound,
  visible: isOwn,
  view: floatingIpView,
  create,
  update: (call, ip, given) => {
    lead(call, ip, given);
    assign(ip, { description: 'description' }, given);
    touch(call.world, ip);
  },
  remove: ({ world }, ip) => {
    const port = world.state.ports.find((one) => one.deviceId === ip.id);
    if (port !== undefined) removePort(world, port);
    world.state.floatingIps = world.state.floatingIps.filter((one) => one !== ip);
  },
};

function create(call: NeutronCall, given: Given, projectId: string): SimulatedFloatingIp {
  const { world, caller } = call;
  const networkId = textOf(given, 'floating_network_id') ?? '';
  const network = world.state.networks.find(({ id }) => id === networkId);
  if (network === undefined || !maySee(world, network, caller)) throw networkNotFound(networkId);
  if (!isExternal(world, network)) {
    throw badRequest('floatingip', `Network ${networkId} is not a valid external network`);
  }
  const { floating_ip_address: ip_address, subnet_id } = given;
  const wanted = ip_address === undefined && subnet_id === undefined ? undefined : [{ ip_address, subnet_id }];
  const fixedIps = fixedIpsFor({ ...call, caller: { ...caller, admin: true } }, network, wanted).slice(0, 1);
  const ip: SimulatedFloatingIp = {
    ...networkRecord(world, 'floatingip', projectId, given),
    address: fixedIps[0]?.ip_address ?? '',
    networkId,
    status: 'DOWN',
    portId: null,
    fixedIpAddress: null,
    routerId: null,
    revision: 0,
  };
  lead(call, ip, given);
  newPort(world, network, {
    projectId: '',
    deviceId: ip.id,
    deviceOwner: 'network:floatingip',
    status: 'N/A',
    fixedIps,
  });
  world.state.floatingIps.push(ip);
  return ip;
}

/** Leads it to a port, or nowhere. */
function lead(call: NeutronCall, ip: SimulatedFloatingIp, given: Given): void {
  const portId = given['port_id'];
  if (portId === undefined) return;
  if (portId === null) Object.assign(ip, { portId: null, fixedIpAddress: null, routerId: null });
  else {
    const port = visibleRecord(call, PORTS, asText(portId));
    const { fixed, routerId } = reachable(call, ip, port, given['fixed_ip_address'] as string | undefined);
    Object.assign(ip, { portId: port.id, fixedIpAddress: fixed, routerId });
  }
  serveFloatingIp(call.world, ip);
}

function reachable({ world }: NeutronCall, ip: SimulatedFloatingIp, port: SimulatedPort, wanted: string | undefined) {
  const { state } = world;
  const fixed = port.fixedIps.find((one) => wanted === undefined || one.ip_address === wanted);
  if (fixed === undefined) {
    throw badRequest('floatingip', `Cannot add floating IP to port ${port.id} that has no fixed IPv4 addresses`);
  }
  const address = fixed.ip_address;
  const other = state.floatingIps.find(
    (one) => one !== ip && one.portId === port.id && one.fixedIpAddress === address && one.networkId === ip.networkId,
  );
  if (other !== undefined) {
    const message = `Cannot associate floating IP ${ip.address} (${ip.id}) with port ${port.id} using fixed IP ${address}, as that fixed IP already has a floating IP on external network ${ip.networkId}.`;
    throw neutronError(409, 'FloatingIPPortAlreadyAssociated', message);
  }
  const router = state.routers.find(
    (one) =>
      one.gatewayNetworkId === ip.networkId &&
      state.ports.some(
        (leg) => leg.deviceId === one.id && leg.fixedIps.some((leg) => leg.subnet_id === fixed.subnet_id),
      ),
  );
  if (router !== undefined) return { fixed: address, routerId: router.id };
  const message = `External network ${ip.networkId} is not reachable from subnet ${fixed.subnet_id}.  Therefore, cannot associate Port ${port.id} with a Floating IP.`;
  throw neutronError(404, 'ExternalGatewayForFloatingIPNotFound', message);
}

function floatingIpView({ world }: NeutronCall, ip: SimulatedFloatingIp) {
  const port = world.state.ports.find(({ id }) => id === ip.portId);
  return {
    ...standardView(ip),
    floating_ip_address: ip.address,
    floating_network_id: ip.networkId,
    router_id: ip.routerId,
    port_id: ip.portId,
    fixed_ip_address: ip.fixedIpAddress,
    status: ip.status,
    qos_policy_id: null,
    port_details:
      port === undefined
        ? null
        : {
            name: port.name,
            network_id: port.networkId,
            mac_address: port.macAddress,
            admin_state_up: port.adminStateUp,
            status: port.status,
            device_id: port.deviceId,
            device_owner: port.deviceOwner,
          },
    port_forwardings: [],
  };
}
