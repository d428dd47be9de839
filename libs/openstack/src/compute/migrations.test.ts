import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { SmallCloud } from '../core/small-cloud.test-support.ts';
import { Migrations } from './migrations.ts';

let cloud: SmallCloud;
let migrations: Migrations;

const raw = (id: number, more = {}) => ({
  id,
  uuid: `uuid-${id}`,
  instance_uuid: 's1',
  status: 'completed',
  migration_type: 'live-migration',
  source_compute: 'hv1',
  source_node: 'hv1.example.com',
  dest_compute: 'hv2',
  dest_node: 'hv2.example.com',
  user_id: 'u1',
  project_id: 'p1',
  created_at: '2026-11-21T05:36:19.000000',
  updated_at: '2026-11-21T05:36:24.000000',
  ...more,
});

beforeEach(async () => {
  cloud = new SmallCloud();
  await cloud.server.start();
  migrations = new Migrations(cloud.client());
});

afterEach(() => cloud.stop());

test('its fields; who asked is unknown to an older nova, and the destination before it is chosen', async () => {
  const { user_id: _, project_id: __, ...old } = raw(1, { dest_compute: null, dest_node: null, updated_at: null });
  cloud.route('GET', '/v2.1/os-migrations', () => ({ status: 200, body: { migrations: [raw(2), old] } }));

  expect(await migrations.list()).toEqual([
    {
      id: 2,
      uuid: 'uuid-2',
      serverId: 's1',
      type: 'live-migration',
      status: 'completed',
      sourceCompute: 'hv1',
      sourceNode: 'hv1.example.com',
      destCompute: 'hv2',
      destNode: 'hv2.example.com',
      userId: 'u1',
      projectId: 'p1',
      createdAt: '2026-11-21T05:36:19.000Z',
      updatedAt: '2026-11-21T05:36:24.000Z',
    },
    expect.objectContaining({
      id: 1,
      destCompute: null,
      destNode: null,
      userId: null,
      projectId: null,
      updatedAt: null,
    }),
  ]);
});

test('the newest is read alone', async () => {
  const all = [raw(3), raw(2), raw(1)];
  cloud.route('GET', '/v2.1/os-migrations', ({ query }) => ({
    status: 200,
    body: {
      migrations: query.get('instance_uuid') === 's1' ? all.slice(0, Number(query.get('limit'))) : [],
      migrations_links: [{ rel: 'next', href: 'http://nova/os-migrations?marker=uuid-3' }],
    },
  }));

  expect(await migrations.newest('s1')).toMatchObject({ id: 3 });
  expect(cloud.asked('GET', '/v2.1/os-migrations')).toBe(1);
});

test('a server that never moved has no newest', async () => {
  cloud.route('GET', '/v2.1/os-migrations', () => ({ status: 200, body: { migrations: [] } }));

  expect(await migrations.newest('s1')).toBeUndefined();
});

test('a running one says how far it is, and can be aborted or forced to its end', async () => {
  const { instance_uuid: _, migration_type: __, ...rest } = raw(7, { status: 'running' });
  let running = [
    {
      ...rest,
      server_uuid: 's1',
      memory_total_bytes: 100,
      memory_processed_bytes: 60,
      memory_remaining_bytes: 40,
      disk_total_bytes: 0,
      disk_processed_bytes: 0,
      disk_remaining_bytes: 0,
    },
  ];
  cloud.route('GET', '/v2.1/servers/s1/migrations', () => ({ status: 200, body: { migrations: running } }));
  cloud.route('DELETE', '/v2.1/servers/s1/migrations/7', () => {
    running = [];
    return { status: 202, headers: { 'x-openstack-request-id': 'req-abort' } };
  });

  expect(await migrations.inProgress('s1')).toMatchObject([
    {
      id: 7,
      serverId: 's1',
      status: 'running',
      memoryTotal: 100,
      memoryProcessed: 60,
      memoryRemaining: 40,
      diskTotal: 0,
    },
  ]);
  cloud.route('POST', '/v2.1/servers/s1/migrations/7/action', ({ body }) => ({
    status: 202,
    headers: { 'x-openstack-request-id': JSON.stringify(body) },
  }));
  expect(await migrations.forceComplete('s1', 7)).toEqual({ requestId: '{"force_complete":null}' });
  expect(await migrations.abortLive('s1', 7)).toEqual({ requestId: 'req-abort' });
  expect(await migrations.inProgress('s1')).toEqual([]);
});
