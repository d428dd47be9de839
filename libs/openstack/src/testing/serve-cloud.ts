import type { SimulatorServer } from '@opsbook/http/testing';
import { serveGlance } from './glance.ts';
import { keystoneNowhere } from './keystone-api.ts';
import { serveKeystone } from './keystone.ts';
import { neutronNowhere, serveNeutron } from './neutron.ts';
import { serveAggregates } from './nova-aggregates.ts';
import { NovaApi } from './nova-api.ts';
import { serveFlavors } from './nova-flavors.ts';
import { serveHypervisors } from './nova-hypervisors.ts';
import { serveInstanceActions } from './nova-instance-actions.ts';
import { serveMigrations } from './nova-migrations.ts';
import { serveServers } from './nova-servers.ts';
import { serveServices } from './nova-services.ts';
import { serveNovaVersions } from './nova-versions.ts';
import { webobError } from './webob-error.ts';
import type { World } from './world.ts';

/** Registers every route of keystone, nova, glance and neutron. */
export function serveCloud(server: SimulatorServer, world: World): void {
  serveKeystone(server, world);
  serveNovaVersions(server, world);
  const nova = new NovaApi(server, world);
  serveServers(nova);
  serveMigrations(nova);
  serveInstanceActions(nova);
  serveServices(nova);
  serveHypervisors(nova);
  serveFlavors(nova);
  serveAggregates(nova);
  serveGlance(server, world);
  const neutron = serveNeutron(server, world);
  server.fallback((request) => {
    if (request.path.startsWith('/identity')) return keystoneNowhere();
    if (request.path.startsWith('/network')) return neutronNowhere(neutron, request);
    return webobError(request, 404, 'The resource could not be found.').answer;
  });
}
