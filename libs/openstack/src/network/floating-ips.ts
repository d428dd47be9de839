import { OpenStackError } from '../core/errors.ts';
import type { ServiceClient } from '../core/service-client.ts';
import type { WaitOptions } from '../core/watch.ts';
import { type NeutronStandard, type StandardAttributes, TAG_FILTER, type TagFilter } from './neutron.ts';
import { type Names, rename } from '../core/rename.ts';
import { standard } from './standard.ts';
import { type IdFilter, WatchedResources } from './watched-resources.ts';

/** An address of an external network that leads to a port's. */
export interface FloatingIp extends StandardAttributes {
  floatingIpAddress: string;
  floatingNetworkId: string;
  /** What the agent of its router says; it lags behind by some seconds. */
  status: 'ACTIVE' | 'DOWN' | 'ERROR';
  /** null, as the next two: it leads nowhere. */
  portId: string | null;
  fixedIpAddress: string | null;
  routerId: string | null;
  qosPolicyId: string | null;
}

export interface FloatingIpFilter extends IdFilter, TagFilter {
  projectId?: string;
  floatingIpAddress?: string | readonly string[];
  floatingNetworkId?: string;
  status?: FloatingIp['status'];
  portId?: string | readonly string[];
  routerId?: string;
  fixedIpAddress?: string;
}

export interface NewFloatingIp {
  floatingNetworkId: string;
  /** Admins only; default any free one. */
  floatingIpAddress?: string;
  subnetId?: string;
  portId?: string;
  /** Where the port has several. */
  fixedIpAddress?: string;
  description?: string;
  qosPolicyId?: string;
  /** Admins only; default the token's project. */
  projectId?: string;
}

const FILTERS: Names<Omit<FloatingIpFilter, 'limit'>> = {
  ...TAG_FILTER,
  id: 'id',
  projectId: 'project_id',
  floatingIpAddress: 'floating_ip_address',
  floatingNetworkId: 'floating_network_id',
  status: 'status',
  portId: 'port_id',
  routerId: 'router_id',
  fixedIpAddress: 'fixed_ip_address',
};

const NEW: Names<NewFloatingIp> = {
  floatingNetworkId: 'floating_network_id',
  floatingIpAddress: 'floating_ip_address',
  subnetId: 'subnet_id',
  portId: 'port_id',
  fixedIpAddress: 'fixed_ip_address',
  description: 'description',
  qosPolicyId: 'qos_policy_id',
  projectId: 'project_id',
};

/** `/v2.0/floatingips`; `delete` gives the address back. */
export class FloatingIps extends WatchedResources<NeutronFloatingIp, FloatingIp, FloatingIpFilter> {
  constructor(neutron: ServiceClient) {
    const names = { item: 'floatingip', collection: 'floatingips', what: 'floating IP' };
    super(neutron, { ...names, filters: FILTERS, read: floatingIp });
  }

  /** By its address or id. @throws OPENSTACK_NOT_FOUND; OPENSTACK_AMBIGUOUS */
  async find(addressOrId: string): Promise<FloatingIp> {
    return this.findBy(addressOrId, this.list({ floatingIpAddress: addressOrId }));
  }

  /** @throws OPENSTACK_CONFLICT when no address is left, or the port has one of that network; OPENSTACK_QUOTA */
  async create(wanted: NewFloatingIp): Promise<FloatingIp> {
    return this.post(rename(NEW, wanted), `create floating IP in network ${wanted.floatingNetworkId}`);
  }

  /**
   * Leads it to a port; a router has to join the port's subnet and the external network.
   * @throws OPENSTACK_CONFLICT when the port has another one of that network
   */
  async associate(
    id: string,
    { portId, fixedIpAddress }: { portId: string; fixedIpAddress?: string },
  ): Promise<FloatingIp> {
    return this.change(id, rename(NEW, { portId, fixedIpAddress }));
  }

  /** Leads it nowhere; the project keeps it. */
  async disassociate(id: string): Promise<FloatingIp> {
    return this.change(id, { port_id: null });
  }

  async update(id: string, changes: { description?: string; qosPolicyId?: string | null }): Promise<FloatingIp> {
    return this.change(id, rename(NEW, changes));
  }

  /**
   * Waits until the router's agent has set it up.
   * @throws OPENSTACK_STUCK when it is in ERROR or leads nowhere; OPENSTACK_NOT_FOUND; OPENSTACK_TIMEOUT
   */
  async untilActive(id: string, options: WaitOptions<FloatingIp> = {}): Promise<FloatingIp> {
    const found = await this.until(id, options, {
      label: `floating IP ${id} to become ACTIVE`,
      reached: (seen) => seen?.status === 'ACTIVE' && seen.portId !== null,
      hopeless: (seen) => hopeless(id, seen),
    });
    return found as FloatingIp;
  }
}

function hopeless(id: string, seen: FloatingIp | undefined): OpenStackError | undefined {
  const service = 'network';
  if (seen === undefined)
    return new OpenStackError('OPENSTACK_NOT_FOUND', `there is no floating IP ${id}`, { service });
  if (seen.status !== 'ERROR' && seen.portId !== null) return undefined;
  const why = seen.status === 'ERROR' ? 'it is in ERROR' : 'it leads to no port';
  return new OpenStackError('OPENSTACK_STUCK', `floating IP ${id} will not become ACTIVE: ${why}`, { service });
}

interface NeutronFloatingIp extends NeutronStandard {
  floating_ip_address: string;
  floating_network_id: string;
  status: FloatingIp['status'];
  port_id: string | null;
  fixed_ip_address: string | null;
  router_id: string | null;
  qos_policy_id?: string | null;
}

const floatingIp = (raw: NeutronFloatingIp): FloatingIp => ({
  ...standard(raw),
  floatingIpAddress: raw.floating_ip_address,
  floatingNetworkId: raw.floating_network_id,
  status: raw.status,
  portId: raw.port_id,
  fixedIpAddress: raw.fixed_ip_address,
  routerId: raw.router_id,
  qosPolicyId: raw.qos_policy_id ?? null,
});
