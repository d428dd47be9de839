import type { Given } from '../given.ts';
import { isExternal, maySee } from './network-access.ts';
import { serveRouterPort } from './network-agents-work.ts';
import type { SimulatedRouter } from './network-records.ts';
import { newPort } from './new-port.ts';
import type { NeutronCall } from './neutron-api.ts';
import { badRequest, disallowed, networkNotFound, neutronError } from './neutron-errors.ts';
import { removePort } from './neutron-ports.ts';
import { fixedIpsFor } from './port-addresses.ts';
import type { World } from '../world.ts';

interface GatewayInfo {
  network_id: string;
  enable_snat?: boolean;
  external_fixed_ips?: unknown[];
}

/** Gives a router the way out that is asked for, or takes it away. */
export function setGateway(call: NeutronCall, router: SimulatedRouter, given: Given, verb: 'create' | 'update'): void {
  const info = given['external_gateway_info'] as GatewayInfo | null | undefined;
  if (info === undefined) return;
  const { world, caller } = call;
  const old = gatewayPort(world, router);
  const needed = world.state.floatingIps.some((ip) => ip.routerId === router.id);
  if (needed && info?.network_id !== router.gatewayNetworkId) {
    const message = `Gateway cannot be updated for router ${router.id}, since a gateway to external network ${router.gatewayNetworkId} is required by one or more floating IPs.`;
    throw neutronError(409, 'RouterExternalGatewayInUseByFloatingIp', message);
  }
  if (info?.network_id === undefined) {
    if (old !== undefined) removePort(world, old);
    Object.assign(router, { gatewayNetworkId: null, enableSnat: true });
    return;
  }
  for (const name of ['enable_snat', 'external_fixed_ips'] as const) {
    if (info[name] === undefined || caller.admin) continue;
    const rule = `rule:${verb}_router:external_gateway_info`;
    throw disallowed(`(rule:${verb}_router and (${rule} and (${rule}:network_id and ${rule}:${name})))`);
  }
  const network = world.state.networks.find(({ id }) => id === info.network_id);
  if (network === undefined || !maySee(world, network, caller)) throw networkNotFound(info.network_id);
  if (!isExternal(world, network)) throw badRequest('router', `Network ${network.id} is not an external network`);
  Object.assign(router, { gatewayNetworkId: network.id, enableSnat: info.enable_snat ?? true });
  if (old?.networkId === network.id && info.external_fixed_ips === undefined) return;
  // A router takes one address of each version, as a port does, which neutron itself asks for.
  const asNeutron = { ...call, caller: { ...caller, admin: true } };
  const fixedIps = fixedIpsFor(asNeutron, network, info.external_fixed_ips, old);
  if (old !== undefined) removePort(world, old);
  const deviceOwner = 'network:router_gateway';
  serveRouterPort(world, newPort(world, network, { projectId: '', deviceId: router.id, deviceOwner, fixedIps }));
}

/** A router's port in its external network. */
export const gatewayPort = ({ state }: World, router: SimulatedRouter) =>
  state.ports.find((port) => port.deviceId === router.id && port.deviceOwner === 'network:router_gateway');
