import type { SimulatorAnswer, SimulatorServer } from '@opsbook/http/testing';
import { NOVA_ROOT } from './nova-api.ts';
import type { World } from '../world.ts';

/** Nova's version documents: the root's needs no token. */
export function serveNovaVersions(server: SimulatorServer, world: World): void {
  const current = () => ({
    id: 'v2.1',
    status: 'CURRENT',
    version: world.settings.newestMicroversion,
    min_version: '2.1',
    updated: '2013-07-23T11:33:21Z',
    links: [{ rel: 'self', href: `${server.url}${NOVA_ROOT}/v2.1/` }],
  });
  const all = (): SimulatorAnswer => ({
    status: 200,
    body: {
      versions: [
        {
          id: 'v2.0',
          status: 'SUPPORTED',
          version: '',
          min_version: '',
          updated: '2011-01-21T11:33:21Z',
          links: [{ rel: 'self', href: `${server.url}${NOVA_ROOT}/v2/` }],
        },
        current(),
      ],
    },
  });
  server.route('GET', NOVA_ROOT, all);
  server.route('GET', `${NOVA_ROOT}/`, all);
  // Seen: below /v2.1 the document asks for no token either.
  const one = (): SimulatorAnswer => ({ status: 200, body: { version: current() } });
  server.route('GET', `${NOVA_ROOT}/v2.1`, one);
  server.route('GET', `${NOVA_ROOT}/v2.1/`, one);
}
