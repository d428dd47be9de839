/** What neutron keeps of nearly everything. */
export interface NetworkRecord {
  id: string;
  /** Empty for what belongs to no project. */
  projectId: string;
  description: string;
  tags: string[];
  createdAt: string;
  updatedAt: string;
  revision: number;
}

export interface SimulatedNetwork extends NetworkRecord {
  name: string;
  status: 'ACTIVE' | 'BUILD' | 'DOWN' | 'ERROR';
  adminStateUp: boolean;
  isDefault: boolean;
  mtu: number;
  portSecurityEnabled: boolean;
  networkType: string;
  physicalNetwork: string | null;
  segmentationId: number | null;
}

export interface SimulatedSubnet extends NetworkRecord {
  name: string;
  networkId: string;
  ipVersion: 4 | 6;
  cidr: string;
  gatewayIp: string | null;
  allocationPools: { start: string; end: string }[];
  dnsNameservers: string[];
  hostRoutes: { destination: string; nexthop: string }[];
  enableDhcp: boolean;
  ipv6AddressMode: string | null;
  ipv6RaMode: string | null;
  serviceTypes: string[];
}

export interface SimulatedPort extends NetworkRecord {
  name: string;
  networkId: string;
  macAddress: string;
  status: 'ACTIVE' | 'BUILD' | 'DOWN' | 'ERROR' | 'N/A';
  adminStateUp: boolean;
  deviceId: string;
  deviceOwner: string;
  fixedIps: { subnet_id: string; ip_address: string }[];
  allowedAddressPairs: { mac_address: string; ip_address: string }[];
  securityGroupIds: string[];
  portSecurityEnabled: boolean;
  vnicType: string;
  /** Empty: plugged in nowhere. */
  hostId: string;
  vifType: 'unbound' | 'ovs' | 'binding_failed';
  profile: Record<string, unknown>;
}

export interface SimulatedRouter extends NetworkRecord {
  name: string;
  status: 'ACTIVE' | 'ALLOCATING' | 'DOWN' | 'ERROR';
  adminStateUp: boolean;
  gatewayNetworkId: string | null;
  enableSnat: boolean;
  routes: { destination: string; nexthop: string }[];
  distributed: boolean;
  ha: boolean;
}

export interface SimulatedFloatingIp extends NetworkRecord {
  address: string;
  networkId: string;
  status: 'ACTIVE' | 'DOWN' | 'ERROR';
  portId: string | null;
  fixedIpAddress: string | null;
  routerId: string | null;
}

export interface SimulatedSecurityGroup extends NetworkRecord {
  name: string;
  stateful: boolean;
}

export interface SimulatedSecurityGroupRule extends Omit<NetworkRecord, 'description'> {
  /** null of those that come with a group. */
  description: string | null;
  securityGroupId: string;
  direction: 'ingress' | 'egress';
  etherType: 'IPv4' | 'IPv6';
  protocol: string | null;
  portRangeMin: number | null;
  portRangeMax: number | null;
  remoteIpPrefix: string | null;
  remoteGroupId: string | null;
}

export interface SimulatedRbacPolicy {
  id: string;
  projectId: string;
  objectType: string;
  objectId: string;
  action: 'access_as_shared' | 'access_as_external';
  target: string;
}

export interface SimulatedNetworkAgent {
  id: string;
  agentType: 'Open vSwitch agent' | 'L3 agent' | 'DHCP agent' | 'Metadata agent';
  binary: string;
  topic: string;
  host: string;
  adminStateUp: boolean;
  description: string | null;
  /** It sends heartbeats and does its work. */
  alive: boolean;
  /** Milliseconds: its last heartbeat, if it is not alive. */
  seenAt: number;
  /** Milliseconds. */
  startedAt: number;
  createdAt: number;
}
