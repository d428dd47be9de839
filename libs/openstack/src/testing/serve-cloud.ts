import type { SimulatorServer } from '@opsbook/http/testing';
import { cinderNowhere, serveCinder } from './block-storage/cinder.ts';
import { serveGlance } from './image/glance.ts';
import { keystoneNowhere } from './identity/keystone-api.ts';
import { serveKeystone } from './identity/keystone.ts';
import { neutronNowhere, serveNeutron } from './network/neutron.ts';
import { serveAggregates } from './compute/nova-aggregates.ts';
import { serveAvailabilityZones } from './compute/nova-availability-zones.ts';
import { NovaApi } from './compute/nova-api.ts';
import { serveFlavorDetails } from './compute/nova-flavor-details.ts';
import { serveFlavors } from './compute/nova-flavors.ts';
import { serveHypervisors } from './compute/nova-hypervisors.ts';
import { serveInstanceActions } from './compute/nova-instance-actions.ts';
import { serveInterfaces } from './compute/nova-interfaces.ts';
import { serveKeypairs } from './compute/nova-keypairs.ts';
import { serveMigrations } from './compute/nova-migrations.ts';
import { serveQuotas } from './compute/nova-quotas.ts';
import { serveServerDetails } from './compute/nova-server-details.ts';
import { serveServerGroups } from './compute/nova-server-groups.ts';
import { serveServers } from './compute/nova-servers.ts';
import { serveServices } from './compute/nova-services.ts';
import { serveVolumeAttachments } from './compute/nova-volume-attachments.ts';
import { serveNovaVersions } from './compute/nova-versions.ts';
import { placementNowhere, servePlacement } from './placement/placement.ts';
import { webobError } from './webob-error.ts';
import type { World } from './world.ts';

/** Registers every route of keystone, nova, glance, neutron and cinder. */
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
  serveFlavorDetails(nova);
  serveAggregates(nova);
  serveVolumeAttachments(nova);
  serveAvailabilityZones(nova);
  serveKeypairs(nova);
  serveServerDetails(nova);
  serveInterfaces(nova);
  serveServerGroups(nova);
  serveQuotas(nova);
  serveGlance(server, world);
  const neutron = serveNeutron(server, world);
  const cinder = serveCinder(server, world);
  const placement = servePlacement(server, world);
  server.fallback((request) => {
    if (request.path.startsWith('/identity')) return keystoneNowhere();
    if (request.path.startsWith('/network')) return neutronNowhere(neutron, request);
    if (request.path.startsWith('/block-storage')) return cinderNowhere(cinder, request);
    if (request.path.startsWith('/placement')) return placementNowhere(placement, request);
    return webobError(request, 404, 'The resource could not be found.').answer;
  });
}
