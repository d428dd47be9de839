export { type AddHypervisor } from './compute/add-hypervisor.ts';
export { type AddServer } from './compute/add-server.ts';
export { OpenStackSimulator, type OpenStackSimulatorOptions, startOpenStack } from './openstack-simulator.ts';
export {
  type BuildOutcome,
  type ConfirmOutcome,
  type MigrationOutcome,
  type OrderOptions,
  type Orders,
  type SnapshotOutcome,
} from './orders.ts';
export { type SimulatedProject, type SimulatedToken, type SimulatedUser } from './identity/identity-records.ts';
export { type SimulatedImage } from './image/image-records.ts';
export {
  type SimulatedAggregate,
  type SimulatedComputeService,
  type SimulatedFlavor,
  type SimulatedHypervisor,
  type SimulatedInstanceAction,
  type SimulatedMigration,
  type SimulatedServer,
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
export { type Scenario } from './scenario.ts';
export { type Login } from './seed.ts';
export { type OpenStackSettings } from './settings.ts';
export { type OpenStackState } from './state.ts';
