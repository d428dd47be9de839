import { addNetworkAgents } from '../network/add-network-agents.ts';
import type { SimulatedHypervisor } from './compute-records.ts';
import type { World } from '../world.ts';

/** What a hypervisor may be given; the defaults are a machine with room for a lot. */
export interface AddHypervisor {
  /** Default: the name. */
  hostname?: string;
  vcpus?: number;
  ramMiB?: number;
  diskGiB?: number;
  gpus?: number;
  zone?: string;
  disabledReason?: string;
}

/** Adds a machine and its nova-compute, which is up and enabled unless a reason says otherwise. */
export function addHypervisor(world: World, name: string, given: AddHypervisor = {}): SimulatedHypervisor {
  const { state, ids } = world;
  const serial = ids.number('hypervisor-serial');
  const hypervisor: SimulatedHypervisor = {
    id: ids.uuid('hypervisor'),
    serial,
    hostname: given.hostname ?? name,
    host: name,
    hostIp: `192.0.2.${serial % 256}`,
    vcpus: given.vcpus ?? 128,
    ramMiB: given.ramMiB ?? 1024 * 1024,
    diskGiB: given.diskGiB ?? 100_000,
    gpus: given.gpus ?? 0,
  };
  state.hypervisors.push(hypervisor);
  state.computeServices.push({
    id: ids.uuid('service'),
    serial: ids.number('service-serial'),
    binary: 'nova-compute',
    host: name,
    zone: given.zone ?? 'nova',
    disabled: given.disabledReason !== undefined,
    disabledReason: given.disabledReason ?? null,
    forcedDown: false,
    alive: true,
    seenAt: world.timeline.now(),
  });
  addNetworkAgents(world, name);
  return hypervisor;
}
