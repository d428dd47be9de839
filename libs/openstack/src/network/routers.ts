import type { ServiceClient } from '../core/service-client.ts';
import { type NeutronStandard, type StandardAttributes, TAG_FILTER, type TagFilter } from './neutron.ts';
import { type FixedIp, fixedIp, neutronFixedIp } from './port.ts';
import { type Names, rename } from './rename.ts';
import { standard, zones } from './standard.ts';
import type { Route } from './subnets.ts';
import { type IdFilter, WatchedResources } from './watched-resources.ts';

/** A router's way out. */
export interface ExternalGateway {
  networkId: string;
  /** Whether addresses are translated on the way out. */
  enableSnat: boolean;
  externalFixedIps: FixedIp[];
}

/** A way out as it is asked for; `enableSnat` and `externalFixedIps` are for admins. */
export interface WantedGateway {
  networkId: string;
  enableSnat?: boolean;
  externalFixedIps?: readonly Partial<FixedIp>[];
}

export interface Router extends StandardAttributes {
  name: string;
  /** `ALLOCATING` of a highly available one that is being made. */
  status: 'ACTIVE' | 'ALLOCATING' | 'DOWN' | 'ERROR';
  adminStateUp: boolean;
  externalGateway: ExternalGateway | null;
  routes: Route[];
  /** null for those who may not see it, as `ha`: others than admins. */
  distributed: boolean | null;
  ha: boolean | null;
  availabilityZoneHints: string[];
  availabilityZones: string[];
  flavorId: string | null;
}

export interface RouterFilter extends IdFilter, TagFilter {
  name?: string;
  projectId?: string;
  status?: Router['status'];
  adminStateUp?: boolean;
}

/** What may be changed of a router. */
export interface RouterChanges {
  name?: string;
  description?: string;
  adminStateUp?: boolean;
  /** null: none. */
  externalGateway?: WantedGateway | null;
  /** All of them. */
  routes?: readonly Route[];
  /** Admins only; its admin state has to be down. */
  distributed?: boolean;
  /** Admins only; its admin state has to be down. */
  ha?: boolean;
}

export interface NewRouter extends RouterChanges {
  name: string;
  /** Admins only; default the token's project. */
  projectId?: string;
  availabilityZoneHints?: readonly string[];
  flavorId?: string;
}

/** A router's leg in a subnet, by the subnet (its gateway address is taken) or by a port that is there for it. */
export type RouterLeg = { subnetId: string; portId?: never } | { portId: string; subnetId?: never };

export interface RouterInterface {
  routerId: string;
  portId: string;
  networkId: string;
  subnetIds: string[];
}

const FILTERS: Names<Omit<RouterFilter, 'limit'>> = {
  ...TAG_FILTER,
  id: 'id',
  name: 'name',
  projectId: 'project_id',
  status: 'status',
  adminStateUp: 'admin_state_up',
};

const NEW: Names<Omit<NewRouter, 'externalGateway'>> = {
  name: 'name',
  description: 'description',
  adminStateUp: 'admin_state_up',
  routes: 'routes',
  distributed: 'distributed',
  ha: 'ha',
  projectId: 'project_id',
  availabilityZoneHints: 'availability_zone_hints',
  flavorId: 'flavor_id',
};

/** `/v2.0/routers` */
export class Routers extends WatchedResources<NeutronRouter, Router, RouterFilter> {
  constructor(neutron: ServiceClient) {
    super(neutron, { item: 'router', collection: 'routers', what: 'router', filters: FILTERS, read: router });
  }

  /** @throws OPENSTACK_NOT_FOUND; OPENSTACK_AMBIGUOUS */
  async find(nameOrId: string, filter: RouterFilter = {}): Promise<Router> {
    return this.findBy(nameOrId, this.list({ ...filter, name: nameOrId }));
  }

  /** @throws OPENSTACK_QUOTA; OPENSTACK_CONFLICT when the external network has no address left */
  async create(wanted: NewRouter): Promise<Router> {
    return this.post(bodyOf(wanted), `create router '${wanted.name}'`);
  }

  /** @throws OPENSTACK_CONFLICT when a floating IP needs the gateway that is taken away */
  async update(id: string, changes: RouterChanges): Promise<Router> {
    return this.put(id, bodyOf(changes));
  }

  /** @throws OPENSTACK_CONFLICT when it has a leg there already */
  async addInterface(id: string, leg: RouterLeg): Promise<RouterInterface> {
    return this.#interface(id, 'add', leg);
  }

  /** @throws OPENSTACK_NOT_FOUND when it has none there; OPENSTACK_CONFLICT when a floating IP or a route needs it */
  async removeInterface(id: string, leg: RouterLeg): Promise<RouterInterface> {
    return this.#interface(id, 'remove', leg);
  }

  async #interface(id: string, verb: 'add' | 'remove', { subnetId, portId }: RouterLeg): Promise<RouterInterface> {
    const where = subnetId === undefined ? `port ${portId}` : `subnet ${subnetId}`;
    const { body } = await this.neutron.request<NeutronInterface>({
      method: 'PUT',
      path: `${this.pathOf(id)}/${verb}_router_interface`,
      body: subnetId === undefined ? { port_id: portId } : { subnet_id: subnetId },
      // The second time neutron says that it is there (400), or gone (404): nobody would learn that the first one took.
      repeatable: false,
      key: 'port_id',
      label: verb === 'add' ? `add ${where} to router ${id}` : `remove ${where} from router ${id}`,
    });
    return { routerId: body.id, portId: body.port_id, networkId: body.network_id, subnetIds: body.subnet_ids };
  }
}

function bodyOf({ externalGateway: gateway, ...plain }: RouterChanges): object {
  const body = rename(NEW, plain);
  if (gateway === undefined) return body;
  if (gateway === null) return { ...body, external_gateway_info: null };
  return {
    ...body,
    external_gateway_info: {
      network_id: gateway.networkId,
      ...(gateway.enableSnat !== undefined && { enable_snat: gateway.enableSnat }),
      ...(gateway.externalFixedIps && { external_fixed_ips: gateway.externalFixedIps.map(neutronFixedIp) }),
    },
  };
}

interface NeutronInterface {
  /** The router's. */
  id: string;
  port_id: string;
  network_id: string;
  subnet_ids: string[];
}

interface NeutronRouter extends NeutronStandard {
  name: string;
  status: Router['status'];
  admin_state_up: boolean;
  external_gateway_info: {
    network_id: string;
    enable_snat?: boolean;
    external_fixed_ips?: { subnet_id: string; ip_address: string }[];
  } | null;
  routes?: Route[];
  distributed?: boolean;
  ha?: boolean;
  availability_zone_hints?: string[];
  availability_zones?: (string | null)[];
  flavor_id?: string | null;
}

const router = (raw: NeutronRouter): Router => ({
  ...standard(raw),
  name: raw.name,
  status: raw.status,
  adminStateUp: raw.admin_state_up,
  externalGateway:
    raw.external_gateway_info === null
      ? null
      : {
          networkId: raw.external_gateway_info.network_id,
          enableSnat: raw.external_gateway_info.enable_snat ?? true,
          externalFixedIps: (raw.external_gateway_info.external_fixed_ips ?? []).map(fixedIp),
        },
  routes: raw.routes ?? [],
  distributed: raw.distributed ?? null,
  ha: raw.ha ?? null,
  availabilityZoneHints: raw.availability_zone_hints ?? [],
  availabilityZones: zones(raw.availability_zones),
  flavorId: raw.flavor_id ?? null,
});
