/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-member-access
   -- answers are looked into as they come: their shape is what is under test */
import { beforeEach, describe, expect, test } from '@jest/globals';
import { type ContractTarget, type Failures, type TargetOf, until } from '../contract-target.ts';
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

/** What failures behind the API look like in front of it; `available` is false where nothing can be made to fail. */
export function failuresContract(target: TargetOf, available: boolean): void {
  const group = available ? describe : describe.skip;
  group('a failure', () => {
    cleanUpAfter(target);
    let id = '';
    beforeEach(async () => {
      id = await bootServer(target());
    });
    const live = { 'os-migrateLive': { host: null, block_migration: 'auto' } };
    const failing = async <T>(operation: Operation, host: string, act: () => Promise<T>): Promise<T> => {
      const mend = failures(target())(host, operation, id);
      try {
        return await act();
      } finally {
        mend();
      }
    };

    test('of the driver: the record says failed, every event Success, and the server is where it was', async () => {
      await failing('live_migration', target().host, async () => {
        const answer = await act(target().admin, id, live);
        await untilMigration(target(), id, 'failed');
        await untilIdle(target(), id, 'ACTIVE');
        const action = await actionOf(target(), id, answer);
        expect(action.message).toBeNull();
        expect(eventsOf(action)).toEqual([
          'compute_check_can_live_migrate_destination Success',
          'compute_check_can_live_migrate_source Success',
          'compute_live_migration Success',
          'compute_pre_live_migration Success',
          'conductor_live_migrate_instance Success',
        ]);
        expect((await look(target(), id))['OS-EXT-SRV-ATTR:host']).toBe(target().host);
      });
    });

    test('of the destination: the action says Error, the record failed, and the server is where it was', async () => {
      const { otherHost } = target();
      await failing('pre_live_migration', otherHost, async () => {
        const answer = await act(target().admin, id, {
          'os-migrateLive': { host: otherHost, block_migration: 'auto' },
        });
        await untilMigration(target(), id, 'failed');
        await untilIdle(target(), id, 'ACTIVE');
        const action = await actionOf(target(), id, answer);
        expect(action.message).toBe('Error');
        expect(eventsOf(action)).toContain('compute_pre_live_migration Error');
        expect((await look(target(), id))['OS-EXT-SRV-ATTR:host']).toBe(target().host);
      });
    });

    test('of a cold migration leaves the server in ERROR with a fault, where it was', async () => {
      await failing('resize', target().host, async () => {
        const answer = await act(target().admin, id, { migrate: null });
        await untilMigration(target(), id, 'error');
        const broken = await untilIdle(target(), id, 'ERROR');
        expect(broken).toMatchObject({
          'OS-EXT-STS:vm_state': 'error',
          'OS-EXT-SRV-ATTR:host': target().host,
          fault: { code: 500, message: expect.any(String), details: expect.stringContaining('Traceback') },
        });
        const action = await actionOf(target(), id, answer);
        expect(action.message).toBe('Error');
        expect(eventsOf(action)).toContain('compute_resize_instance Error');
        expect((await newestMigration(target(), id)).status).toBe('error');
      });
    });

    test.each([
      ['power_off', { 'os-stop': null }, 'ACTIVE', 'compute_stop_instance'],
      ['power_off', { shelve: null }, 'ACTIVE', 'compute_shelve_instance'],
    ] as const)(
      'of %s under %j leaves the server as it was, without a fault',
      async (operation, body, status, event) => {
        await failing(operation, target().host, async () => {
          const answer = await act(target().admin, id, body);
          expect(answer.status).toBe(202);
          const server = await untilIdle(target(), id, status);
          expect(server).not.toHaveProperty('fault');
          expect(server['OS-EXT-STS:power_state']).toBe(1);
          const action = await actionOf(target(), id, answer);
          expect([action.message, eventsOf(action)]).toEqual(['Error', [`${event} Error`]]);
        });
      },
    );

    test('of a rescue or a rebuild leaves it in ERROR with a fault', async () => {
      await failing('power_off', target().host, async () => {
        await act(target().admin, id, { rescue: null });
        const broken = await untilIdle(target(), id, 'ERROR');
        const message = `Instance ${id} cannot be rescued: Driver Error: `;
        expect(broken.fault).toMatchObject({ code: 400, message: expect.stringContaining(message) });
      });
      await failing('spawn', target().host, async () => {
        const answer = await act(target().admin, id, { rebuild: { imageRef: target().image } });
        expect(answer.body.server.status).toBe('REBUILD');
        const broken = await until(
          target(),
          () => look(target(), id),
          (server) => server.status === 'ERROR' && server['OS-EXT-STS:task_state'] === null,
        );
        expect(broken.fault).toMatchObject({ code: 500, details: expect.stringContaining('Traceback') });
        const action = await actionOf(target(), id, answer);
        expect([action.message, eventsOf(action)]).toEqual([
          'Error',
          ['compute_rebuild_instance Error', 'rebuild_server Success'],
        ]);
      });
      const mended = await act(target().admin, id, { rebuild: { imageRef: target().image } });
      expect(mended.status).toBe(202);
      expect(await untilIdle(target(), id, 'ACTIVE')).not.toHaveProperty('fault');
    });

    test('of a snapshot takes its image away', async () => {
      await failing('snapshot', target().host, async () => {
        const answer = await act(target().admin, id, { createImage: { name: 'opsbook-contract-broken' } });
        expect(answer.status).toBe(202);
        await untilIdle(target(), id, 'ACTIVE');
        const image = await target().admin.glance('GET', `/images/${answer.body.image_id as string}`);
        expect(image.status).toBe(404);
        const action = await actionOf(target(), id, answer);
        expect(action.message).toBe('Error');
        expect(eventsOf(action)).toEqual(['compute_snapshot_instance Error']);
      });
    });
  });
}

type Operation = Parameters<Failures>[1];

function failures({ failures: found }: ContractTarget): NonNullable<ContractTarget['failures']> {
  if (found === undefined) throw new Error('this target cannot be made to fail');
  return found;
}
