import type { SimulatedFlavor } from './compute/compute-records.ts';
import { seedIdentity } from './identity/seed-identity.ts';
import { seedBlockStorage } from './block-storage/seed-block-storage.ts';
import { seedNetworks } from './network/seed-networks.ts';
import type { World } from './world.ts';

/** What a cloud has before there are hypervisors: a domain, projects, users, flavors, an image, the control plane. */
export function seed(world: World): void {
  const { state, ids } = world;
  seedIdentity(world);
  for (const flavor of FLAVORS) state.flavors.push({ ...PLAIN, ...flavor, id: ids.uuid('flavor') });
  for (const binary of ['nova-scheduler', 'nova-conductor']) {
    state.computeServices.push({
      id: ids.uuid('service'),
      serial: ids.number('service-serial'),
      binary,
      host: 'ctl',
      zone: 'internal',
      disabled: false,
      disabledReason: null,
      forcedDown: false,
      alive: true,
      seenAt: world.timeline.now(),
    });
  }
  state.images.push({
    id: ids.uuid('image'),
    name: 'cirros',
    status: 'active',
    owner: state.projects[0]!.id,
    visibility: 'public',
    sizeBytes: 14336,
    diskFormat: 'raw',
    containerFormat: 'bare',
    minRamMiB: 0,
    minDiskGiB: 0,
    protected: false,
    tags: [],
    properties: { os_distro: 'cirros' },
    createdAt: world.stamp(),
    updatedAt: world.stamp(),
  });
  seedNetworks(world);
  seedBlockStorage(world);
}

const PLAIN: Omit<SimulatedFlavor, 'id' | 'name' | 'vcpus' | 'ramMiB' | 'diskGiB'> = {
  ephemeralGiB: 0,
  swapMiB: 0,
  isPublic: true,
  disabled: false,
  description: null,
  extraSpecs: {},
  projectIds: [],
};

const FLAVORS = [
  { name: 'm1.tiny', vcpus: 1, ramMiB: 512, diskGiB: 1 },
  { name: 'm1.small', vcpus: 1, ramMiB: 2048, diskGiB: 20 },
  { name: 'm1.medium', vcpus: 2, ramMiB: 4096, diskGiB: 40 },
  { name: 'm1.large', vcpus: 4, ramMiB: 8192, diskGiB: 80 },
  { name: 'g-a100', vcpus: 4, ramMiB: 8192, diskGiB: 80, extraSpecs: { 'pci_passthrough:alias': 'a100:1' } },
];
