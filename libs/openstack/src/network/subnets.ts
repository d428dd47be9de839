import type { ServiceClient } from '../core/service-client.ts';
import { type NeutronStandard, type StandardAttributes, TAG_FILTER, type TagFilter } from './neutron.ts';
import { type Names, rename } from '../core/rename.ts';
import { standard } from './standard.ts';
import { type IdFilter, WatchedResources } from './watched-resources.ts';

/** The addresses from `start` to `end`, both included. */
export interface AllocationPool {
  start: string;
  end: string;
}

/** A route that DHCP tells the servers of a subnet, or an additional one of a router. */
export interface Route {
  /** CIDR */
  destination: string;
  nexthop: string;
}

export interface Subnet extends StandardAttributes {
  name: string;
  networkId: string;
  ipVersion: 4 | 6;
  cidr: string;
  /** null: none. */
  gatewayIp: string | null;
  allocationPools: AllocationPool[];
  dnsNameservers: string[];
  hostRoutes: Route[];
  enableDhcp: boolean;
  ipv6AddressMode: 'slaac' | 'dhcpv6-stateful' | 'dhcpv6-stateless' | null;
  ipv6RaMode: 'slaac' | 'dhcpv6-stateful' | 'dhcpv6-stateless' | null;
  subnetPoolId: string | null;
  /** Only ports with one of these device owners get addresses; empty: all. */
  serviceTypes: string[];
}

export interface SubnetFilter extends IdFilter, TagFilter {
  name?: string;
  projectId?: string;
  networkId?: string | readonly string[];
  ipVersion?: 4 | 6;
  cidr?: string;
  gatewayIp?: string;
  enableDhcp?: boolean;
  subnetPoolId?: string;
}

/** What may be changed of a subnet. */
export interface SubnetChanges {
  name?: string;
  description?: string;
  /** null: none. */
  gatewayIp?: string | null;
  allocationPools?: readonly AllocationPool[];
  dnsNameservers?: readonly string[];
  hostRoutes?: readonly Route[];
  enableDhcp?: boolean;
  serviceTypes?: readonly string[];
}

export interface NewSubnet extends SubnetChanges {
  networkId: string;
  ipVersion: 4 | 6;
  /** Required, unless it comes from a pool. */
  cidr?: string;
  subnetPoolId?: string;
  /** With a pool and without a CIDR. */
  prefixLength?: number;
  ipv6AddressMode?: NonNullable<Subnet['ipv6AddressMode']>;
  ipv6RaMode?: NonNullable<Subnet['ipv6RaMode']>;
  /** Admins only; default the token's project. */
  projectId?: string;
}

const FILTERS: Names<Omit<SubnetFilter, 'limit'>> = {
  ...TAG_FILTER,
  id: 'id',
  name: 'name',
  projectId: 'project_id',
  networkId: 'network_id',
  ipVersion: 'ip_version',
  cidr: 'cidr',
  gatewayIp: 'gateway_ip',
  enableDhcp: 'enable_dhcp',
  subnetPoolId: 'subnetpool_id',
};

const NEW: Names<NewSubnet> = {
  name: 'name',
  description: 'description',
  gatewayIp: 'gateway_ip',
  allocationPools: 'allocation_pools',
  dnsNameservers: 'dns_nameservers',
  hostRoutes: 'host_routes',
  enableDhcp: 'enable_dhcp',
  serviceTypes: 'service_types',
  networkId: 'network_id',
  ipVersion: 'ip_version',
  cidr: 'cidr',
  subnetPoolId: 'subnetpool_id',
  prefixLength: 'prefixlen',
  ipv6AddressMode: 'ipv6_address_mode',
  ipv6RaMode: 'ipv6_ra_mode',
  projectId: 'project_id',
};

/** `/v2.0/subnets` */
export class Subnets extends WatchedResources<NeutronSubnet, Subnet, SubnetFilter> {
  constructor(neutron: ServiceClient) {
    super(neutron, { item: 'subnet', collection: 'subnets', what: 'subnet', filters: FILTERS, read: subnet });
  }

  /** @throws OPENSTACK_NOT_FOUND; OPENSTACK_AMBIGUOUS */
  async find(nameOrId: string, filter: SubnetFilter = {}): Promise<Subnet> {
    return this.findBy(nameOrId, this.list({ ...filter, name: nameOrId }));
  }

  /** @throws OPENSTACK_CONFLICT when it overlaps another one, or its gateway stands in a pool; OPENSTACK_QUOTA */
  async create(wanted: NewSubnet): Promise<Subnet> {
    const { name = '', cidr = 'from a pool', networkId } = wanted;
    return this.post(rename(NEW, wanted), `create subnet '${name}' (${cidr}) of network ${networkId}`);
  }

  async update(id: string, changes: SubnetChanges): Promise<Subnet> {
    return this.change(id, rename(NEW, changes));
  }
}

interface NeutronSubnet extends NeutronStandard {
  name: string;
  network_id: string;
  ip_version: 4 | 6;
  cidr: string;
  gateway_ip: string | null;
  allocation_pools: AllocationPool[];
  dns_nameservers: string[];
  host_routes: Route[];
  enable_dhcp: boolean;
  ipv6_address_mode: Subnet['ipv6AddressMode'];
  ipv6_ra_mode: Subnet['ipv6RaMode'];
  subnetpool_id: string | null;
  service_types?: string[];
}

const subnet = (raw: NeutronSubnet): Subnet => ({
  ...standard(raw),
  name: raw.name,
  networkId: raw.network_id,
  ipVersion: raw.ip_version,
  cidr: raw.cidr,
  gatewayIp: raw.gateway_ip,
  allocationPools: raw.allocation_pools,
  dnsNameservers: raw.dns_nameservers,
  hostRoutes: raw.host_routes,
  enableDhcp: raw.enable_dhcp,
  ipv6AddressMode: raw.ipv6_address_mode,
  ipv6RaMode: raw.ipv6_ra_mode,
  subnetPoolId: raw.subnetpool_id,
  serviceTypes: raw.service_types ?? [],
});
