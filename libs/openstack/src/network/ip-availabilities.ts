import { Listing, nothing } from '../core/listing.ts';
import { listing } from '../core/paging.ts';
import { segment } from '../core/segment.ts';
import type { ServiceClient } from '../core/service-client.ts';
import { type Names, fitsNothing, renameQuery } from '../core/rename.ts';

/** How many addresses of a network's allocation pools are used. For admins: others see none. */
export interface NetworkIpAvailability {
  networkId: string;
  networkName: string;
  projectId: string;
  /** More than fit a number are told inexactly: an IPv6 subnet has 2^64. */
  totalIps: number;
  usedIps: number;
  subnets: SubnetIpAvailability[];
}

export interface SubnetIpAvailability {
  subnetId: string;
  subnetName: string;
  ipVersion: 4 | 6;
  cidr: string;
  totalIps: number;
  usedIps: number;
}

export interface NetworkIpAvailabilityFilter {
  networkId?: string | readonly string[];
  networkName?: string;
  projectId?: string;
  ipVersion?: 4 | 6;
}

const FILTERS: Names<NetworkIpAvailabilityFilter> = {
  networkId: 'network_id',
  networkName: 'network_name',
  projectId: 'project_id',
  ipVersion: 'ip_version',
};

/** `/v2.0/network-ip-availabilities` */
export class NetworkIpAvailabilities {
  readonly #neutron: ServiceClient;

  constructor(neutron: ServiceClient) {
    this.#neutron = neutron;
  }

  list(filter: NetworkIpAvailabilityFilter = {}): Listing<NetworkIpAvailability> {
    if (fitsNothing(filter)) return new Listing<NetworkIpAvailability>(nothing);
    return listing(
      this.#neutron,
      () => ({
        method: 'GET',
        path: '/network-ip-availabilities',
        query: renameQuery(FILTERS, filter),
        label: 'list IP availabilities',
      }),
      { key: 'network_ip_availabilities', idOf: (raw: NeutronAvailability) => raw.network_id, map: availability },
    );
  }

  /** @throws OPENSTACK_NOT_FOUND; OPENSTACK_FORBIDDEN for others than admins */
  async get(networkId: string): Promise<NetworkIpAvailability> {
    const { body } = await this.#neutron.request<{ network_ip_availability: NeutronAvailability }>({
      method: 'GET',
      path: `/network-ip-availabilities/${segment(networkId)}`,
      key: 'network_ip_availability',
      label: `get the IP availability of network ${networkId}`,
    });
    return availability(body.network_ip_availability);
  }
}

interface NeutronAvailability {
  network_id: string;
  network_name: string;
  project_id: string;
  total_ips: number;
  used_ips: number;
  subnet_ip_availability: {
    subnet_id: string;
    subnet_name: string;
    ip_version: 4 | 6;
    cidr: string;
    total_ips: number;
    used_ips: number;
  }[];
}

const availability = (raw: NeutronAvailability): NetworkIpAvailability => ({
  networkId: raw.network_id,
  networkName: raw.network_name,
  projectId: raw.project_id,
  totalIps: raw.total_ips,
  usedIps: raw.used_ips,
  subnets: raw.subnet_ip_availability.map((one) => ({
    subnetId: one.subnet_id,
    subnetName: one.subnet_name,
    ipVersion: one.ip_version,
    cidr: one.cidr,
    totalIps: one.total_ips,
    usedIps: one.used_ips,
  })),
});
