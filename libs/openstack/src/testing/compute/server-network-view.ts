import type { SimulatedServer } from './compute-records.ts';
import { portsOf } from './server-ports.ts';
import type { World } from '../world.ts';

export interface ServerAddress {
  address: string;
  mac: string;
  type: 'fixed' | 'floating';
}

/** By the network's name: those of its ports, floating ones behind the fixed, and those that a test has given it. */
export function serverAddresses(world: World, server: SimulatedServer): Record<string, ServerAddress[]> {
  const found: Record<string, ServerAddress[]> = {};
  for (const [network, all] of Object.entries(server.addresses)) {
    found[network] = all.map((one) => ({ ...one, type: 'fixed' }));
  }
  for (const { networkId, macAddress: mac, fixedIps, id } of portsOf(world, server)) {
    const name = world.state.networks.find((network) => network.id === networkId)?.name ?? '';
    for (const { ip_address: address } of fixedIps) {
      const floating = world.state.floatingIps.filter((ip) => ip.portId === id && ip.fixedIpAddress === address);
      (found[name] ??= []).push(
        { address, mac, type: 'fixed' },
        ...floating.map((ip) => ({ address: ip.address, mac, type: 'floating' as const })),
      );
    }
  }
  return found;
}

/** Spread into the server: seen on those with ports alone, each group once per port. */
export function securityGroups(world: World, server: SimulatedServer): { security_groups?: { name: string }[] } {
  const names = portsOf(world, server).flatMap(({ securityGroupIds }) =>
    securityGroupIds.map((id) => world.state.securityGroups.find((group) => group.id === id)?.name ?? ''),
  );
  return names.length === 0 ? {} : { security_groups: names.map((name) => ({ name })) };
}
