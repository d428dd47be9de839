/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-member-access, typescript/no-unsafe-return
   -- answers are looked into as they come: their shape is what is under test */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { type TargetOf, inOrder, keysOf, until } from '../contract-target.ts';
import {
  act,
  actionOf,
  bootServer,
  cleanUpAfter,
  eventsOf,
  look,
  newestMigration,
  untilIdle,
  untilMigration,
} from './contract-servers.ts';

const KEYS = [
  'created_at',
  'dest_compute',
  'dest_host',
  'dest_node',
  'id',
  'instance_uuid',
  'migration_type',
  'new_instance_type_id',
  'old_instance_type_id',
  'project_id',
  'source_compute',
  'source_node',
  'status',
  'updated_at',
  'user_id',
  'uuid',
];
const STATUSES = ['none', 'accepted', 'queued', 'preparing', 'running', 'post-migrating', 'completed'];
const EVENTS = [
  'compute_check_can_live_migrate_destination Success',
  'compute_check_can_live_migrate_source Success',
  'compute_live_migration Success',
  'compute_post_live_migration_at_destination Success',
  'compute_pre_live_migration Success',
  'conductor_live_migrate_instance Success',
];

/** Live migration: its course, its records, and what is refused. */
export function liveMigrationContract(target: TargetOf): void {
  describe('a live migration', () => {
    cleanUpAfter(target);
    let id = '';
    beforeAll(async () => {
      id = await bootServer(target());
    });
    const migrate = (host: string | null = null, version?: string) =>
      act(target().admin, id, { 'os-migrateLive': { host, block_migration: 'auto' } }, version);
    /** Brings it home for the next test. */
    const hostOf = async (): Promise<string> => (await look(target(), id))['OS-EXT-SRV-ATTR:host'];

    test('is accepted, recorded, and ends on the other host', async () => {
      const { otherHost, host } = target();
      const answer = await migrate(otherHost);
      expect(answer.status).toBe(202);
      expect(answer.body).toBeUndefined();
      // At once: the state, and the action under the request's id.
      expect(await look(target(), id)).toMatchObject({
        status: 'MIGRATING',
        'OS-EXT-STS:task_state': 'migrating',
        'OS-EXT-SRV-ATTR:host': host,
      });
      const begun = await actionOf(target(), id, answer);
      expect(begun).toMatchObject({ action: 'live-migration', message: null });

      const statuses: string[] = [];
      const hosts: string[] = [];
      await until(
        target(),
        async () => {
          const server = await look(target(), id);
          const migration = await newestMigration(target(), id);
          const status = (migration?.status ?? 'none') as string;
          if (statuses.at(-1) !== status) statuses.push(status);
          if (hosts.at(-1) !== server['OS-EXT-SRV-ATTR:host']) hosts.push(server['OS-EXT-SRV-ATTR:host'] as string);
          return `${server.status as string} ${status}`;
        },
        (seen) => seen === 'ACTIVE completed',
      );
      expect(inOrder(STATUSES, statuses)).toBe(true);
      expect(statuses).toContain('running');
      expect(hosts).toEqual([host, otherHost]);
      const migration = await newestMigration(target(), id);
      expect(keysOf(migration)).toEqual(KEYS);
      const { user, project } = await target().admin.token();
      expect(migration).toMatchObject({
        migration_type: 'live-migration',
        source_compute: host,
        dest_compute: otherHost,
        dest_host: null,
        instance_uuid: id,
        user_id: user.id,
        project_id: project?.id,
      });
      const action = await actionOf(target(), id, answer);
      expect(eventsOf(action)).toEqual(EVENTS);
      expect(action.message).toBeNull();
    });

    test('can be watched while it runs, and nothing else can be done meanwhile', async () => {
      const { admin } = target();
      await migrate(target().host);
      await untilMigration(target(), id, 'running');
      const { body } = await until(
        target(),
        () => admin.nova('GET', `/servers/${id}/migrations`),
        (seen) => seen.body.migrations[0]?.memory_total_bytes > 0,
      );
      const [running] = body.migrations;
      expect(keysOf(running)).toEqual(
        [
          ...KEYS.filter((key) => !key.includes('instance') && key !== 'migration_type'),
          'disk_processed_bytes',
          'disk_remaining_bytes',
          'disk_total_bytes',
          'memory_processed_bytes',
          'memory_remaining_bytes',
          'memory_total_bytes',
          'server_uuid',
        ].sort(),
      );
      const bytes = running as Record<string, number>;
      expect(Number(bytes['memory_processed_bytes']) + Number(bytes['memory_remaining_bytes'])).toBe(
        bytes['memory_total_bytes'],
      );
      const alone = await admin.nova('GET', `/servers/${id}/migrations/${running.id as number}`);
      expect(alone.body.migration.uuid).toBe(running.uuid);
      // While it is under way the record has links.
      expect(keysOf(await newestMigration(target(), id))).toEqual([...KEYS, 'links'].sort());

      const again = await migrate();
      expect(again.status).toBe(409);
      expect(again.body.conflictingRequest.message).toBe(
        `Cannot 'os-migrateLive' instance ${id} while it is in task_state migrating`,
      );
      const cold = await act(admin, id, { migrate: null });
      expect(cold.body.conflictingRequest.message).toBe(
        `Cannot 'migrate' instance ${id} while it is in task_state migrating`,
      );
      await untilMigration(target(), id, 'completed');
      expect((await admin.nova('GET', `/servers/${id}/migrations`)).body).toEqual({ migrations: [] });
    });

    test('that is aborted leaves the server where it was', async () => {
      const { admin } = target();
      await untilIdle(target(), id, 'ACTIVE');
      const home = await hostOf();
      await migrate();
      const { id: number } = await untilMigration(target(), id, 'running');
      const path = `/servers/${id}/migrations/${number as number}`;
      const abort = await admin.nova('DELETE', path);
      expect(abort.status).toBe(202);
      await untilMigration(target(), id, 'cancelled');
      await untilIdle(target(), id, 'ACTIVE');
      expect(await hostOf()).toBe(home);
      const action = await actionOf(target(), id, abort);
      expect(action.action).toBe('live_migration_cancel');
      expect(eventsOf(action)).toEqual(['compute_live_migration_abort Success']);
      const late = await admin.nova('DELETE', path);
      expect(late.status).toBe(409);
      expect(late.body.conflictingRequest.message).toBe(
        `Instance ${id} is in an invalid state for 'abort live migration'`,
      );
    });

    test('that is forced to its end goes where it was to go', async () => {
      const { admin } = target();
      const home = await hostOf();
      const force = (path: string) => admin.nova('POST', path, { body: { force_complete: null } });
      await migrate();
      const { id: number } = await untilMigration(target(), id, 'running');
      const path = `/servers/${id}/migrations/${number as number}/action`;
      const unknown = await force(`/servers/${id}/migrations/999999/action`);
      expect(unknown.status).toBe(400);
      expect(unknown.body.badRequest.message).toBe(`Migration 999999 not found for instance ${id}`);
      const forced = await force(path);
      expect(forced.status).toBe(202);
      expect(forced.body).toBeUndefined();
      await untilMigration(target(), id, 'completed');
      await untilIdle(target(), id, 'ACTIVE');
      expect(await hostOf()).not.toBe(home);
      const action = await actionOf(target(), id, forced);
      expect(action.action).toBe('live_migration_force_complete');
      expect(eventsOf(action)).toEqual(['compute_live_migration_force_complete Success']);
      const late = await force(path);
      expect(late.status).toBe(409);
      expect(late.body.conflictingRequest.message).toBe(`Instance ${id} is in an invalid state for 'force_complete'`);
    });

    test('to the host where it is, is accepted and found to be impossible', async () => {
      const answer = await migrate(await hostOf());
      expect(answer.status).toBe(202);
      await untilMigration(target(), id, 'error');
      await untilIdle(target(), id, 'ACTIVE');
      const migration = await newestMigration(target(), id);
      expect(migration).toMatchObject({ dest_compute: null, dest_node: null });
      const action = await actionOf(target(), id, answer);
      expect(action.message).toBe('Error');
      expect(eventsOf(action)).toEqual(['conductor_live_migrate_instance Error']);
      expect(action.events[0].details).toMatch(/^No valid host was found\./);
    });

    test('to a disabled host is accepted and found to be impossible', async () => {
      const { admin, otherHost } = target();
      const { body } = await admin.nova('GET', `/os-services?host=${otherHost}&binary=nova-compute`);
      const service = `/os-services/${body.services[0].id as string}`;
      await admin.nova('PUT', service, { body: { status: 'disabled', disabled_reason: 'contract' } });
      try {
        const home = await hostOf();
        const answer = await migrate(otherHost);
        expect(answer.status).toBe(202);
        await untilMigration(target(), id, 'error');
        await untilIdle(target(), id, 'ACTIVE');
        expect(await hostOf()).toBe(home);
        expect((await actionOf(target(), id, answer)).events[0].details).toMatch(/^No valid host was found\./);
      } finally {
        await admin.nova('PUT', service, { body: { status: 'enabled' } });
      }
    });

    test('to a host that does not exist is refused, and so is a malformed one', async () => {
      const { admin } = target();
      const unknown = await migrate('no-such-host');
      expect(unknown.status).toBe(400);
      expect(unknown.body.badRequest.message).toBe('Compute host no-such-host could not be found.');
      const none = await act(admin, id, { 'os-migrateLive': null });
      expect(none.body.badRequest.message).toBe(
        "Invalid input for field/attribute os-migrateLive. Value: None. None is not of type 'object'",
      );
      const empty = await act(admin, id, { 'os-migrateLive': {} });
      expect(empty.body.badRequest.message).toBe(
        "Invalid input for field/attribute os-migrateLive. Value: {}. 'block_migration' is a required property",
      );
      const extra = await act(admin, id, { 'os-migrateLive': { host: null, block_migration: 'auto', x: 1 } });
      expect(extra.body.badRequest.message).toMatch(/Additional properties are not allowed \('x' was unexpected\)$/);
      const old = await act(
        admin,
        id,
        { 'os-migrateLive': { host: null, block_migration: 'auto', disk_over_commit: false } },
        '2.24',
      );
      expect(old.body.badRequest.message).toMatch(
        /^Invalid input for field\/attribute block_migration\. Value: auto\./,
      );
    });
  });
}
