import type { SimulatorAnswer, SimulatorServer } from '@opsbook/http/testing';
import { CINDER_ROOT, type CinderApi } from './cinder-api.ts';

/** Cinder's version documents: the root's needs no token and is a 300, that of `/v3` needs one. */
export function serveCinderVersions(server: SimulatorServer, api: CinderApi): void {
  const versions = () => ({
    versions: [
      {
        id: 'v3.0',
        status: 'CURRENT',
        version: api.world.settings.newestVolumeMicroversion,
        min_version: '3.0',
        updated: '2022-08-31T00:00:00Z',
        links: [
          { rel: 'describedby', type: 'text/html', href: 'https://docs.openstack.org/' },
          { rel: 'self', href: `${server.url}${CINDER_ROOT}/v3/` },
        ],
        'media-types': [{ base: 'application/json', type: 'application/vnd.openstack.volume+json;version=3' }],
      },
    ],
  });
  for (const path of ['', '/']) {
    server.route('GET', `${CINDER_ROOT}${path}`, (): SimulatorAnswer => ({ status: 300, body: versions() }));
    server.route('GET', `${CINDER_ROOT}/v3${path}`, (request) =>
      api.answer(request, () => ({ status: 200, body: versions() })),
    );
  }
}
