import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { defaultContext, unknown } from '@opsbook/context';
import { type OpenStackClient, isOpenStackError, openstack } from './index.ts';
import { SmallCloud } from './core/small-cloud.test-support.ts';

let cloud: SmallCloud;
let client: OpenStackClient;

beforeEach(async () => {
  cloud = new SmallCloud();
  await cloud.server.start();
  client = openstack({ config: cloud.config(), context: { ...defaultContext, clock: cloud.clock } });
});

afterEach(async () => {
  client.close();
  await cloud.stop();
});

test('says who we are', async () => {
  expect(await client.whoAmI()).toEqual({
    userId: 'u1',
    userName: 'admin',
    userDomainName: 'Default',
    projectId: 'p1',
    projectName: 'admin',
    system: false,
    roles: ['admin', 'reader'],
  });
});

test('names the targets of leases without asking anyone', () => {
  const { port } = cloud.server;

  expect(client.targetOf('hypervisor', 'hv1')).toBe(`127.0.0.1:${port}/RegionOne/hypervisor/hv1`);
  expect(client.cloud).toBe('small');
  expect(cloud.server.requests).toEqual([]);
});

test('speaks to each service at its own version', async () => {
  cloud.route('GET', '/v3/projects', () => ({ status: 200, body: { projects: [], links: { next: null } } }));
  cloud.route('GET', '/v2/images', () => ({ status: 200, body: { images: [] } }));
  cloud.route('GET', '/v2.1/os-aggregates', () => ({ status: 200, body: { aggregates: [] } }));

  expect(
    await Promise.all([client.identity.projects.list(), client.image.images.list(), client.compute.aggregates.list()]),
  ).toEqual([[], [], []]);
  expect(cloud.logins).toBe(1);
});

test('a value that a plan does not know is not sent', async () => {
  const id: string = unknown('the id of the new server');

  await expect(client.compute.servers.get(id)).rejects.toMatchObject({ code: 'UNKNOWN_IN_PLAN' });
  await expect(client.compute.servers.list({ host: id })).rejects.toMatchObject({ code: 'UNKNOWN_IN_PLAN' });
  await expect(client.compute.servers.liveMigrate('s1', { host: id })).rejects.toMatchObject({
    code: 'UNKNOWN_IN_PLAN',
  });
  expect(cloud.server.requests.filter(({ path }) => path.includes('servers'))).toEqual([]);
});

test('a configuration that is wrong is refused at once', () => {
  const env = { OS_AUTH_URL: 'nowhere', OS_CLIENT_CONFIG_FILE: '/does/not/exist.yaml' };
  let thrown: unknown;
  try {
    openstack({ env });
  } catch (error) {
    thrown = error;
  }

  expect(isOpenStackError(thrown) && thrown.code).toBe('OPENSTACK_CONFIG');
});
