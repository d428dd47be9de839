import type { SimulatorAnswer, SimulatorServer } from '@opsbook/http/testing';
import { KEYSTONE_ROOT, KeystoneApi } from './keystone-api.ts';
import { serveDirectory } from './keystone-directory.ts';
import { serveTokens } from './keystone-tokens.ts';
import type { World } from '../world.ts';

/** Keystone's API, version 3: tokens, projects, users. */
export function serveKeystone(server: SimulatorServer, world: World): void {
  const api = new KeystoneApi(server, world);
  for (const path of ['', '/']) {
    api.route('GET', path, () => versions(server.url));
    api.route('GET', `/v3${path}`, () => ({ status: 200, body: { version: versionEntry(server.url) } }));
  }
  serveTokens(api, server, world);
  serveDirectory(api, server, world);
}

const versionEntry = (url: string) => ({
  id: 'v3.14',
  status: 'stable',
  updated: '2020-04-07T00:00:00Z',
  links: [{ rel: 'self', href: `${url}${KEYSTONE_ROOT}/v3/` }],
  'media-types': [{ base: 'application/json', type: 'application/vnd.openstack.identity-v3+json' }],
});

const versions = (url: string): SimulatorAnswer => ({
  status: 300,
  headers: { location: `${url}${KEYSTONE_ROOT}/v3/` },
  body: { versions: { values: [versionEntry(url)] } },
});
