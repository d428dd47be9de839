import { networkRecord } from './network-record.ts';
import type { SimulatedNetwork, SimulatedPort } from './network-records.ts';
import type { World } from '../world.ts';

/** Neutron protects no port of its own. */
export const isTrusted = (deviceOwner: string): boolean => deviceOwner.startsWith('network:');

/** Puts a port into a network; what is not given is as of one that nothing uses. */
export function newPort(
  world: World,
  network: SimulatedNetwork,
  given: Partial<SimulatedPort> & Pick<SimulatedPort, 'projectId'>,
): SimulatedPort {
  const port: SimulatedPort = {
    ...networkRecord(world, 'port', given.projectId),
    name: '',
    networkId: network.id,
    macAddress: mac(world.ids.number('mac')),
    status: 'DOWN',
    adminStateUp: true,
    deviceId: '',
    deviceOwner: '',
    fixedIps: [],
    allowedAddressPairs: [],
    securityGroupIds: [],
    portSecurityEnabled: network.portSecurityEnabled && !isTrusted(given.deviceOwner ?? ''),
    vnicType: 'normal',
    hostId: '',
    vifType: 'unbound',
    profile: {},
    ...given,
  };
  world.state.ports.push(port);
  return port;
}

const mac = (count: number): string =>
  `fa:16:3e:${[16, 8, 0].map((shift) => ((count >> shift) & 255).toString(16).padStart(2, '0')).join(':')}`;
