import type { Given } from '../given.ts';
import { isExternal, isShared, maySee } from './network-access.ts';
import { providerOf } from './network-provider.ts';
import { assign, networkRecord, standardView, touch } from './network-record.ts';
import type { SimulatedNetwork } from './network-records.ts';
import { share } from './network-sharing.ts';
import type { NeutronCall } from './neutron-api.ts';
import { STANDARD } from './neutron-body.ts';
import { invalidInput, networkNotFound, neutronError } from './neutron-errors.ts';
import type { NeutronResource } from './neutron-resource.ts';
import { removePort } from './neutron-ports.ts';
import type { World } from '../world.ts';

const PROVIDER = { post: true, put: true, admin: true };

/** `/networks` */
export const NETWORKS: NeutronResource<SimulatedNetwork> = {
  item: 'network',
  collection: 'networks',
  records: (state) => state.networks,
  attributes: {
    ...STANDARD,
    name: { post: true, put: true, type: 'string' },
    tags: {},
    admin_state_up: { post: true, put: true, type: 'boolean' },
    status: {},
    shared: { post: true, put: true, admin: true, type: 'boolean' },
    'router:external': { post: true, put: true, admin: true, type: 'boolean' },
    is_default: { post: true, put: true, admin: true, type: 'boolean' },
    mtu: { post: true, put: true, type: 'integer' },
    port_security_enabled: { post: true, put: true, type: 'boolean' },
    'provider:network_type': PROVIDER,
    'provider:physical_network': PROVIDER,
    'provider:segmentation_id': PROVIDER,
    availability_zone_hints: { post: true },
    qos_policy_id: { post: true, put: true },
    subnets: { filter: false },
  },
  notFound: networkNotFound,
  looksForMarker: true,
  visible: ({ world, caller }, network) => maySee(world, network, caller),
  view: networkView,
  viewNew: () => ({ is_default: false }),
  create,
  update,
  remove: ({ world }, network) => removeNetwork(world, network),
};

const NAMES = {
  name: 'name',
  description: 'description',
  admin_state_up: 'adminStateUp',
  mtu: 'mtu',
  is_default: 'isDefault',
  port_security_enabled: 'portSecurityEnabled',
};

function create({ world, caller }: NeutronCall, given: Given, projectId: string): SimulatedNetwork {
  const provider = providerOf(world, given);
  const network: SimulatedNetwork = {
    ...networkRecord(world, 'network', projectId, given),
    name: '',
    status: 'ACTIVE',
    adminStateUp: true,
    isDefault: false,
    mtu: provider.networkType === 'vxlan' ? 1450 : 1500,
    portSecurityEnabled: true,
    ...provider,
  };
  assign(network, NAMES, given);
  world.state.networks.push(network);
  share(world, network, given, caller.projectId);
  return network;
}

function update({ world, caller }: NeutronCall, network: SimulatedNetwork, given: Given): void {
  if (given['provider:segmentation_id'] !== undefined && network.networkType !== 'vlan') {
    throw invalidInput('Only VLAN type networks can be updated.');
  }
  share(world, network, given, caller.projectId);
  assign(network, { ...NAMES, 'provider:segmentation_id': 'segmentationId' }, given);
  if (Object.keys(given).length > 0) touch(world, network);
}

function removeNetwork(world: World, network: SimulatedNetwork): void {
  const { state } = world;
  const ports = state.ports.filter((port) => port.networkId === network.id);
  const busy = ports.filter((port) => port.deviceOwner !== 'network:dhcp').map((port) => port.id);
  if (busy.length > 0) {
    const message = `Unable to complete operation on network ${network.id}. There are one or more ports still in use on the network, id for these ports is: ${busy.join(',')}.`;
    throw neutronError(409, 'NetworkInUse', message);
  }
  for (const port of ports) removePort(world, port);
  state.networks = state.networks.filter((one) => one !== network);
  state.subnets = state.subnets.filter((subnet) => subnet.networkId !== network.id);
  state.rbacPolicies = state.rbacPolicies.filter((policy) => policy.objectId !== network.id);
}

function networkView({ world, caller }: NeutronCall, network: SimulatedNetwork) {
  const subnets = world.state.subnets.filter((subnet) => subnet.networkId === network.id).map(({ id }) => id);
  const external = isExternal(world, network);
  return {
    ...standardView(network),
    name: network.name,
    status: network.status,
    admin_state_up: network.adminStateUp,
    shared: isShared(world, network, caller),
    'router:external': external,
    ...(external && { is_default: network.isDefault }),
    mtu: network.mtu,
    subnets,
    port_security_enabled: network.portSecurityEnabled,
    availability_zone_hints: [],
    availability_zones: subnets.length > 0 ? [null] : [],
    ipv4_address_scope: null,
    ipv6_address_scope: null,
    qos_policy_id: null,
    l2_adjacency: true,
    ...(caller.admin && {
      'provider:network_type': network.networkType,
      'provider:physical_network': network.physicalNetwork,
      'provider:segmentation_id': network.segmentationId,
    }),
  };
}
