export {
  type SimulatedAttachment,
  type SimulatedBlockStorageMessage,
  type SimulatedBlockStorageService,
  type SimulatedVolume,
  type SimulatedVolumeSnapshot,
  type SimulatedVolumeTransfer,
  type SimulatedVolumeType,
} from './block-storage/block-storage-records.ts';
export { type AddHypervisor } from './compute/add-hypervisor.ts';
export { type AddServer } from './compute/add-server.ts';
export { OpenStackSimulator, type OpenStackSimulatorOptions, startOpenStack } from './openstack-simulator.ts';
export {
  type ActionOutcome,
  type BuildOutcome,
  type ConfirmOutcome,
  type MigrationOutcome,
  type OrderOptions,
  type Orders,
  type SnapshotOutcome,
  type VolumeOperation,
  type VolumeOutcome,
} from './orders.ts';
export {
  type SimulatedAccessRule,
  type SimulatedApplicationCredential,
  type SimulatedDomain,
  type SimulatedGroup,
  type SimulatedProject,
  type SimulatedRole,
  type SimulatedRoleAssignment,
  type SimulatedScope,
  type SimulatedToken,
  type SimulatedUser,
} from './identity/identity-records.ts';
export { type Login } from './identity/logins.ts';
export { type SimulatedImage } from './image/image-records.ts';
export {
  type SimulatedAggregate,
  type SimulatedComputeService,
  type SimulatedFlavor,
  type SimulatedHypervisor,
  type SimulatedInstanceAction,
  type SimulatedKeypair,
  type SimulatedMigration,
  type SimulatedServer,
  type SimulatedServerGroup,
} from './compute/compute-records.ts';
export {
  type SimulatedFloatingIp,
  type SimulatedNetwork,
  type SimulatedNetworkAgent,
  type SimulatedPort,
  type SimulatedRbacPolicy,
  type SimulatedRouter,
  type SimulatedSecurityGroup,
  type SimulatedSecurityGroupRule,
  type SimulatedSubnet,
} from './network/network-records.ts';
export {
  type SimulatedConsumer,
  type SimulatedInventory,
  type SimulatedResourceProvider,
} from './placement/placement-records.ts';
export { type Scenario } from './scenario.ts';
export { type OpenStackSettings } from './settings.ts';
export { type OpenStackState } from './state.ts';
