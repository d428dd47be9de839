import type { ServiceClient } from '../core/service-client.ts';
import { TAG_FILTER, type TagFilter } from './neutron.ts';
import { type Names, rename } from '../core/rename.ts';
import { type NeutronRouter, type Router, type WantedGateway, neutronGateway, router } from './router.ts';
import type { Route } from './subnets.ts';
import { type IdFilter, WatchedResources } from './watched-resources.ts';

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
    return this.change(id, bodyOf(changes));
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
    const { body } = await this.client.request<NeutronInterface>({
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

const bodyOf = ({ externalGateway: gateway, ...plain }: RouterChanges): object => ({
  ...rename(NEW, plain),
  ...(gateway !== undefined && { external_gateway_info: gateway === null ? null : neutronGateway(gateway) }),
});

interface NeutronInterface {
  /** The router's. */
  id: string;
  port_id: string;
  network_id: string;
  subnet_ids: string[];
}
