export { type BlockStorageAttachment, type BlockStorageAttachmentFilter } from './block-storage/attachments.ts';
export { type BlockStorageZone } from './block-storage/availability-zones.ts';
export { type BlockStorage } from './block-storage/block-storage.ts';
export { type BlockStorageLimit, type ProjectLimits } from './block-storage/limits.ts';
export { type BlockStorageMessage, type BlockStorageMessageFilter } from './block-storage/messages.ts';
export { type NewVolume, type VolumeFilter } from './block-storage/new-volume.ts';
export { type StoragePool } from './block-storage/pools.ts';
export { type BlockStorageQuota, type BlockStorageQuotaDetails } from './block-storage/quota.ts';
export { type BlockStorageService, type BlockStorageServiceFilter } from './block-storage/services.ts';
export { type NewVolumeSnapshot, type VolumeSnapshot, type VolumeSnapshotFilter } from './block-storage/snapshots.ts';
export { type OfferedTransfer, type VolumeTransfer } from './block-storage/transfers.ts';
export { type AttachedTo, type Volume } from './block-storage/volume.ts';
export {
  type NewVolumeType,
  type VolumeType,
  type VolumeTypeChanges,
  type VolumeTypeFilter,
} from './block-storage/volume-types.ts';
export { type ImageOfVolume, type VolumeUpload } from './block-storage/volume-upload.ts';
export { type VolumeDeletion, type VolumeStatusReset } from './block-storage/volumes.ts';
export { type ClientSettings, type HttpSettings, OpenStackClient } from './client.ts';
export { type Aggregate } from './compute/aggregate.ts';
export { type AvailabilityZone } from './compute/availability-zones.ts';
export { type Compute } from './compute/compute.ts';
export { type ComputeLimits } from './compute/compute-limits.ts';
export { type ComputeQuota, type ComputeQuotaDetails } from './compute/compute-quotas.ts';
export { type ComputeService, type ComputeServiceFilter } from './compute/compute-services.ts';
export { type Flavor } from './compute/flavor.ts';
export { type NewFlavor } from './compute/flavors.ts';
export { type Hypervisor, type HypervisorFilter } from './compute/hypervisors.ts';
export { type InstanceAction, type InstanceActionEvent } from './compute/instance-actions.ts';
export { type Keypair, type KeypairOwner } from './compute/keypairs.ts';
export { type Migration, type MigrationProgress } from './compute/migration.ts';
export { type MigrationFilter } from './compute/migrations.ts';
export { type BlockDevice, type NewServer, type ServerNetwork } from './compute/new-server.ts';
export { type Accepted } from './compute/nova.ts';
export { type PowerState, type Server } from './compute/server.ts';
export { type Rebuild } from './compute/server-care.ts';
export { type ServerDiagnostics } from './compute/server-diagnostics.ts';
export { type ServerFilter } from './compute/server-filter.ts';
export { type ServerGroup, type ServerGroupPolicy } from './compute/server-groups.ts';
export { type ServerInterface, type WantedInterface } from './compute/server-interfaces.ts';
export { type WithPassword } from './compute/server-password.ts';
export { type NewVolumeAttachment, type VolumeAttachment } from './compute/volume-attachments.ts';
export { type CloudAuth, type CloudConfig } from './config/cloud-config.ts';
export { type CloudSecrets } from './config/cloud-secrets.ts';
export { type ConfigFiles, listClouds, loadCloudConfig } from './config/load-cloud-config.ts';
export { meetSecrets } from './config/meet-secrets.ts';
export { isNoValidHost } from './core/error-from-http.ts';
export { OpenStackError, type OpenStackErrorCode, type OpenStackErrorKind, isOpenStackError } from './core/errors.ts';
export { Listing } from './core/listing.ts';
export { type QuotaUsage } from './core/quota-usage.ts';
export { type Identification } from './core/token.ts';
export { type WaitOptions } from './core/watch.ts';
export {
  type AccessRule,
  type ApplicationCredential,
  type NewlyMadeCredential,
} from './identity/application-credential.ts';
export { type NewApplicationCredential } from './identity/application-credentials.ts';
export { type Domain, type DomainChanges, type DomainFilter, type NewDomain } from './identity/domains.ts';
export { type Grant } from './identity/grant.ts';
export { type Group } from './identity/group.ts';
export { type GroupChanges, type GroupFilter, type NewGroup } from './identity/groups.ts';
export { type Identity } from './identity/identity.ts';
export { type Project } from './identity/project.ts';
export { type NewProject, type ProjectChanges, type ProjectFilter } from './identity/projects.ts';
export { type RoleAssignment } from './identity/role-assignment.ts';
export { type RoleAssignmentFilter } from './identity/role-assignments.ts';
export { type NewRole, type Role, type RoleChanges, type RoleFilter } from './identity/roles.ts';
export { type User } from './identity/user.ts';
export { type NewUser, type UserChanges, type UserFilter } from './identity/users.ts';
export { type ImageService, type ImageStore } from './image/image.ts';
export { type ImageDownload, type ImageImport, type TransferOptions, type UploadOptions } from './image/image-data.ts';
export { type ImageFilter, type TimeBound } from './image/image-filter.ts';
export { type ImageMember } from './image/image-members.ts';
export { type Image } from './image/image-shape.ts';
export { type ImageChanges } from './image/json-patch.ts';
export { type NewImage } from './image/new-image.ts';
export { type NetworkAgent, type NetworkAgentFilter } from './network/agents.ts';
export { type FloatingIp, type FloatingIpFilter, type NewFloatingIp } from './network/floating-ips.ts';
export {
  type NetworkIpAvailability,
  type NetworkIpAvailabilityFilter,
  type SubnetIpAvailability,
} from './network/ip-availabilities.ts';
export { type NetworkService } from './network/network.ts';
export { type Network, type ProviderSegment } from './network/network-shape.ts';
export { type NetworkChanges, type NetworkFilter, type NewNetwork } from './network/networks.ts';
export { type AddressPair, type FixedIp, type Port, type PortBinding } from './network/port.ts';
export { type NewPort, type PortChanges, type PortFilter } from './network/ports.ts';
export { type NetworkQuota, type NetworkQuotaDetails } from './network/quotas.ts';
export { type NewRbacPolicy, type RbacPolicy, type RbacPolicyFilter } from './network/rbac-policies.ts';
export {
  type NewRouter,
  type RouterChanges,
  type RouterFilter,
  type RouterInterface,
  type RouterLeg,
} from './network/routers.ts';
export { type ExternalGateway, type Router, type WantedGateway } from './network/router.ts';
export { type SecurityGroupRule } from './network/security-group-rule.ts';
export {
  type NewSecurityGroupRule,
  type SecurityGroupRuleFilter,
  existingRuleId,
} from './network/security-group-rules.ts';
export {
  type NewSecurityGroup,
  type SecurityGroup,
  type SecurityGroupChanges,
  type SecurityGroupFilter,
} from './network/security-groups.ts';
export {
  type AllocationPool,
  type NewSubnet,
  type Route,
  type Subnet,
  type SubnetChanges,
  type SubnetFilter,
} from './network/subnets.ts';
export { type OpenStackOptions, openstack } from './openstack.ts';
export {
  type AllocationCandidate,
  type AllocationCandidates,
  type CandidateRequest,
  type ProviderSummary,
} from './placement/allocation-candidates.ts';
export { type Allocation, type ConsumerAllocations } from './placement/allocations.ts';
export { type CapacityFilter, type HostCapacity, type ProviderCapacity } from './placement/capacity.ts';
export { type Fit, fits } from './placement/fits.ts';
export { flavorRequest, totalResources } from './placement/flavor-request.ts';
export { type SizedFlavor } from './placement/sized-flavor.ts';
export { type Inventory, type NewInventory, type ProviderInventories } from './placement/inventories.ts';
export { type PlacementService } from './placement/placement.ts';
export { type ResourceAmounts } from './placement/placement-api.ts';
export { type ProviderSet } from './placement/provider-sets.ts';
export { type ResourceGroup } from './placement/resource-group.ts';
export { type ResourceProvider, type ResourceProviderFilter } from './placement/resource-providers.ts';
export { type Room } from './placement/room.ts';
export { type ProjectUsages, type ProviderUsages } from './placement/usages.ts';
