import { OpenStackError } from '../core/errors.ts';
import type { Listing } from '../core/listing.ts';
import type { ServiceClient } from '../core/service-client.ts';
import type { WaitOptions } from '../core/watch.ts';
import { TAG_FILTER, type TagFilter } from './neutron.ts';
import {
  type AddressPair,
  type FixedIp,
  type NeutronPort,
  type Port,
  neutronAddressPair,
  neutronFixedIp,
  port,
} from './port.ts';
import { type Names, rename } from '../core/rename.ts';
import { type IdFilter, WatchedResources } from './watched-resources.ts';

export interface PortFilter extends IdFilter, TagFilter {
  name?: string;
  projectId?: string;
  networkId?: string | readonly string[];
  deviceId?: string | readonly string[];
  deviceOwner?: string | readonly string[];
  macAddress?: string;
  status?: Port['status'];
  adminStateUp?: boolean;
  /** It has one of these addresses, or one of these subnets'; with both, one that is both. */
  ipAddress?: string | readonly string[];
  subnetId?: string | readonly string[];
  securityGroupId?: string | readonly string[];
  hostId?: string;
}

/** What may be changed of a port. */
export interface PortChanges {
  name?: string;
  description?: string;
  adminStateUp?: boolean;
  deviceId?: string;
  deviceOwner?: string;
  /** A subnet without an address gives one of its own; on another project's network neither is for members. */
  fixedIps?: readonly Partial<FixedIp>[];
  allowedAddressPairs?: readonly AddressPair[];
  securityGroupIds?: readonly string[];
  portSecurityEnabled?: boolean;
  /** Admins only. */
  macAddress?: string;
  vnicType?: string;
  /** Where it is plugged in; admins only. */
  hostId?: string;
  profile?: Record<string, unknown>;
  qosPolicyId?: string | null;
}

export interface NewPort extends PortChanges {
  networkId: string;
  /** Admins only; default the token's project. */
  projectId?: string;
}

type NeutronFilter = Omit<PortFilter, 'limit' | 'ipAddress' | 'subnetId'> & { fixedIps?: readonly string[] };

const FILTERS: Names<NeutronFilter> = {
  ...TAG_FILTER,
  id: 'id',
  name: 'name',
  projectId: 'project_id',
  networkId: 'network_id',
  deviceId: 'device_id',
  deviceOwner: 'device_owner',
  macAddress: 'mac_address',
  status: 'status',
  adminStateUp: 'admin_state_up',
  fixedIps: 'fixed_ips',
  securityGroupId: 'security_groups',
  hostId: 'binding:host_id',
};

const NEW: Names<NewPort> = {
  name: 'name',
  description: 'description',
  adminStateUp: 'admin_state_up',
  deviceId: 'device_id',
  deviceOwner: 'device_owner',
  fixedIps: 'fixed_ips',
  allowedAddressPairs: 'allowed_address_pairs',
  securityGroupIds: 'security_groups',
  portSecurityEnabled: 'port_security_enabled',
  macAddress: 'mac_address',
  vnicType: 'binding:vnic_type',
  hostId: 'binding:host_id',
  profile: 'binding:profile',
  qosPolicyId: 'qos_policy_id',
  networkId: 'network_id',
  projectId: 'project_id',
};

/** `/v2.0/ports` */
export class Ports extends WatchedResources<NeutronPort, Port, PortFilter> {
  constructor(neutron: ServiceClient) {
    super(neutron, { item: 'port', collection: 'ports', what: 'port', filters: FILTERS, read: port });
  }

  override list({ ipAddress, subnetId, ...filter }: PortFilter = {}): Listing<Port> {
    const [addresses, subnets] = [several('ip_address', ipAddress), several('subnet_id', subnetId)];
    const fixedIps = addresses?.length === 0 || subnets?.length === 0 ? [] : [...(addresses ?? []), ...(subnets ?? [])];
    return super.list({ ...filter, ...((addresses ?? subnets) && { fixedIps }) });
  }

  /** @throws OPENSTACK_NOT_FOUND; OPENSTACK_AMBIGUOUS */
  async find(nameOrId: string, filter: PortFilter = {}): Promise<Port> {
    return this.findBy(nameOrId, this.list({ ...filter, name: nameOrId }));
  }

  /** @throws OPENSTACK_CONFLICT when the address is taken or none is left; OPENSTACK_QUOTA */
  async create(wanted: NewPort): Promise<Port> {
    return this.post(bodyOf(wanted), `create port '${wanted.name ?? ''}' in network ${wanted.networkId}`);
  }

  async update(id: string, changes: PortChanges): Promise<Port> {
    return this.change(id, bodyOf(changes));
  }

  /**
   * Waits until an agent has plugged it in.
   * @throws OPENSTACK_STUCK when it is in ERROR, down by an operator's will, or no agent can plug it in on its host;
   * OPENSTACK_NOT_FOUND; OPENSTACK_TIMEOUT
   */
  async untilActive(id: string, options: WaitOptions<Port> = {}): Promise<Port> {
    const found = await this.until(id, options, {
      label: `port ${id} to become ACTIVE`,
      reached: (seen) => seen?.status === 'ACTIVE',
      hopeless: (seen) => hopeless(id, seen),
    });
    return found as Port;
  }
}

function hopeless(id: string, seen: Port | undefined): OpenStackError | undefined {
  const service = 'network';
  if (seen === undefined) return new OpenStackError('OPENSTACK_NOT_FOUND', `there is no port ${id}`, { service });
  const why = !seen.adminStateUp
    ? 'its admin state is down'
    : seen.status === 'ERROR'
      ? 'it is in ERROR'
      : seen.binding?.vifType === 'binding_failed'
        ? `it cannot be bound on host '${seen.binding.hostId}': is the agent there alive?`
        : undefined;
  if (why === undefined) return undefined;
  return new OpenStackError('OPENSTACK_STUCK', `port ${id} will not become ACTIVE: ${why}`, { service });
}

const bodyOf = ({ fixedIps, allowedAddressPairs, ...plain }: PortChanges): object => ({
  ...rename(NEW, plain),
  ...(fixedIps !== undefined && { fixed_ips: fixedIps.map(neutronFixedIp) }),
  ...(allowedAddressPairs !== undefined && { allowed_address_pairs: allowedAddressPairs.map(neutronAddressPair) }),
});

const several = (kind: string, given: string | readonly string[] | undefined): string[] | undefined =>
  (typeof given === 'string' ? [given] : given)?.map((value) => `${kind}=${value}`);
