import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { SmallCloud } from '../core/small-cloud.test-support.ts';
import { ComputeServices } from './compute-services.ts';

let cloud: SmallCloud;
let services: ComputeServices;

const service = (id: string, host: string, binary = 'nova-compute') => ({
  id,
  host,
  binary,
  zone: 'nova',
  status: 'enabled',
  state: 'up',
  disabled_reason: null as string | null,
  forced_down: false,
  updated_at: '2026-11-21T05:35:43.000000',
});

beforeEach(async () => {
  cloud = new SmallCloud();
  await cloud.server.start();
  const all = [service('s1', 'ctl', 'nova-scheduler'), service('s2', 'hv1'), service('s3', 'hv10')];
  cloud.route('GET', '/v2.1/os-services', ({ query }) => ({
    status: 200,
    body: {
      services: all.filter(
        ({ host, binary }) =>
          (!query.get('host') || host === query.get('host')) &&
          (!query.get('binary') || binary === query.get('binary')),
      ),
    },
  }));
  cloud.route('PUT', '/v2.1/os-services/:id', ({ params, body }) => {
    const found = all.find(({ id }) => id === params.id);
    if (found === undefined) return { status: 404, body: { itemNotFound: { code: 404, message: 'no such service' } } };
    const change = body as Partial<typeof found>;
    Object.assign(found, { disabled_reason: change.status === 'enabled' ? null : found.disabled_reason }, change);
    return { status: 200, body: { service: found } };
  });
  services = new ComputeServices(cloud.client());
});

afterEach(() => cloud.stop());

test('a host is disabled with a reason and enabled again', async () => {
  const disabled = await services.disable('hv1', { reason: 'disk 3 fails' });
  expect(disabled).toEqual({
    id: 's2',
    host: 'hv1',
    binary: 'nova-compute',
    zone: 'nova',
    status: 'disabled',
    state: 'up',
    disabledReason: 'disk 3 fails',
    forcedDown: false,
    updatedAt: '2026-11-21T05:35:43.000Z',
  });
  expect(await services.get('s2')).toEqual(disabled);

  expect(await services.enable('hv1')).toMatchObject({ status: 'enabled', disabledReason: null });
});

test('a dead host is forced down, and that taken back', async () => {
  expect(await services.forceDown('hv10', true)).toMatchObject({ host: 'hv10', forcedDown: true });
  expect(await services.forceDown('hv10', false)).toMatchObject({ forcedDown: false });
});

test('an empty host, which nova takes for no filter, is no host', async () => {
  await expect(services.disable('', { reason: 'x' })).rejects.toMatchObject({ code: 'OPENSTACK_NOT_FOUND' });
  expect(cloud.asked('PUT', '/v2.1/os-services/s2')).toBe(0);
});

test('what is not there is named', async () => {
  await expect(services.find({ host: 'hv7' })).rejects.toMatchObject({
    code: 'OPENSTACK_NOT_FOUND',
    message: "there is no nova-compute on host 'hv7'",
  });
  await expect(services.get('s9')).rejects.toMatchObject({ code: 'OPENSTACK_NOT_FOUND' });
});

test('lists what fits the filter', async () => {
  expect((await services.list({ binary: 'nova-compute' })).map(({ host }) => host)).toEqual(['hv1', 'hv10']);
});
