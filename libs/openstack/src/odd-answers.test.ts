import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Secret, unrestricted } from '@opsbook/context';
import { OpenStackClient } from './client.ts';
import { SmallCloud } from './core/small-cloud.test-support.ts';
import { isOpenStackError } from './index.ts';

// What comes from a service that is not the one we know: a proxy's page, another version, a fault of its own.
const odd = (key: string): [string, unknown][] => [
  ['nothing in it', {}],
  ['null', { [key]: null }],
  ['a number', { [key]: 5 }],
  ['a text', { [key]: 'x' }],
  ['a mapping', { [key]: {} }],
  ['a mapping of nulls', { [key]: { a: null } }],
  ['a list of null', { [key]: [null] }],
  ['a list of texts', { [key]: ['x'] }],
  ['a list of what has no fields', { [key]: [{}] }],
  ['a list instead of a mapping', []],
  ['null itself', null],
  ['a page', '<html>welcome</html>'],
];

type Call = (cloud: OpenStackClient) => PromiseLike<unknown>;
const CALLS: [string, string, Call][] = [
  ['projects.list', 'projects', ({ identity }) => identity.projects.list()],
  ['projects.get', 'project', ({ identity }) => identity.projects.get('p')],
  ['projects.find', 'projects', ({ identity }) => identity.projects.find('p')],
  ['projects.create', 'project', ({ identity }) => identity.projects.create({ name: 'p' })],
  ['projects.tags', 'tags', ({ identity }) => identity.projects.tags('p')],
  ['projects.parentIds', 'project', ({ identity }) => identity.projects.parentIds('p')],
  ['domains.list', 'domains', ({ identity }) => identity.domains.list()],
  ['users.list', 'users', ({ identity }) => identity.users.list()],
  ['users.get', 'user', ({ identity }) => identity.users.get('u')],
  ['groups.members', 'users', ({ identity }) => identity.groups.members('g')],
  ['roles.list', 'roles', ({ identity }) => identity.roles.list()],
  ['roles.implied', 'role_inference', ({ identity }) => identity.roles.implied('r')],
  ['roleAssignments.list', 'role_assignments', ({ identity }) => identity.roleAssignments.list()],
  [
    'applicationCredentials.list',
    'application_credentials',
    ({ identity }) => identity.applicationCredentials.list({ userId: 'u' }),
  ],
  [
    'applicationCredentials.create',
    'application_credential',
    ({ identity }) => identity.applicationCredentials.create({ name: 'x' }),
  ],
  ['tokens.system', 'system', ({ identity }) => identity.tokens.system()],
  ['images.list', 'images', ({ image }) => image.images.list()],
  ['images.get', 'id', ({ image }) => image.images.get('i')],
  ['images.untilActive', 'images', ({ image }) => image.images.untilActive('i', { timeout: 5 })],
  ['members.list', 'members', ({ image }) => image.members.list('i')],
  ['members.add', 'member_id', ({ image }) => image.members.add('i', 'p')],
  ['stores', 'stores', ({ image }) => image.stores()],
  ['importMethods', 'import-methods', ({ image }) => image.importMethods()],
  ['providers.list', 'resource_providers', ({ placement }) => placement.providers.list()],
  ['capacity', 'resource_providers', ({ placement }) => placement.capacity()],
  ['inventories.get', 'inventories', ({ placement }) => placement.inventories.get('r')],
  ['inventories.getClass', 'total', ({ placement }) => placement.inventories.getClass('r', 'VCPU')],
  ['usages.ofProvider', 'usages', ({ placement }) => placement.usages.ofProvider('r')],
  ['usages.ofProject', 'usages', ({ placement }) => placement.usages.ofProject('p')],
  ['allocations.ofConsumer', 'allocations', ({ placement }) => placement.allocations.ofConsumer('c')],
  ['allocations.ofProvider', 'allocations', ({ placement }) => placement.allocations.ofProvider('r')],
  ['candidates', 'allocation_requests', ({ placement }) => placement.candidates({ resources: { VCPU: 1 } })],
  ['traits', 'traits', ({ placement }) => placement.traits()],
  ['resourceClasses', 'resource_classes', ({ placement }) => placement.resourceClasses()],
  ['providerTraits.get', 'traits', ({ placement }) => placement.providerTraits.get('r')],
  ['servers.list', 'servers', ({ compute }) => compute.servers.list()],
  ['servers.untilActive', 'servers', ({ compute }) => compute.servers.untilActive('s', { timeout: 5 })],
  ['networks.list', 'networks', ({ network }) => network.networks.list()],
  ['ports.untilActive', 'ports', ({ network }) => network.ports.untilActive('p', { timeout: 5 })],
];

let small: SmallCloud;
let cloud: OpenStackClient;
beforeEach(async () => {
  small = new SmallCloud();
  await small.server.start();
  const { url } = small.server;
  small.server.route('GET', '/', () => ({
    status: 200,
    body: { versions: [{ id: 'v1.0', max_version: '1.39', min_version: '1.0' }] },
  }));
  const config = { ...small.config(), endpointOverrides: { placement: url } };
  cloud = new OpenStackClient(config, { clock: small.clock, guard: unrestricted }, { http: { retries: 0 } });
});
afterEach(async () => {
  cloud.close();
  await small.stop();
});

describe('an answer of another shape', () => {
  test.each(CALLS)('to %s is the service being unavailable, if anything is wrong', async (name, key, call) => {
    for (const [what, body] of odd(key)) {
      small.server.fallback(() => ({ status: 200, body }));
      const error: unknown = await call(cloud).then(
        () => undefined,
        (reason: unknown) => reason,
      );
      if (error !== undefined && !isOpenStackError(error)) throw new Error(what, { cause: error });
      const noList = name.endsWith('.list') && /^a (number|text|mapping)/.test(what);
      if (noList || what === 'nothing in it' || what === 'null')
        expect(error).toMatchObject({ code: 'OPENSTACK_UNAVAILABLE' });
    }
  });

  test.each([
    ['no user', { expires_at: '2030-01-01T00:00:00Z', issued_at: '2029-01-01T00:00:00Z' }],
    ['no lifetime', { user: { id: 'u', name: 'n' } }],
    ['nothing', {}],
    ['a text', 'x'],
  ])('to a login (%s) is no keystone', async (_, token) => {
    small.server.route('POST', '/v3/auth/tokens', () => ({
      status: 201,
      headers: { 'x-subject-token': 'some-token-or-other' },
      body: { token },
    }));
    const refused = cloud.identity.projects.list();
    await expect(refused).rejects.toMatchObject({
      code: 'OPENSTACK_AUTH_FAILED',
      message: expect.stringContaining('is no keystone v3') as unknown,
    });
    await expect(refused).rejects.not.toMatchObject({ message: expect.stringContaining('some-token') as unknown });
  });

  test('to a change says that it may have taken effect', async () => {
    small.server.fallback(() => ({ status: 200, body: { application_credential: { id: 'x' } } }));
    const secret = new Secret('secret-secret');
    await expect(cloud.identity.applicationCredentials.create({ name: 'x', secret })).rejects.toMatchObject({
      code: 'OPENSTACK_UNAVAILABLE',
      outcomeUnknown: true,
      message: expect.stringMatching(/shape that is not known here .*look before you repeat it$/) as unknown,
    });
  });
});
