import type { SimulatorAnswer, SimulatorServer } from '@opsbook/http/testing';
import { serveNetworkAgents } from './neutron-agents.ts';
import { NEUTRON_ROOT, NeutronApi } from './neutron-api.ts';
import { httpNotFound } from './neutron-errors.ts';
import { FLOATING_IPS } from './neutron-floating-ips.ts';
import { serveIpAvailabilities } from './neutron-ip-availability.ts';
import { NETWORKS } from './neutron-networks.ts';
import { PORTS } from './neutron-ports.ts';
import { serveNetworkQuotas } from './neutron-quota.ts';
import { RBAC_POLICIES } from './neutron-rbac.ts';
import { serveResource } from './neutron-resource.ts';
import { serveRouterInterfaces } from './neutron-router-interfaces.ts';
import { ROUTERS } from './neutron-routers.ts';
import { RULES } from './neutron-rules.ts';
import { SECURITY_GROUPS } from './neutron-security-groups.ts';
import { SUBNETS } from './neutron-subnets.ts';
import { serveTags } from './neutron-tags.ts';
import type { World } from '../world.ts';

/** Neutron's API, version 2.0. */
export function serveNeutron(server: SimulatorServer, world: World): NeutronApi {
  const api = new NeutronApi(server, world);
  for (const path of ['', '/']) {
    server.route('GET', `${NEUTRON_ROOT}${path}`, () => versions(server.url));
    api.route('GET', path, () => resources(server.url));
  }
  serveResource(api, NETWORKS);
  serveResource(api, SUBNETS);
  serveResource(api, PORTS);
  serveResource(api, ROUTERS);
  serveResource(api, FLOATING_IPS);
  serveResource(api, SECURITY_GROUPS);
  serveResource(api, RULES);
  serveResource(api, RBAC_POLICIES);
  for (const collection of [NETWORKS, SUBNETS, PORTS, ROUTERS, FLOATING_IPS, SECURITY_GROUPS]) {
    serveTags(api, collection as typeof NETWORKS);
  }
  serveRouterInterfaces(api);
  serveNetworkQuotas(api);
  serveNetworkAgents(api);
  serveIpAvailabilities(api);
  return api;
}

/** The answer to a path that neutron does not know, which needs a token as well. */
export const neutronNowhere = (api: NeutronApi, request: Parameters<NeutronApi['answer']>[0]): SimulatorAnswer =>
  api.answer(request, () => {
    throw httpNotFound();
  });

/** The root's needs no token; unlike nova's and glance's, neutron's other documents do. */
const versions = (url: string): SimulatorAnswer => ({
  status: 200,
  body: {
    versions: [{ id: 'v2.0', status: 'CURRENT', links: [{ rel: 'self', href: `${url}${NEUTRON_ROOT}/v2.0/` }] }],
  },
});

const resources = (url: string): SimulatorAnswer => ({
  status: 200,
  body: {
    resources: ['network', 'subnet', 'subnetpool', 'port'].map((name) => ({
      name,
      collection: `${name}s`,
      links: [{ rel: 'self', href: `${url}${NEUTRON_ROOT}/v2.0/${name}s` }],
    })),
  },
});
