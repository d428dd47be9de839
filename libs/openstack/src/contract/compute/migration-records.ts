/* oxlint-disable typescript/no-unsafe-argument, typescript/no-unsafe-assignment, typescript/no-unsafe-call, typescript/no-unsafe-member-access, typescript/no-unsafe-return
   -- answers are looked into as they come: their shape is what is under test */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { type TargetOf, keysOf, until } from '../contract-target.ts';
import { act, bootServer, cleanUpAfter, newestMigration, untilIdle, untilMigration } from './contract-servers.ts';

const OLDEST = [
  'created_at',
  'dest_compute',
  'dest_host',
  'dest_node',
  'id',
  'instance_uuid',
  'new_instance_type_id',
  'old_instance_type_id',
  'source_compute',
  'source_node',
  'status',
  'updated_at',
];
const ZERO = '00000000-0000-0000-0000-000000000000';

/** Lists of migrations and actions; live migrations that wait for each other. */
export function migrationRecordsContract(target: TargetOf): void {
  describe('several live migrations', () => {
    cleanUpAfter(target);
    let ids: string[] = [];
    beforeAll(async () => {
      ids = [await bootServer(target()), await bootServer(target())];
    });
    const migrations = (query: string, version?: string) =>
      target().admin.nova('GET', `/os-migrations?${query}`, { ...(version !== undefined && { version }) });

    test('from one host run one at a time; the others are queued and may be aborted', async () => {
      const { admin } = target();
      const body = { 'os-migrateLive': { host: target().otherHost, block_migration: 'auto' } };
      for (const id of ids) expect((await act(admin, id, body)).status).toBe(202);
      const [waiting] = await until(
        target(),
        async () => {
          const all = await Promise.all(ids.map((id) => newestMigration(target(), id)));
          return all.every((one) => one?.status === 'running' || one?.status === 'queued')
            ? all.filter((one) => one.status === 'queued')
            : [];
        },
        (queued) => queued.length === 1,
      );
      const path = `/servers/${waiting.instance_uuid as string}/migrations/${waiting.id as number}`;
      const early = await admin.nova('DELETE', path, { version: '2.64' });
      expect(early.status).toBe(400);
      expect(early.body.badRequest.message).toBe(
        `Migration ${waiting.id as number} state of instance ${waiting.instance_uuid as string} is queued. Cannot abort live migration while the migration is in this state.`,
      );
      expect((await admin.nova('DELETE', path)).status).toBe(202);
      await untilMigration(target(), waiting.instance_uuid as string, 'cancelled');
      const other = ids.find((id) => id !== waiting.instance_uuid) ?? '';
      await untilMigration(target(), other, 'completed');
      for (const id of ids) await untilIdle(target(), id, 'ACTIVE');
    });

    test('are listed newest first and filtered; before 2.59 the oldest first and without pages', async () => {
      const [id = ''] = ids;
      await act(target().admin, id, { 'os-migrateLive': { host: null, block_migration: 'auto' } });
      const { body } = await until(
        target(),
        () => migrations(`instance_uuid=${id}`),
        (seen) => seen.body.migrations.length === 2 && seen.body.migrations[0].status === 'completed',
      );
      const numbers = body.migrations.map((one: { id: number }) => one.id);
      expect(numbers).toEqual([...numbers].sort((a, b) => b - a));
      const old = await migrations(`instance_uuid=${id}`, '2.58');
      expect(old.body.migrations.map((one: { id: number }) => one.id)).toEqual([...numbers].reverse());
      const none = await migrations(`instance_uuid=${id}&status=nothing`);
      expect(none.body).toEqual({ migrations: [] });
      const cold = await migrations(`instance_uuid=${id}&migration_type=resize`);
      expect(cold.body).toEqual({ migrations: [] });
      const away = await migrations(`instance_uuid=${id}&source_compute=no-such-host`);
      expect(away.body).toEqual({ migrations: [] });
      const host = await migrations(`instance_uuid=${id}&host=${target().host}`);
      expect(host.body.migrations.length).toBeGreaterThan(0);
    });

    test('come in pages that go on at a UUID', async () => {
      const [id = ''] = ids;
      const { body } = await migrations(`instance_uuid=${id}&limit=1`);
      const { href } = body.migrations_links[0] as { href: string };
      expect(new URL(href).searchParams.get('marker')).toBe(body.migrations[0].uuid);
      const next = await migrations(`instance_uuid=${id}&limit=1&marker=${body.migrations[0].uuid as string}`);
      expect(next.body.migrations).toHaveLength(1);
      expect(next.body.migrations[0].id).toBeLessThan(body.migrations[0].id);
    });

    test.each([
      ['limit=-1', "Invalid input for query parameters limit. Value: -1. '-1' does not match '^[0-9]*$'"],
      [`marker=${ZERO}`, `Marker ${ZERO} could not be found.`],
      ['nonsense=1', "Additional properties are not allowed ('nonsense' was unexpected)"],
    ])('are not listed by %s', async (query, message) => {
      const answer = await migrations(query);
      expect(answer.status).toBe(400);
      expect(answer.body.badRequest.message).toBe(message);
    });

    test.each([
      ['2.1', OLDEST],
      ['2.23', [...OLDEST, 'migration_type']],
      ['2.59', [...OLDEST, 'migration_type', 'uuid']],
      ['2.80', [...OLDEST, 'migration_type', 'uuid', 'user_id', 'project_id']],
    ])('have in %s the fields of that version', async (version, keys) => {
      const { body } = await migrations(`instance_uuid=${ids[0] ?? ''}`, version);
      expect(keysOf(body.migrations[0])).toEqual([...keys].sort());
    });
  });

  describe('instance actions', () => {
    cleanUpAfter(target);
    let id = '';
    beforeAll(async () => {
      id = await bootServer(target());
      for (const action of [{ lock: null }, { unlock: null }]) await act(target().admin, id, action);
    });
    const actions = (rest: string, version?: string) =>
      target().admin.nova('GET', `/servers/${id}/os-instance-actions${rest}`, {
        ...(version !== undefined && { version }),
      });

    test('come newest first, in pages that go on at a request id', async () => {
      const { body } = await actions('?limit=2');
      expect(body.instanceActions.map(({ action }: { action: string }) => action)).toEqual(['unlock', 'lock']);
      expect(keysOf(body)).toEqual(['instanceActions', 'links']);
      const marker = new URL(body.links[0].href as string).searchParams.get('marker');
      expect(marker).toBe(body.instanceActions[1].request_id);
      const next = await actions(`?limit=2&marker=${marker ?? ''}`);
      expect(next.body.instanceActions.map(({ action }: { action: string }) => action)).toEqual(['create']);
      expect(next.body).not.toHaveProperty('links');
    });

    test('have an update time since 2.58', async () => {
      const keys = ['action', 'instance_uuid', 'message', 'project_id', 'request_id', 'start_time', 'user_id'];
      expect(keysOf((await actions('', '2.57')).body.instanceActions[0])).toEqual(keys);
      expect(keysOf((await actions('')).body.instanceActions[0])).toEqual([...keys, 'updated_at'].sort());
    });

    test('are not found under a wrong request id or server', async () => {
      const unknown = await actions('/req-nothing');
      expect(unknown.status).toBe(404);
      expect(unknown.body.itemNotFound.message).toBe('Action req-nothing not found');
      const lost = await target().admin.nova('GET', `/servers/${ZERO}/os-instance-actions`);
      expect(lost.status).toBe(404);
      expect(lost.body.itemNotFound.message).toBe(`Instance ${ZERO} could not be found.`);
    });
  });
}
