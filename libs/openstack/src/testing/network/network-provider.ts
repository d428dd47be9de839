import { type Given, textOf } from '../given.ts';
import type { SimulatedNetwork } from './network-records.ts';
import { neutronError } from './neutron-errors.ts';
import type { World } from '../world.ts';

/** How a new network is carried: as asked for, else by VXLAN. */
export function providerOf(
  world: World,
  given: Given,
): Pick<SimulatedNetwork, 'networkType' | 'physicalNetwork' | 'segmentationId'> {
  const networkType = textOf(given, 'provider:network_type') ?? 'vxlan';
  const physicalNetwork = (given['provider:physical_network'] as string | undefined) ?? null;
  const wanted = given['provider:segmentation_id'];
  const segmentationId =
    networkType === 'flat' ? null : wanted === undefined ? 1000 + world.ids.number('vni') : Number(wanted);
  const taken = world.state.networks.some(
    (one) =>
      one.networkType === networkType &&
      one.physicalNetwork === physicalNetwork &&
      one.segmentationId === segmentationId,
  );
  if (taken && networkType === 'vlan') {
    const message = `Unable to create the network. The VLAN ${segmentationId} on physical network ${physicalNetwork} is in use.`;
    throw neutronError(409, 'VlanIdInUse', message);
  }
  return { networkType, physicalNetwork, segmentationId };
}
