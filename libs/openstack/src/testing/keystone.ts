import { type SimulatorAnswer, type SimulatorRequest, type SimulatorServer } from '@opsbook/http/testing';
import { type LoginBody, keystoneError, login, unauthorized } from './keystone-login.ts';
import { tokenView } from './keystone-token-view.ts';
import { type SimulatedProject, type SimulatedUser } from './records.ts';
import { Refusal } from './refusal.ts';
import { type Caller, callerOf, validToken } from './tokens.ts';
import { type World } from './world.ts';

const ROOT = '/identity';

/** Keystone's API, version 3: tokens, projects, users. */
export function serveKeystone(server: SimulatorServer, world: World): void {
  const serve = (method: string, path: string, handler: (request: SimulatorRequest) => SimulatorAnswer) => {
    server.route(method, `${ROOT}${path}`, (request) => {
      world.timeline.settle();
      return stamped(world, () => handler(request));
    });
  };
  const authorized = (rule: string, handler: (request: SimulatorRequest) => SimulatorAnswer) => {
    return (request: SimulatorRequest) => {
      const caller = callerOf(world, request.headers['x-auth-token']);
      if (caller === undefined) throw unauthorized();
      if (!caller.admin && !ownRecord(rule, caller, request)) {
        const message = `You are not authorized to perform the requested action: identity:${rule}.`;
        throw keystoneError(403, 'Forbidden', message);
      }
      return handler(request);
    };
  };
  const { state } = world;

  serve('GET', '', () => versions(server.url, 300));
  serve('GET', '/', () => versions(server.url, 300));
  serve('GET', '/v3', () => version(server.url));
  serve('GET', '/v3/', () => version(server.url));
  serve('POST', '/v3/auth/tokens', (request) => {
    const token = login(world, request.body as LoginBody | undefined);
    return {
      status: 201,
      headers: { 'x-subject-token': token.value, vary: 'X-Auth-Token' },
      body: { token: tokenView(world, token, server.url) },
    };
  });
  serve('GET', '/v3/auth/tokens', (request) => {
    if (validToken(world, request.headers['x-auth-token']) === undefined) throw unauthorized();
    const subject = request.headers['x-subject-token'];
    const token = validToken(world, subject);
    if (token === undefined) {
      const known = state.tokens.some((one) => one.value === subject);
      throw keystoneError(404, 'Not Found', known ? 'Failed to validate token' : 'Could not recognize Fernet token');
    }
    return {
      status: 200,
      headers: { 'x-subject-token': token.value },
      body: { token: tokenView(world, token, server.url) },
    };
  });
  serve('DELETE', '/v3/auth/tokens', (request) => {
    if (validToken(world, request.headers['x-auth-token']) === undefined) throw unauthorized();
    const token = validToken(world, request.headers['x-subject-token']);
    if (token !== undefined) token.revoked = true;
    return { status: 204 };
  });
  serve(
    'GET',
    '/v3/projects',
    authorized('list_projects', ({ query }) => {
      const found = state.projects.filter((project) => matches(project, query));
      return list(server.url, 'projects', found.map(projectView(server.url)));
    }),
  );
  serve(
    'GET',
    '/v3/projects/:id',
    authorized('get_project', ({ params }) => {
      const project = state.projects.find((one) => one.id === params['id']);
      if (project === undefined) {
        throw keystoneError(404, 'Not Found', `Could not find project: ${params['id'] ?? ''}.`);
      }
      return { status: 200, body: { project: projectView(server.url)(project) } };
    }),
  );
  serve(
    'GET',
    '/v3/users',
    authorized('list_users', ({ query }) => {
      const found = state.users.filter((user) => matches(user, query));
      return list(server.url, 'users', found.map(userView(server.url)));
    }),
  );
  serve(
    'GET',
    '/v3/users/:id',
    authorized('get_user', ({ params }) => {
      const user = state.users.find((one) => one.id === params['id']);
      if (user === undefined) throw keystoneError(404, 'Not Found', `Could not find user: ${params['id'] ?? ''}.`);
      return { status: 200, body: { user: userView(server.url)(user) } };
    }),
  );
}

/** What keystone answers to a path that it does not know: a page of HTML, whatever the Accept. */
export const keystoneNowhere = (): SimulatorAnswer => ({
  status: 404,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body: '<!doctype html>\n<html lang=en>\n<title>404 Not Found</title>\n<h1>Not Found</h1>\n<p>The requested URL was not found on the server. If you entered the URL manually please check your spelling and try again.</p>\n',
});

// Seen: a user may read itself, and its own project.
const ownRecord = (rule: string, caller: Caller, { params }: SimulatorRequest): boolean =>
  (rule === 'get_user' && params['id'] === caller.userId) ||
  (rule === 'get_project' && params['id'] === caller.projectId);

function stamped(world: World, handler: () => SimulatorAnswer): SimulatorAnswer {
  const headers = { 'x-openstack-request-id': `req-${world.ids.uuid('request')}` };
  try {
    const answer = handler();
    return { ...answer, headers: { ...headers, ...answer.headers } };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { ...error.answer, headers: { ...headers, ...error.answer.headers } };
  }
}

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
  body: { [key]: items, links: { next: null, self: `${url}${ROOT}/v3/${key}`, previous: null } },
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
  links: { self: `${url}${ROOT}/v3/projects/${project.id}` },
});

const userView = (url: string) => (user: SimulatedUser) => ({
  ...(user.email !== null && { email: user.email }),
  id: user.id,
  name: user.name,
  domain_id: user.domainId,
  enabled: user.enabled,
  password_expires_at: null,
  options: {},
  links: { self: `${url}${ROOT}/v3/users/${user.id}` },
});

const versionEntry = (url: string) => ({
  id: 'v3.14',
  status: 'stable',
  updated: '2020-04-07T00:00:00Z',
  links: [{ rel: 'self', href: `${url}${ROOT}/v3/` }],
  'media-types': [{ base: 'application/json', type: 'application/vnd.openstack.identity-v3+json' }],
});

const version = (url: string): SimulatorAnswer => ({ status: 200, body: { version: versionEntry(url) } });

const versions = (url: string, status: number): SimulatorAnswer => ({
  status,
  headers: { location: `${url}${ROOT}/v3/` },
  body: { versions: { values: [versionEntry(url)] } },
});
