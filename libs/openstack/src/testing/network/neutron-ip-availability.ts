import type { SimulatedNetwork } from './network-records.ts';
import { type NeutronApi, param } from './neutron-api.ts';
import type { Attributes } from './neutron-body.ts';
import { httpNotFound, networkNotFound } from './neutron-errors.ts';
import { listAnswer } from './neutron-list.ts';
import { poolSize, usedAddresses } from './subnet-addresses.ts';
import type { World } from '../world.ts';

const ATTRIBUTES: Attributes = { network_id: {}, network_name: {}, tenant_id: {}, project_id: {}, ip_version: {} };

/** `/network-ip-availabilities`: for admins, as agents are. */
export function serveIpAvailabilities(api: NeutronApi): void {
  const { world } = api;
  api.route('GET', '/network-ip-availabilities', (call) => {
    const version = call.request.query.get('ip_version');
    const views = call.caller.admin ? world.state.networks.map((one) => availability(world, one, version)) : [];
    // The version chooses among the subnets, not among the networks.
    call.request.query.delete('ip_version');
    return listAnswer(call, views, { collection: 'network_ip_availabilities', attributes: ATTRIBUTES, paged: false });
  });
  api.route('GET', '/network-ip-availabilities/:id', (call) => {
    if (!call.caller.admin) throw httpNotFound();
    const id = param(call, 'id');
    const network = world.state.networks.find((one) => one.id === id);
    if (network === undefined) throw networkNotFound(id);
    return { status: 200, body: { network_ip_availability: availability(world, network, null) } };
  });
}

function availability(world: World, network: SimulatedNetwork, version: string | null) {
  const subnets = world.state.subnets
    .filter((subnet) => subnet.networkId === network.id && (version === null || String(subnet.ipVersion) === version))
    .map((subnet) => ({
      subnet_id: subnet.id,
      subnet_name: subnet.name,
      ip_version: subnet.ipVersion,
      cidr: subnet.cidr,
      used_ips: usedAddresses(world, subnet).size,
      total_ips: poolSize(subnet),
    }));
  return {
    network_id: network.id,
    network_name: network.name,
    tenant_id: network.projectId,
    project_id: network.projectId,
    subnet_ip_availability: subnets,
    used_ips: subnets.reduce((sum, one) => sum + one.used_ips, 0),
    total_ips: subnets.reduce((sum, one) => sum + one.total_ips, 0),
  };
}
