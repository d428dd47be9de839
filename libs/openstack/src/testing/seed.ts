import type { SimulatedProject, SimulatedUser } from './identity/identity-records.ts';
import type { SimulatedFlavor } from './compute/compute-records.ts';
import { seedNetworks } from './network/seed-networks.ts';
import type { World } from './world.ts';

/** The users that every simulated cloud has, by what they may do. */
export const LOGINS = {
  /** Admin of project admin, and of the system. */
  admin: { name: 'admin', password: 'simulated-admin', project: 'admin', roles: ['admin', 'member', 'reader'] },
  /** Member of project demo. */
  member: { name: 'demo', password: 'simulated-demo', project: 'demo', roles: ['member', 'reader'] },
  /** Reader of project demo. */
  reader: { name: 'auditor', password: 'simulated-auditor', project: 'demo', roles: ['reader'] },
} as const;

export type Login = keyof typeof LOGINS;

/** What a cloud has before there are hypervisors: a domain, projects, users, flavors, an image, the control plane. */
export function seed(world: World): void {
  const { state, ids } = world;
  state.domains.push({ id: 'default', name: 'Default' });
  for (const name of ['admin', 'demo', 'service']) state.projects.push(project(world, name));
  for (const login of Object.values(LOGINS)) state.users.push(user(world, login));
  state.applicationCredentials.push({
    id: ids.keystone('credential'),
    name: 'operations',
    secret: 'simulated-credential',
    userId: state.users[0]!.id,
    projectId: state.projects[0]!.id,
    roles: [...LOGINS.admin.roles],
  });
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
}

const project = (world: World, name: string): SimulatedProject => ({
  id: world.ids.keystone('project'),
  name,
  domainId: 'default',
  description: '',
  enabled: true,
  quota: { instances: -1, cores: -1, ramMiB: -1 },
});

function user({ state, ids }: World, login: (typeof LOGINS)[Login]): SimulatedUser {
  const projectId = state.projects.find(({ name }) => name === login.project)!.id;
  const roles = [...login.roles];
  return {
    id: ids.keystone('user'),
    name: login.name,
    domainId: 'default',
    password: login.password,
    enabled: true,
    email: null,
    roles: { [projectId]: roles, ...(login.name === 'admin' && { system: roles }) },
  };
}

const PLAIN: Omit<SimulatedFlavor, 'id' | 'name' | 'vcpus' | 'ramMiB' | 'diskGiB'> = {
  ephemeralGiB: 0,
  swapMiB: 0,
  isPublic: true,
  disabled: false,
  description: null,
  extraSpecs: {},
};

const FLAVORS = [
  { name: 'm1.tiny', vcpus: 1, ramMiB: 512, diskGiB: 1 },
  { name: 'm1.small', vcpus: 1, ramMiB: 2048, diskGiB: 20 },
  { name: 'm1.medium', vcpus: 2, ramMiB: 4096, diskGiB: 40 },
  { name: 'm1.large', vcpus: 4, ramMiB: 8192, diskGiB: 80 },
  { name: 'g-a100', vcpus: 4, ramMiB: 8192, diskGiB: 80, extraSpecs: { 'pci_passthrough:alias': 'a100:1' } },
];
