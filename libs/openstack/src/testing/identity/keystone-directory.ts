import type { SimulatorAnswer, SimulatorServer } from '@opsbook/http/testing';
import type { SimulatedProject, SimulatedUser } from './identity-records.ts';
import { KEYSTONE_ROOT, type KeystoneApi } from './keystone-api.ts';
import { keystoneError } from './keystone-errors.ts';
import type { World } from '../world.ts';

/** Keystone's `/v3/projects` and `/v3/users`. */
export function serveDirectory(api: KeystoneApi, server: SimulatorServer, world: World): void {
  const nobody = () => false;
  api.guarded('/v3/projects', 'list_projects', nobody, ({ query }) => {
    const found = world.state.projects.filter((project) => matches(project, query));
    return list(server.url, 'projects', found.map(projectView(server.url)));
  });
  // Seen: a user may read its own project, and itself.
  api.guarded(
    '/v3/projects/:id',
    'get_project',
    (caller, { params }) => params['id'] === caller.projectId,
    ({ params }) => {
      const project = world.state.projects.find(({ id }) => id === params['id']);
      if (project === undefined) throw notFound('project', params['id']);
      return { status: 200, body: { project: projectView(server.url)(project) } };
    },
  );
  api.guarded('/v3/users', 'list_users', nobody, ({ query }) => {
    const found = world.state.users.filter((user) => matches(user, query));
    return list(server.url, 'users', found.map(userView(server.url)));
  });
  api.guarded(
    '/v3/users/:id',
    'get_user',
    (caller, { params }) => params['id'] === caller.userId,
    ({ params }) => {
      const user = world.state.users.find(({ id }) => id === params['id']);
      if (user === undefined) throw notFound('user', params['id']);
      return { status: 200, body: { user: userView(server.url)(user) } };
    },
  );
}

const notFound = (kind: string, id: string | undefined) =>
  keystoneError(404, 'Not Found', `Could not find ${kind}: ${id ?? ''}.`);

function matches(record: { name: string; domainId: string; enabled: boolean }, query: URLSearchParams): boolean {
  const name = query.get('name');
  const domain = query.get('domain_id');
  const enabled = query.get('enabled');
  return (
    (name === null || record.name === name) &&
    (domain === null || record.domainId === domain) &&
    (enabled === null || String(record.enabled) === enabled.toLowerCase())
  );
}

const list = (url: string, key: string, items: object[]): SimulatorAnswer => ({
  status: 200,
  body: { [key]: items, links: { next: null, self: `${url}${KEYSTONE_ROOT}/v3/${key}`, previous: null } },
});

const projectView = (url: string) => (project: SimulatedProject) => ({
  id: project.id,
  name: project.name,
  domain_id: project.domainId,
  description: project.description,
  enabled: project.enabled,
  parent_id: project.domainId,
  is_domain: false,
  tags: [],
  options: {},
  links: { self: `${url}${KEYSTONE_ROOT}/v3/projects/${project.id}` },
});

const userView = (url: string) => (user: SimulatedUser) => ({
  ...(user.email !== null && { email: user.email }),
  id: user.id,
  name: user.name,
  domain_id: user.domainId,
  enabled: user.enabled,
  password_expires_at: null,
  options: {},
  links: { self: `${url}${KEYSTONE_ROOT}/v3/users/${user.id}` },
});
