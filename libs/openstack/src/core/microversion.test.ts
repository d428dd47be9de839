import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { compareVersions } from './microversion.ts';
import type { ServiceClient } from './service-client.ts';
import { SmallCloud } from './small-cloud.test-support.ts';

let cloud: SmallCloud;

beforeEach(async () => {
  cloud = new SmallCloud();
  await cloud.server.start();
  cloud.route('GET', '/v2.1/thing', ({ headers }) => ({
    status: 200,
    body: { spoken: headers['openstack-api-version'] ?? null },
  }));
});

afterEach(() => cloud.stop());

const THING = { method: 'GET', path: '/thing', label: 'get thing' } as const;

function offer(version: string, min_version = '2.1'): void {
  cloud.route('GET', '/v2.1/', () => ({ status: 200, body: { version: { id: 'v2.1', version, min_version } } }));
}

const nova = (microversions?: Record<string, string>): ServiceClient =>
  cloud.client({ microversion: '2.93' }, { ...cloud.config(), ...(microversions && { microversions }) });

describe('the version spoken is', () => {
  test.each([
    { offered: '2.93', spoken: 'compute 2.93' },
    { offered: '2.104', spoken: 'compute 2.93' },
    { offered: '2.79', spoken: 'compute 2.79' },
    { offered: '2.9', spoken: 'compute 2.9' },
  ])('$spoken where $offered is offered', async ({ offered, spoken }) => {
    offer(offered);

    expect((await nova().request(THING)).body).toEqual({ spoken });
  });

  test('the configured one, where there is one', async () => {
    offer('2.93');

    expect((await nova({ compute: '2.79' }).request(THING)).body).toEqual({ spoken: 'compute 2.79' });
  });

  test('none where the service has none', async () => {
    expect((await cloud.client().request(THING)).body).toEqual({ spoken: null });
    expect(cloud.asked('GET', '/v2.1/')).toBe(0);
  });
});

test('it is asked for once', async () => {
  const client = nova();

  await Promise.all([client.request(THING), client.request(THING)]);
  await client.request(THING);

  expect(cloud.asked('GET', '/v2.1/')).toBe(1);
});

test('an answer that could not be had is asked for again', async () => {
  const client = nova();
  cloud.server.fault.next('GET /v2.1/', { status: 500, body: { computeFault: { message: 'no database' } } });

  await expect(client.request(THING)).rejects.toMatchObject({ code: 'OPENSTACK_UNAVAILABLE' });
  await expect(client.request(THING)).resolves.toMatchObject({ status: 200 });
});

test('an operation that needs a newer one is refused before it is sent', async () => {
  offer('2.42');

  await expect(nova().request({ ...THING, since: '2.53' })).rejects.toMatchObject({
    code: 'OPENSTACK_MICROVERSION',
    kind: 'invalid-input',
    message: 'get thing: needs compute 2.53, and this client speaks 2.42 with this cloud (it offers 2.1 to 2.42)',
  });
  expect(cloud.asked('GET', '/v2.1/thing')).toBe(0);
});

test('a cloud that is newer than anything we speak is refused', async () => {
  offer('3.10', '3.0');

  await expect(nova().request(THING)).rejects.toMatchObject({ code: 'OPENSTACK_MICROVERSION' });
});

test('versions are no decimals', () => {
  expect(['2.53', '2.9', '2.100', '2.1', '3.0'].sort(compareVersions)).toEqual(['2.1', '2.9', '2.53', '2.100', '3.0']);
});
