import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Secret, defaultContext, unknown } from '@opsbook/context';
import { type AddressInfo, createServer } from 'node:net';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type OpenStackClient, type OpenStackOptions, isOpenStackError, openstack } from './index.ts';
import { SmallCloud } from './core/small-cloud.test-support.ts';

let cloud: SmallCloud;
let client: OpenStackClient;

const connect = (options: OpenStackOptions = {}): OpenStackClient =>
  openstack({ config: cloud.config(), context: { ...defaultContext, clock: cloud.clock }, ...options });

beforeEach(async () => {
  cloud = new SmallCloud();
  await cloud.server.start();
  client = connect();
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

test('names them by the canonical id, however keystone is reached', () => {
  const ids = ['http://keystone.example.com:5000/v3', 'https://keystone.internal/identity'].map((authUrl) =>
    connect({ config: cloud.config({ authUrl }), canonicalId: 'the-cloud' }).targetOf('hypervisor', 'hv1'),
  );

  expect(ids).toEqual(['the-cloud/hypervisor/hv1', 'the-cloud/hypervisor/hv1']);
});

test('logs in with a password that clouds.yaml has not', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'opsbook-openstack-'));
  const clouds = join(folder, 'clouds.yaml');
  writeFileSync(clouds, `clouds: {small: {auth: {auth_url: '${cloud.server.url}', username: admin}}}`);
  const context = { ...defaultContext, clock: cloud.clock };
  const auth = { password: new Secret(cloud.password) };

  const complete = openstack({ cloud: 'small', configFiles: { clouds }, env: {}, context, auth });

  rmSync(folder, { recursive: true });
  expect(await complete.whoAmI()).toMatchObject({ userName: 'admin' });
  complete.close();
});

describe('http', () => {
  const elapsed = async (work: Promise<unknown>): Promise<{ error: unknown; seconds: number }> => {
    const start = cloud.clock.now();
    const error: unknown = await work.catch((thrown: unknown) => thrown);
    return { error, seconds: (cloud.clock.now() - start) / 1000 };
  };

  test('timeout and retries bound a request', async () => {
    cloud.server.fault.always('POST /v3/auth/tokens', { hang: true });

    const { error, seconds } = await elapsed(connect({ http: { timeout: 7, retries: 0 } }).whoAmI());

    expect(error).toMatchObject({ code: 'OPENSTACK_TIMEOUT' });
    expect(seconds).toBe(7);
  });

  test("the cloud's api_timeout wins", async () => {
    cloud.server.fault.always('POST /v3/auth/tokens', { hang: true });
    const config = { ...cloud.config(), apiTimeout: 3 };

    const { seconds } = await elapsed(connect({ config, http: { timeout: 7, retries: 0 } }).whoAmI());

    expect(seconds).toBe(3);
  });

  test('connectTimeout bounds TCP and TLS', async () => {
    const silent = createServer((socket) => {
      const unpark = cloud.clock.park();
      socket.on('error', () => undefined).on('close', unpark);
      socket.resume();
    });
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as AddressInfo;
    const config = cloud.config({ authUrl: `https://127.0.0.1:${port}` });

    const { error, seconds } = await elapsed(connect({ config, http: { connectTimeout: 2, retries: 0 } }).whoAmI());
    await new Promise((resolve) => silent.close(resolve));

    expect(error).toMatchObject({ code: 'OPENSTACK_TIMEOUT' });
    expect(seconds).toBe(2);
  });
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
