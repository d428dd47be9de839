import type { SimulatorAnswer, SimulatorServer } from '@opsbook/http/testing';
import type { World } from '../world.ts';
import { serveAccessRules } from './keystone-access-rules.ts';
import { KEYSTONE_ROOT, KeystoneApi } from './keystone-api.ts';
import { serveCredentials } from './keystone-credentials.ts';
import { serveDomains } from './keystone-domains.ts';
import { serveGrants } from './keystone-grants.ts';
import { serveGroups } from './keystone-groups.ts';
import { serveOwn } from './keystone-own.ts';
import { servePasswords } from './keystone-passwords.ts';
import { serveProjectTags } from './keystone-project-tags.ts';
import { serveProjects } from './keystone-projects.ts';
import { serveRoleAssignments } from './keystone-role-assignments.ts';
import { serveRoles } from './keystone-roles.ts';
import { serveTokens } from './keystone-tokens.ts';
import { serveUsers } from './keystone-users.ts';

/** Keystone's API, version 3. */
export function serveKeystone(server: SimulatorServer, world: World): void {
  const api = new KeystoneApi(server, world);
  for (const path of ['', '/']) {
    api.route('GET', path, () => versions(server.url));
    api.route('GET', `/v3${path}`, () => ({ status: 200, body: { version: versionEntry(server.url) } }));
  }
  serveTokens(api, server);
  const resources = [
    serveProjects,
    serveProjectTags,
    serveDomains,
    serveUsers,
    servePasswords,
    serveGroups,
    serveRoles,
  ];
  const others = [serveGrants, serveRoleAssignments, serveCredentials, serveAccessRules, serveOwn];
  for (const serve of [...resources, ...others]) serve(api);
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
