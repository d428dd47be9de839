import type { SimulatedNetwork, SimulatedPort } from './network-records.ts';
import type { NeutronCall } from './neutron-api.ts';
import { disallowed, neutronError, subnetNotFound } from './neutron-errors.ts';
import { anyAddress, isIn, usedAddresses } from './subnet-addresses.ts';

type FixedIps = SimulatedPort['fixedIps'];

/**
 * The addresses of a port in a network: those asked for, or else one of each version that the network has.
 * @param port the one that is changed
 */
export function fixedIpsFor(
  { world, caller }: NeutronCall,
  network: SimulatedNetwork,
  given: unknown,
  port?: SimulatedPort,
): FixedIps {
  const subnets = world.state.subnets.filter((subnet) => subnet.networkId === network.id);
  if (given === undefined) {
    const versions = [...new Set(subnets.map((subnet) => subnet.ipVersion))];
    return versions.map((version) =>
      anyAddress(
        world,
        network,
        subnets.filter((one) => one.ipVersion === version),
      ),
    );
  }
  return (given as Partial<FixedIps[number]>[]).map((wanted) => {
    if (wanted.ip_address !== undefined && !caller.admin && network.projectId !== caller.projectId) {
      throw disallowed(
        '(rule:create_port and (rule:create_port:fixed_ips and (rule:create_port:fixed_ips:ip_address)))',
      );
    }
    const subnet = subnets.find((one) => one.id === wanted.subnet_id);
    if (wanted.subnet_id !== undefined && subnet === undefined) throw subnetNotFound(wanted.subnet_id);
    const { ip_address: address } = wanted;
    if (address === undefined) return anyAddress(world, network, subnet === undefined ? subnets : [subnet]);
    const home = (subnet === undefined ? subnets : [subnet]).find((one) => isIn(one, address));
    if (home === undefined) {
      const message = `IP address ${address} is not a valid IP for any of the subnets on the specified network.`;
      throw neutronError(400, 'InvalidIpForNetwork', message);
    }
    const own = port?.fixedIps.some((ip) => ip.ip_address === address) ?? false;
    if (!own && usedAddresses(world, home).has(address)) {
      const message = `IP address ${address} already allocated in subnet ${home.id}`;
      throw neutronError(409, 'IpAddressAlreadyAllocated', message);
    }
    return { subnet_id: home.id, ip_address: address };
  });
}
