import type { SimulatedFlavor, SimulatedHypervisor, SimulatedServer } from './compute-records.ts';
import { groupAllows } from './scheduler-groups.ts';
import { zoneOf } from './zones.ts';
import type { World } from '../world.ts';

/** What a new place is wanted for. */
export interface Wanted {
  flavor: SimulatedFlavor;
  /** The one that is to go there. */
  server?: SimulatedServer;
  /** Not this one. */
  except?: string | null;
  /** This one, if it will do. */
  host?: string | undefined;
  availabilityZone?: string | undefined;
}

/**
 * The host that nova's scheduler would choose: enabled, up, with room for the flavor; of several the emptiest.
 * Undefined: no valid host.
 */
export function schedule(world: World, wanted: Wanted): string | undefined {
  const occupants = occupantsOf(world);
  const fitting = world.state.hypervisors
    .filter((hypervisor) => hypervisor.host !== wanted.except)
    .filter((hypervisor) => wanted.host === undefined || hypervisor.host === wanted.host)
    .map((hypervisor) => ({ hypervisor, free: free(world, hypervisor, occupants.get(hypervisor.host) ?? []) }))
    .filter(({ hypervisor, free: room }) => suits(world, hypervisor, wanted) && fits(room, wanted.flavor));
  return fitting.sort((a, b) => b.free.ramMiB - a.free.ramMiB)[0]?.hypervisor.host;
}

/** Whether the flavor takes a GPU through PCI passthrough. */
export const wantsGpu = ({ extraSpecs }: SimulatedFlavor): boolean =>
  Object.keys(extraSpecs).some((key) => key === 'pci_passthrough:alias' || key === 'resources:VGPU');

function suits(world: World, { host }: SimulatedHypervisor, { availabilityZone, server }: Wanted): boolean {
  const service = world.computeService(host);
  if (service === undefined || service.disabled || !world.isUp(service)) return false;
  const inZone = availabilityZone === undefined || zoneOf(world, host) === availabilityZone;
  return inZone && groupAllows(world, server, host);
}

interface Room {
  vcpus: number;
  ramMiB: number;
  diskGiB: number;
  gpus: number;
}

function free(world: World, hypervisor: SimulatedHypervisor, taken: readonly SimulatedServer[]): Room {
  const sum = (size: (server: SimulatedServer) => number) => taken.reduce((total, server) => total + size(server), 0);
  return {
    vcpus: hypervisor.vcpus * world.settings.cpuRatio - sum(({ flavor }) => flavor.vcpus),
    ramMiB: hypervisor.ramMiB - sum(({ flavor }) => flavor.ramMiB),
    diskGiB: hypervisor.diskGiB - sum((server) => (server.imageId === null ? 0 : server.flavor.diskGiB)),
    gpus: hypervisor.gpus - taken.filter(({ flavor }) => wantsGpu(flavor)).length,
  };
}

/** By host, those that are there and those on their way there: they are charged from the moment the scheduler has chosen. */
function occupantsOf({ state }: World): Map<string, SimulatedServer[]> {
  const coming = new Map<string, Set<string>>();
  for (const { running, destCompute: host, serverId } of state.migrations) {
    if (running !== null && host !== null) coming.set(serverId, (coming.get(serverId) ?? new Set()).add(host));
  }
  const found = new Map<string, SimulatedServer[]>();
  for (const server of state.servers) {
    for (const host of new Set([server.host, ...(coming.get(server.id) ?? [])])) {
      if (host === null) continue;
      const there = found.get(host);
      if (there === undefined) found.set(host, [server]);
      else there.push(server);
    }
  }
  return found;
}

const fits = (room: Room, flavor: SimulatedFlavor): boolean =>
  room.vcpus >= flavor.vcpus &&
  room.ramMiB >= flavor.ramMiB &&
  room.diskGiB >= flavor.diskGiB &&
  (!wantsGpu(flavor) || room.gpus >= 1);
