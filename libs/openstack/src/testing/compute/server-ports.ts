import { bindPort } from '../network/network-agents-work.ts';
import { isExternal, mayUse } from '../network/network-access.ts';
import type { SimulatedNetwork, SimulatedPort } from '../network/network-records.ts';
import { newPort } from '../network/new-port.ts';
import { fixedIpsFor } from '../network/port-addresses.ts';
import { removePort } from '../network/neutron-ports.ts';
import { defaultGroup } from '../network/security-group-records.ts';
import type { SimulatedServer } from './compute-records.ts';
import type { NovaCall } from './nova-call.ts';
import { badRequest, novaError } from './nova-errors.ts';
import type { World } from '../world.ts';
import { zoneOf } from './zones.ts';

/** A port that a server is to have: one that is there, or a new one in a network. */
export type WantedPort = { port: SimulatedPort } | { network: SimulatedNetwork; fixedIp?: string | undefined };

interface Asked {
  uuid?: string;
  port?: string;
  fixed_ip?: string;
}

/** What a body's `networks` ask for. @throws 400 for what is not there, 409 for a port that is in use */
export function wantedPorts(call: NovaCall, networks: unknown): WantedPort[] {
  if (networks === undefined || networks === 'none') return [];
  if (networks === 'auto' || (Array.isArray(networks) && networks.length === 0)) return onlyNetwork(call);
  return (networks as Asked[]).map(({ uuid, port, fixed_ip: fixedIp }) => {
    if (port !== undefined) return { port: freePort(call, port, badRequest) };
    const network = usableNetwork(call, uuid ?? '');
    if (network === undefined) throw badRequest(`Network ${uuid ?? ''} could not be found.`);
    const holder = call.world.state.ports.find(
      (one) => one.networkId === network.id && one.fixedIps.some((ip) => ip.ip_address === fixedIp),
    );
    if (holder === undefined) return { network, fixedIp };
    throw badRequest(`Fixed IP address ${fixedIp ?? ''} is already in use on instance ${holder.deviceId}.`);
  });
}

/** The project's network, if it has one only. */
export function onlyNetwork({ world, caller }: NovaCall): WantedPort[] {
  const own = world.state.networks.filter(
    (network) => network.projectId === caller.projectId && !isExternal(world, network),
  );
  if (own.length > 1) {
    throw novaError(409, 'Multiple possible networks found, use a Network ID to be more specific.');
  }
  return own.map((network) => ({ network }));
}

export function usableNetwork({ world, caller }: NovaCall, id: string): SimulatedNetwork | undefined {
  const network = world.state.networks.find((one) => one.id === id);
  return network !== undefined && mayUse(world, network, caller) ? network : undefined;
}

/** @throws when it is not there (as `missing` says it) or in use */
export function freePort({ world, caller }: NovaCall, id: string, missing: (message: string) => Error): SimulatedPort {
  const port = world.state.ports.find((one) => one.id === id && (caller.admin || one.projectId === caller.projectId));
  if (port === undefined) throw missing(`Port id ${id} could not be found.`);
  if (port.deviceId !== '') throw novaError(409, `Port ${id} is still in use.`);
  return port;
}

/** Plugs a port into a server on its host; nova makes it if it is not there. */
export function plugIn(
  call: NovaCall,
  server: SimulatedServer,
  wanted: WantedPort,
  groupIds: readonly string[] = [],
): SimulatedPort {
  const { world } = call;
  const host = server.host ?? '';
  const used = { deviceId: server.id, deviceOwner: `compute:${zoneOf(world, host)}` };
  if ('port' in wanted) {
    server.keptPortIds.push(wanted.port.id);
    Object.assign(wanted.port, used);
    bindPort(world, wanted.port, host);
    return wanted.port;
  }
  const { network, fixedIp } = wanted;
  const { projectId } = server;
  const port = newPort(world, network, {
    projectId,
    ...used,
    fixedIps: fixedIpsFor(call, network, fixedIp === undefined ? undefined : [{ ip_address: fixedIp }]),
    securityGroupIds: groupIds.length > 0 ? [...groupIds] : [defaultGroup(world, projectId).id],
  });
  bindPort(world, port, host);
  return port;
}

export const portsOf = ({ state }: World, { id }: SimulatedServer): SimulatedPort[] =>
  state.ports.filter(({ deviceId }) => deviceId === id);

/** Nova deletes the ports that it has made, and lets go of the others. */
export function unplug(world: World, server: SimulatedServer, port: SimulatedPort): void {
  if (!server.keptPortIds.includes(port.id)) {
    removePort(world, port);
    return;
  }
  server.keptPortIds = server.keptPortIds.filter((id) => id !== port.id);
  Object.assign(port, { deviceId: '', deviceOwner: '' });
  bindPort(world, port, '');
}

/** Puts a server on a host, and its ports with it. */
export function settleOn(world: World, server: SimulatedServer, host: string): void {
  world.update(server, { host });
  for (const port of portsOf(world, server)) if (port.hostId !== host) bindPort(world, port, host);
}
