import type {
  SimulatedAccessRule,
  SimulatedApplicationCredential,
  SimulatedDomain,
  SimulatedGroup,
  SimulatedProject,
  SimulatedRole,
  SimulatedRoleAssignment,
  SimulatedToken,
  SimulatedUser,
} from './identity/identity-records.ts';
import type {
  SimulatedBlockStorageMessage,
  SimulatedBlockStorageService,
  SimulatedVolume,
  SimulatedVolumeSnapshot,
  SimulatedVolumeTransfer,
  SimulatedVolumeType,
} from './block-storage/block-storage-records.ts';
import type { SimulatedImage } from './image/image-records.ts';
import type {
  SimulatedAggregate,
  SimulatedComputeService,
  SimulatedFlavor,
  SimulatedHypervisor,
  SimulatedInstanceAction,
  SimulatedKeypair,
  SimulatedMigration,
  SimulatedServer,
  SimulatedServerGroup,
} from './compute/compute-records.ts';
import type {
  SimulatedFloatingIp,
  SimulatedNetwork,
  SimulatedNetworkAgent,
  SimulatedPort,
  SimulatedRbacPolicy,
  SimulatedRouter,
  SimulatedSecurityGroup,
  SimulatedSecurityGroupRule,
  SimulatedSubnet,
} from './network/network-records.ts';
import type { SimulatedConsumer, SimulatedResourceProvider } from './placement/placement-records.ts';

/** Everything that the simulated cloud knows, in plain objects that a test may read and edit; each list oldest first. */
export interface OpenStackState {
  domains: SimulatedDomain[];
  projects: SimulatedProject[];
  users: SimulatedUser[];
  groups: SimulatedGroup[];
  roles: SimulatedRole[];
  roleAssignments: SimulatedRoleAssignment[];
  applicationCredentials: SimulatedApplicationCredential[];
  accessRules: SimulatedAccessRule[];
  tokens: SimulatedToken[];
  hypervisors: SimulatedHypervisor[];
  computeServices: SimulatedComputeService[];
  aggregates: SimulatedAggregate[];
  flavors: SimulatedFlavor[];
  servers: SimulatedServer[];
  /** Nova remembers them until its database is purged. */
  deletedServers: SimulatedServer[];
  migrations: SimulatedMigration[];
  instanceActions: SimulatedInstanceAction[];
  keypairs: SimulatedKeypair[];
  serverGroups: SimulatedServerGroup[];
  /** What was set, by project and nova's name of the resource. */
  computeQuotas: Record<string, Record<string, number>>;
  images: SimulatedImage[];
  networks: SimulatedNetwork[];
  subnets: SimulatedSubnet[];
  ports: SimulatedPort[];
  routers: SimulatedRouter[];
  floatingIps: SimulatedFloatingIp[];
  securityGroups: SimulatedSecurityGroup[];
  securityGroupRules: SimulatedSecurityGroupRule[];
  rbacPolicies: SimulatedRbacPolicy[];
  networkAgents: SimulatedNetworkAgent[];
  /** What was set, by project and neutron's name of the resource. */
  networkQuotas: Record<string, Record<string, number>>;
  /** Placement's books: nova's part is entered when placement is asked, of others it knows nothing. */
  resourceProviders: SimulatedResourceProvider[];
  consumers: SimulatedConsumer[];
  customTraits: string[];
  customResourceClasses: string[];
  volumes: SimulatedVolume[];
  volumeSnapshots: SimulatedVolumeSnapshot[];
  volumeTypes: SimulatedVolumeType[];
  volumeTransfers: SimulatedVolumeTransfer[];
  blockStorageServices: SimulatedBlockStorageService[];
  blockStorageMessages: SimulatedBlockStorageMessage[];
  /** What was set, by project and cinder's name of the resource. */
  blockStorageQuotas: Record<string, Record<string, number>>;
}

export const emptyState = (): OpenStackState => ({
  domains: [],
  projects: [],
  users: [],
  groups: [],
  roles: [],
  roleAssignments: [],
  applicationCredentials: [],
  accessRules: [],
  tokens: [],
  hypervisors: [],
  computeServices: [],
  aggregates: [],
  flavors: [],
  servers: [],
  deletedServers: [],
  migrations: [],
  instanceActions: [],
  keypairs: [],
  serverGroups: [],
  computeQuotas: {},
  images: [],
  networks: [],
  subnets: [],
  ports: [],
  routers: [],
  floatingIps: [],
  securityGroups: [],
  securityGroupRules: [],
  rbacPolicies: [],
  networkAgents: [],
  networkQuotas: {},
  resourceProviders: [],
  consumers: [],
  customTraits: [],
  customResourceClasses: [],
  volumes: [],
  volumeSnapshots: [],
  volumeTypes: [],
  volumeTransfers: [],
  blockStorageServices: [],
  blockStorageMessages: [],
  blockStorageQuotas: {},
});
