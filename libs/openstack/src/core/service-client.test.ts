import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { SmallCloud } from './small-cloud.test-support.ts';

let cloud: SmallCloud;

beforeEach(async () => {
  cloud = new SmallCloud();
  await cloud.server.start();
});

afterEach(() => cloud.stop());

describe('an endpoint', () => {
  test.each([
    ['without a version', ''],
    ['with the version', '/v2.1'],
    ['with a slash behind it', '/v2.1/'],
    ["with a project's id behind it", '/v2.1/e0343c8d899f494f8b1d9559eff8636b'],
    ['with a version of old', '/v2'],
  ])('%s', async (_, suffix) => {
    cloud.route('GET', '/compute/v2.1/thing', () => ({ status: 200, body: { thing: 'found' } }));
    const config = { ...cloud.config(), endpointOverrides: { compute: `${cloud.server.url}/compute${suffix}` } };

    const { body } = await cloud.client({}, config).request({ method: 'GET', path: '/thing', label: 'get thing' });

    expect(body).toEqual({ thing: 'found' });
  });
});

test("cinder's paths name the project, its version document does not, and its header says volume", async () => {
  const definition = { version: 'v3', microversion: '3.70', microversionName: 'volume', inProject: true };
  cloud.route('GET', '/v3/', () => ({
    status: 200,
    body: { versions: [{ id: 'v3.0', version: '3.59', min_version: '3.0' }] },
  }));
  cloud.route('GET', '/v3/p1/volumes', ({ headers }) => ({
    status: 200,
    body: { volumes: headers['openstack-api-version'] },
  }));
  const request = { method: 'GET', path: '/volumes', label: 'list volumes' } as const;

  expect((await cloud.client(definition).request(request)).body).toEqual({ volumes: 'volume 3.59' });
  const config = { ...cloud.config(), microversions: { volume: '3.50' } };
  const older = cloud.client({ ...definition, type: 'compute', olderTypes: ['volume'] }, config);
  expect((await older.request(request)).body).toEqual({ volumes: 'volume 3.50' });
});

test('a service that the catalog does not have is refused before it is asked', async () => {
  const config = { ...cloud.config(), region: 'elsewhere' };

  await expect(
    cloud.client({}, config).request({ method: 'GET', path: '/thing', label: 'get thing' }),
  ).rejects.toMatchObject({ code: 'OPENSTACK_NO_ENDPOINT' });
  expect(cloud.server.requests.map(({ path }) => path)).toEqual(['/v3/auth/tokens']);
});

describe('an answer that is none of the service', () => {
  const page = { status: 200, headers: { 'content-type': 'text/html' }, body: '<h1>Please log in</h1>' };

  test('is no resource', async () => {
    cloud.route('GET', '/v2.1/thing', () => page);

    await expect(
      cloud.client().request({ method: 'GET', path: '/thing', key: 'thing', label: 'get thing' }),
    ).rejects.toMatchObject({ code: 'OPENSTACK_UNAVAILABLE', outcomeUnknown: false });
  });

  test('is no proof that a change was not made', async () => {
    cloud.route('PUT', '/v2.1/thing', () => page);

    await expect(
      cloud.client().request({ method: 'PUT', path: '/thing', key: 'thing', label: 'change thing' }),
    ).rejects.toMatchObject({ code: 'OPENSTACK_UNAVAILABLE', outcomeUnknown: true });
  });

  test('is no accepted action', async () => {
    cloud.route('POST', '/v2.1/thing', () => page);

    await expect(
      cloud.client().request({ method: 'POST', path: '/thing', label: 'change thing' }),
    ).rejects.toMatchObject({ code: 'OPENSTACK_UNAVAILABLE', outcomeUnknown: true });
  });

  test('is no accepted action when it is a redirect', async () => {
    cloud.route('POST', '/v2.1/thing', () => ({ status: 301, headers: { location: 'https://cloud/v2.1/thing' } }));

    await expect(
      cloud.client().request({ method: 'POST', path: '/thing', label: 'change thing' }),
    ).rejects.toMatchObject({
      code: 'OPENSTACK_UNAVAILABLE',
      status: 301,
      outcomeUnknown: false,
      message: expect.stringContaining('a redirect to https://cloud/v2.1/thing') as unknown,
    });
  });
});

test('errors are asked for in JSON', async () => {
  cloud.route('GET', '/v2.1/thing', ({ headers }) => ({ status: 200, body: { accept: headers.accept } }));

  const { body } = await cloud.client().request({ method: 'GET', path: '/thing', label: 'get thing' });

  expect(body).toEqual({ accept: 'application/json' });
});
