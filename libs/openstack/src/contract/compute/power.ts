/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-member-access
   -- answers are looked into as they come: their shape is what is under test */
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { TargetOf } from '../contract-target.ts';
import { act, actionOf, bootServer, cleanUpAfter, eventsOf, look, untilIdle } from './contract-servers.ts';

/** Starting, stopping, rebooting, locking, and the refusals of a server in the wrong state. */
export function powerContract(target: TargetOf): void {
  describe("a server's power", () => {
    cleanUpAfter(target);
    let id = '';
    beforeAll(async () => {
      id = await bootServer(target());
    });
    const refused = async (body: object, action: string, state: string) => {
      const answer = await act(target().admin, id, body);
      expect(answer.status).toBe(409);
      expect(answer.body.conflictingRequest.message).toBe(`Cannot '${action}' instance ${id} while it is in ${state}`);
    };

    test('goes off and on', async () => {
      const stop = await act(target().admin, id, { 'os-stop': null });
      expect(stop.status).toBe(202);
      expect(stop.body).toBeUndefined();
      const off = await untilIdle(target(), id, 'SHUTOFF');
      expect(off).toMatchObject({ 'OS-EXT-STS:vm_state': 'stopped', 'OS-EXT-STS:power_state': 4 });
      expect(off).not.toHaveProperty('progress');
      const action = await actionOf(target(), id, stop);
      expect(action).toMatchObject({ action: 'stop', message: null });
      expect(eventsOf(action)).toEqual(['compute_stop_instance Success']);

      await refused({ 'os-stop': null }, 'stop', 'vm_state stopped');
      await refused(
        { 'os-migrateLive': { host: null, block_migration: 'auto' } },
        'os-migrateLive',
        'vm_state stopped',
      );
      await refused({ confirmResize: null }, 'confirmResize', 'vm_state stopped');
      await refused({ reboot: { type: 'SOFT' } }, 'reboot', 'vm_state stopped');

      const start = await act(target().admin, id, { 'os-start': null });
      const on = await untilIdle(target(), id, 'ACTIVE');
      expect(on).toMatchObject({ 'OS-EXT-STS:vm_state': 'active', 'OS-EXT-STS:power_state': 1, progress: 0 });
      expect(eventsOf(await actionOf(target(), id, start))).toEqual(['compute_start_instance Success']);
      await refused({ 'os-start': null }, 'start', 'vm_state active');
    });

    test.each(['SOFT', 'HARD'])('comes back after a %s reboot', async (type) => {
      const reboot = await act(target().admin, id, { reboot: { type } });
      expect(reboot.status).toBe(202);
      await untilIdle(target(), id, 'ACTIVE');
      expect(eventsOf(await actionOf(target(), id, reboot))).toEqual(['compute_reboot_instance Success']);
    });

    test('is no concern of a lock, which is recorded and does not bind an admin', async () => {
      const lock = await act(target().admin, id, { lock: null });
      expect(eventsOf(await actionOf(target(), id, lock))).toEqual(['api_lock Success']);
      expect(await look(target(), id)).toMatchObject({ locked: true, locked_reason: null });
      const old = await act(target().admin, id, { lock: { locked_reason: 'x' } }, '2.72');
      expect(old.status).toBe(202);
      expect(await look(target(), id)).toMatchObject({ locked: true, locked_reason: null });
      const unlock = await act(target().admin, id, { unlock: null });
      expect(eventsOf(await actionOf(target(), id, unlock))).toEqual(['api_unlock Success']);
    });

    test('is forgotten by a reset of the state, which asks no guest', async () => {
      const reset = await act(target().admin, id, { 'os-resetState': { state: 'error' } });
      expect(reset.status).toBe(202);
      expect(await look(target(), id)).toMatchObject({ status: 'ERROR', 'OS-EXT-STS:power_state': 1 });
      expect(await actionOf(target(), id, reset)).toMatchObject({ action: 'resetState', message: null, events: [] });
      await refused({ 'os-start': null }, 'start', 'vm_state error');
      await refused({ migrate: null }, 'migrate', 'vm_state error');
      await refused({ createImage: { name: 'x' } }, 'createImage', 'vm_state error');
      await act(target().admin, id, { 'os-resetState': { state: 'active' } });
      expect(await look(target(), id)).toMatchObject({ status: 'ACTIVE' });
    });

    test.each([
      [{ nonsense: null }, 'There is no such action: nonsense'],
      [{}, 'Malformed request body'],
      [{ 'os-stop': null, 'os-start': null }, 'Malformed request body'],
      [
        { 'os-resetState': { state: 'odd' } },
        "Invalid input for field/attribute state. Value: odd. 'odd' is not one of ['active', 'error']",
      ],
      [
        { reboot: { type: 'WARM' } },
        "Invalid input for field/attribute type. Value: WARM. 'WARM' is not one of ['HARD', 'Hard', 'hard', 'SOFT', 'Soft', 'soft']",
      ],
      [{ createImage: {} }, "Invalid input for field/attribute createImage. Value: {}. 'name' is a required property"],
      [{ lock: { locked_reason: '' } }, "Invalid input for field/attribute locked_reason. Value: . '' is too short"],
    ])('is not changed by %j', async (body, message) => {
      const answer = await act(target().admin, id, body);
      expect(answer.status).toBe(400);
      expect(answer.body.badRequest.message).toBe(message);
    });
  });
}
