/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-member-access, typescript/no-unsafe-return
   -- answers are looked into as they come: their shape is what is under test */
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { TargetOf } from '../contract-target.ts';
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

const MOVED = [
  'cold_migrate Success',
  'compute_finish_resize Success',
  'compute_prep_resize Success',
  'compute_resize_instance Success',
  'conductor_migrate_server Success',
];

/** Cold migration: to VERIFY_RESIZE, and on from there. */
export function coldMigrationContract(target: TargetOf): void {
  describe('a cold migration', () => {
    cleanUpAfter(target);
    let id = '';
    beforeAll(async () => {
      id = await bootServer(target());
    });
    const hostOf = async (): Promise<string> => (await look(target(), id))['OS-EXT-SRV-ATTR:host'];

    test('ends in VERIFY_RESIZE on another host, and is confirmed', async () => {
      const { admin, host, otherHost } = target();
      const answer = await act(admin, id, { migrate: { host: otherHost } });
      expect(answer.status).toBe(202);
      expect(answer.body).toBeUndefined();
      expect(await look(target(), id)).toMatchObject({
        status: 'RESIZE',
        'OS-EXT-STS:task_state': expect.stringMatching(/^resize_(prep|migrating)$/),
        'OS-EXT-SRV-ATTR:host': host,
      });
      const waiting = await untilIdle(target(), id, 'VERIFY_RESIZE');
      expect(waiting).toMatchObject({
        'OS-EXT-STS:vm_state': 'resized',
        'OS-EXT-STS:power_state': 1,
        'OS-EXT-SRV-ATTR:host': otherHost,
        progress: 0,
      });
      expect(await newestMigration(target(), id)).toMatchObject({
        migration_type: 'migration',
        status: 'finished',
        source_compute: host,
        dest_compute: otherHost,
        dest_host: expect.any(String),
      });
      expect(eventsOf(await actionOf(target(), id, answer))).toEqual(MOVED);

      const live = await act(admin, id, { 'os-migrateLive': { host: null, block_migration: 'auto' } });
      expect(live.status).toBe(409);
      expect(live.body.conflictingRequest.message).toBe(
        `Cannot 'os-migrateLive' instance ${id} while it is in vm_state resized`,
      );
      const confirm = await act(admin, id, { confirmResize: null });
      expect(confirm.status).toBe(204);
      // Whoever is second comes while the first is at it (400) or too late (409).
      expect([400, 409]).toContain((await act(admin, id, { confirmResize: null })).status);
      await untilIdle(target(), id, 'ACTIVE');
      expect(await newestMigration(target(), id)).toMatchObject({ status: 'confirmed' });
      expect(await hostOf()).toBe(otherHost);
      expect(eventsOf(await actionOf(target(), id, confirm))).toEqual(['compute_confirm_resize Success']);
    });

    test('is taken back', async () => {
      const { admin } = target();
      const home = await hostOf();
      await act(admin, id, { migrate: null });
      await untilIdle(target(), id, 'VERIFY_RESIZE');
      expect(await hostOf()).not.toBe(home);
      const revert = await act(admin, id, { revertResize: null });
      expect(revert.status).toBe(202);
      await untilIdle(target(), id, 'ACTIVE');
      expect(await hostOf()).toBe(home);
      expect(await newestMigration(target(), id)).toMatchObject({ status: 'reverted' });
      expect(eventsOf(await actionOf(target(), id, revert))).toEqual([
        'compute_finish_revert_resize Success',
        'compute_revert_resize Success',
      ]);
    });

    test('of a server that is off leaves it off', async () => {
      const { admin } = target();
      await act(admin, id, { 'os-stop': null });
      await untilIdle(target(), id, 'SHUTOFF');
      await act(admin, id, { migrate: null });
      const waiting = await untilIdle(target(), id, 'VERIFY_RESIZE');
      expect(waiting['OS-EXT-STS:power_state']).toBe(4);
      await act(admin, id, { confirmResize: null });
      await untilIdle(target(), id, 'SHUTOFF');
      await act(admin, id, { 'os-start': null });
      await untilIdle(target(), id, 'ACTIVE');
    });

    test('to a host that does not exist, or where it is, is refused', async () => {
      const { admin } = target();
      const unknown = await act(admin, id, { migrate: { host: 'no-such-host' } });
      expect(unknown.status).toBe(400);
      expect(unknown.body.badRequest.message).toBe('Compute host no-such-host could not be found.');
      const same = await act(admin, id, { migrate: { host: await hostOf() } });
      expect(same.status).toBe(400);
      expect(same.body.badRequest.message).toBe('Cannot migrate to the host where the server exists.');
    });

    test('to a disabled host is accepted, fails and changes nothing', async () => {
      const { admin, host, otherHost } = target();
      const home = await hostOf();
      const closed = home === host ? otherHost : host;
      const { body } = await admin.nova('GET', `/os-services?host=${closed}&binary=nova-compute`);
      const service = `/os-services/${body.services[0].id as string}`;
      await admin.nova('PUT', service, { body: { status: 'disabled', disabled_reason: 'contract' } });
      try {
        const answer = await act(admin, id, { migrate: { host: closed } });
        expect(answer.status).toBe(202);
        await untilMigration(target(), id, 'error');
        await untilIdle(target(), id, 'ACTIVE');
        expect(await hostOf()).toBe(home);
        const action = await actionOf(target(), id, answer);
        expect(action.message).toBe('Error');
        expect(eventsOf(action)).toEqual(['cold_migrate Error', 'conductor_migrate_server Error']);
        expect(action.events[0].details).toBe('No valid host was found. No valid host found for cold migrate');
      } finally {
        await admin.nova('PUT', service, { body: { status: 'enabled' } });
      }
    });

    test('from a host that is down is refused; a live one is accepted and fails', async () => {
      const { admin } = target();
      const home = await hostOf();
      const { body } = await admin.nova('GET', `/os-services?host=${home}&binary=nova-compute`);
      const service = `/os-services/${body.services[0].id as string}`;
      await admin.nova('PUT', service, { body: { forced_down: true } });
      try {
        const cold = await act(admin, id, { migrate: null });
        expect(cold.status).toBe(409);
        expect(cold.body.conflictingRequest.message).toBe('Service is unavailable at this time.');
        const live = await act(admin, id, { 'os-migrateLive': { host: null, block_migration: 'auto' } });
        expect(live.status).toBe(202);
        await untilMigration(target(), id, 'error');
        await untilIdle(target(), id, 'ACTIVE');
        const action = await actionOf(target(), id, live);
        expect(action.message).toBe('Error');
        expect(action.events[0].details).toBe(`Compute service of ${home} is unavailable at this time.`);
      } finally {
        await admin.nova('PUT', service, { body: { forced_down: false } });
      }
    });

    test('before 2.56 takes no notice of a host', async () => {
      const { admin } = target();
      const home = await hostOf();
      expect((await act(admin, id, { migrate: { host: home } }, '2.55')).status).toBe(202);
      await untilIdle(target(), id, 'VERIFY_RESIZE');
      expect(await hostOf()).not.toBe(home);
      await act(admin, id, { confirmResize: null });
      await untilIdle(target(), id, 'ACTIVE');
    });
  });
}
