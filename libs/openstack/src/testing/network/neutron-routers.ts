import type { Given } from '../given.ts';
import { parseIp } from './ip-address.ts';
import { assign, networkRecord, standardView, touch } from './network-record.ts';
import type { SimulatedRouter } from './network-records.ts';
import type { NeutronCall } from './neutron-api.ts';
import { STANDARD } from './neutron-body.ts';
import { neutronError, routerNotFound } from './neutron-errors.ts';
import { removePort } from './neutron-ports.ts';
import { type NeutronResource, isOwn } from './neutron-resource.ts';
import { isIn } from './subnet-addresses.ts';
import { gatewayPort, setGateway } from './router-gateway.ts';
import type { World } from '../world.ts';

const both = { post: true, put: true };

/** `/routers` */
export const ROUTERS: NeutronResource<SimulatedRouter> = {
  item: 'router',
  collection: 'routers',
  records: (state) => state.routers,
  attributes: {
    ...STANDARD,
    name: { ...both, type: 'string' },
    tags: {},
    status: {},
    admin_state_up: { ...both, type: 'boolean' },
    external_gateway_info: { ...both, filter: false },
    routes: { put: true, filter: false },
    ha: { ...both, admin: true },
    distributed: { ...both, admin: true },
    availability_zone_hints: { post: true },
    flavor_id: { post: true },
  },
  notFound: routerNotFound,
  looksForMarker: true,
  visible: isOwn,
  view: routerView,
  create,
  update,
  remove: ({ world }, router) => removeRouter(world, router),
};

const NAMES = {
  name: 'name',
  description: 'description',
  admin_state_up: 'adminStateUp',
  ha: 'ha',
  distributed: 'distributed',
};

function create(call: NeutronCall, given: Given, projectId: string): SimulatedRouter {
  const { world } = call;
  const router: SimulatedRouter = {
    ...networkRecord(world, 'router', projectId, given),
    name: '',
    status: 'ACTIVE',
    adminStateUp: true,
    gatewayNetworkId: null,
    enableSnat: true,
    routes: [],
    distributed: false,
    ha: false,
  };
  assign(router, NAMES, given);
  setGateway(call, router, given, 'create');
  world.state.routers.push(router);
  return router;
}

function update(call: NeutronCall, router: SimulatedRouter, given: Given): void {
  setGateway(call, router, given, 'update');
  const routes = given['routes'] as SimulatedRouter['routes'] | undefined;
  if (routes !== undefined) {
    for (const route of routes) refuseUnconnected(call.world, router, route);
    router.routes = routes;
  }
  assign(router, NAMES, given);
  touch(call.world, router);
}

function refuseUnconnected({ state }: World, router: SimulatedRouter, route: SimulatedRouter['routes'][number]): void {
  const legs = state.ports.filter((port) => port.deviceId === router.id).flatMap((port) => port.fixedIps);
  const reached = state.subnets.some(
    (subnet) => legs.some((leg) => leg.subnet_id === subnet.id) && isIn(subnet, route.nexthop),
  );
  if (reached && parseIp(route.nexthop) !== undefined) return;
  const shown = `[{'destination': '${route.destination}', 'nexthop': '${route.nexthop}'}]`;
  const message = `Invalid format for routes: ${shown}, the nexthop is not connected with router`;
  throw neutronError(400, 'InvalidRoutes', message);
}

function removeRouter(world: World, router: SimulatedRouter): void {
  const { state } = world;
  const legs = state.ports.filter(
    (port) => port.deviceId === router.id && port.deviceOwner === 'network:router_interface',
  );
  if (legs.length > 0) {
    const message = `Router ${router.id} has ports still attached: ${legs.map(({ id }) => id).join(', ')}`;
    throw neutronError(409, 'RouterInUse', message);
  }
  const gateway = gatewayPort(world, router);
  if (gateway !== undefined) removePort(world, gateway);
  state.routers = state.routers.filter((one) => one !== router);
}

function routerView({ world, caller }: NeutronCall, router: SimulatedRouter) {
  const port = gatewayPort(world, router);
  return {
    ...standardView(router),
    name: router.name,
    status: router.status,
    admin_state_up: router.adminStateUp,
    external_gateway_info:
      port === undefined
        ? null
        : { network_id: port.networkId, external_fixed_ips: port.fixedIps, enable_snat: router.enableSnat },
    availability_zones: [],
    availability_zone_hints: [],
    routes: router.routes,
    flavor_id: null,
    ...(caller.admin && { distributed: router.distributed, ha: router.ha }),
  };
}
