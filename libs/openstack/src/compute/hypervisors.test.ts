import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { SmallCloud } from '../core/small-cloud.test-support.ts';
import { Hypervisors } from './hypervisors.ts';

let cloud: SmallCloud;
let hypervisors: Hypervisors;

const raw = (id: string, hostname: string, host: string, more = {}) => ({
  id,
  hypervisor_hostname: hostname,
  state: 'up',
  status: 'enabled',
  hypervisor_type: 'QEMU',
  host_ip: '10.0.0.1',
  service: { id: `s-${host}`, host, disabled_reason: null },
  uptime: ' 05:35:48 up 3 days,  load average: 0.50, 0.40, 0.30\n',
  ...more,
});

beforeEach(async () => {
  cloud = new SmallCloud();
  await cloud.server.start();
  const all = [
    raw('h1', 'hv1.example.com', 'hv1', { servers: [{ uuid: 'x', name: 'web' }] }),
    raw('h2', 'hv2', 'hv2.internal', { uptime: null, host_ip: null }),
    raw('h3', 'node-a', 'ironic'),
    raw('h4', 'node-b', 'ironic'),
  ];
  cloud.route('GET', '/v2.1/os-hypervisors/detail', ({ query }) => {
    const pattern = query.get('hypervisor_hostname_pattern') ?? '';
    const fitting = all.filter((one) => one.hypervisor_hostname.includes(pattern));
    return fitting.length > 0
      ? { status: 200, body: { hypervisors: fitting } }
      : {
          status: 404,
          body: { itemNotFound: { code: 404, message: `No hypervisor matching '${pattern}' could be found.` } },
        };
  });
  cloud.route('GET', '/v2.1/os-hypervisors/h1', () => ({ status: 200, body: { hypervisor: all[0] } }));
  hypervisors = new Hypervisors(cloud.client());
});

afterEach(() => cloud.stop());

describe('found by', () => {
  test.each([
    ['its hostname', 'hv1.example.com', 'h1'],
    ['the host of its service', 'hv2.internal', 'h2'],
    ['the hostname of one of a service that has several', 'node-b', 'h4'],
  ])('%s', async (_, name, id) => {
    expect(await hypervisors.findByHost(name)).toMatchObject({ id });
  });

  test('the host of a service that has several: refused', async () => {
    await expect(hypervisors.findByHost('ironic')).rejects.toMatchObject({
      code: 'OPENSTACK_AMBIGUOUS',
      kind: 'conflict',
    });
  });

  test('a part of its name: refused, naming what there is', async () => {
    await expect(hypervisors.findByHost('hv')).rejects.toMatchObject({
      code: 'OPENSTACK_NOT_FOUND',
      message: "there is no hypervisor 'hv'; there are hv1.example.com, hv2, node-a, node-b",
    });
  });
});

test('its fields', async () => {
  expect(await hypervisors.get('h1')).toEqual({
    id: 'h1',
    hostname: 'hv1.example.com',
    host: 'hv1',
    serviceId: 's-hv1',
    state: 'up',
    status: 'enabled',
    hypervisorType: 'QEMU',
    hostIp: '10.0.0.1',
    uptime: '05:35:48 up 3 days,  load average: 0.50, 0.40, 0.30',
  });
});

test('servers are listed when asked for, none as an empty list', async () => {
  const all = await hypervisors.list({ withServers: true });

  expect(all.map(({ servers }) => servers)).toEqual([[{ id: 'x', name: 'web' }], [], [], []]);
  expect((await hypervisors.list()).every((one) => !('servers' in one))).toBe(true);
});

test('a pattern that fits nothing is an empty list, though nova says 404', async () => {
  expect((await hypervisors.list({ hostnamePattern: 'node' })).map(({ id }) => id)).toEqual(['h3', 'h4']);
  expect(await hypervisors.list({ hostnamePattern: 'nothing' })).toEqual([]);
});
