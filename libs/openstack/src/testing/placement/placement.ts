import type { SimulatorAnswer, SimulatorServer } from '@opsbook/http/testing';
import type { World } from '../world.ts';
import { serveAllocations } from './placement-allocations.ts';
import { NEWEST, OLDEST, PLACEMENT_ROOT, PlacementApi } from './placement-api.ts';
import { serveCandidates } from './placement-candidates.ts';
import { notFound } from './placement-errors.ts';
import { serveInventories } from './placement-inventories.ts';
import { serveNames } from './placement-names.ts';
import { serveResourceProviders } from './placement-providers.ts';
import { serveProviderSets } from './placement-sets.ts';
import { serveUsages } from './placement-usages.ts';

/** Placement's API. Its books follow what nova does. */
export function servePlacement(server: SimulatorServer, world: World): PlacementApi {
  const api = new PlacementApi(server, world);
  // The root needs no token.
  for (const path of ['', '/']) {
    server.route('GET', `${PLACEMENT_ROOT}${path}`, () => ({
      status: 200,
      headers: {
        'openstack-api-version': `placement ${OLDEST}`,
        'x-openstack-request-id': `req-${world.ids.uuid('request')}`,
      },
      body: {
        versions: [
          {
            id: 'v1.0',
            max_version: NEWEST,
            min_version: OLDEST,
            status: 'CURRENT',
            links: [{ rel: 'self', href: '' }],
          },
        ],
      },
    }));
  }
  serveResourceProviders(api);
  serveInventories(api);
  serveProviderSets(api);
  serveUsages(api);
  serveAllocations(api);
  serveCandidates(api);
  serveNames(api);
  return api;
}

/** The answer to a path that placement does not know, which needs a token as well. */
export const placementNowhere = (api: PlacementApi, request: Parameters<PlacementApi['answer']>[0]): SimulatorAnswer =>
  api.answer(request, () => {
    throw notFound(' ');
  });
