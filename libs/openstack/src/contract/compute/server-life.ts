/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-member-access
   -- answers are looked into as they come: their shape is what is under test */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { type TargetOf, until } from '../contract-target.ts';
import {
  act,
  actionOf,
  bootServer,
  cleanUpAfter,
  eventsOf,
  look,
  newestMigration,
  untilIdle,
} from './contract-servers.ts';
import type { WireAnswer } from '../wire.ts';
import { ZERO, expectForbidden, expectRefusal } from './refusals.ts';

/** Suspending, pausing, rescuing, rebuilding, resizing, shelving, and what nova says where they do not fit. */
export function serverLifeContract(target: TargetOf): void {
  describe("a server's life", () => {
    cleanUpAfter(target);
    let id = '';
    let larger = '';
    beforeAll(async () => {
      id = await bootServer(target());
      const { body } = await target().admin.nova('GET', '/flavors/detail');
      const sizes = body.flavors as { id: string; ram: number; vcpus: number }[];
      larger = sizes.filter((one) => one.id !== target().flavor).sort((a, b) => a.ram - b.ram)[0]?.id ?? '';
    });
    const does = async (body: object, status: string) => {
      const answer = await act(target().admin, id, body);
      const server = await untilIdle(target(), id, status);
      return { answer, server, events: await eventsWhenEnded(answer) };
    };
    // The last event may end a moment after the server's task.
    const eventsWhenEnded = (answer: WireAnswer) =>
      until(
        target(),
        async () => eventsOf(await actionOf(target(), id, answer)),
        (events) => events.every((one) => !one.endsWith(' null')),
      );
    const wrong = async (body: object, action: string, state: string) =>
      expectRefusal(
        await act(target().admin, id, body),
        409,
        `Cannot '${action}' instance ${id} while it is in vm_state ${state}`,
      );

    test.each([
      ['pause', 'PAUSED', 3, 'compute_pause_instance', 'unpause', 'compute_unpause_instance'],
      ['suspend', 'SUSPENDED', 7, 'compute_suspend_instance', 'resume', 'compute_resume_instance'],
    ])('%s makes it %s, and there is a way back', async (to, status, power, event, back, backEvent) => {
      await wrong({ [back]: null }, back, 'active');
      const { answer, server, events } = await does({ [to]: null }, status);
      expect([answer.status, answer.body]).toEqual([202, undefined]);
      expect(server['OS-EXT-STS:power_state']).toBe(power);
      expect(events).toEqual([`${event} Success`]);
      const home = await does({ [back]: null }, 'ACTIVE');
      expect(home.server['OS-EXT-STS:power_state']).toBe(1);
      expect(home.events).toEqual([`${backEvent} Success`]);
    });

    test('a rescue answers with a password, and ends with the unrescue', async () => {
      const { answer, events } = await does(
        { rescue: { adminPass: 'contract-1', rescue_image_ref: target().image } },
        'RESCUE',
      );
      expect([answer.status, answer.body]).toEqual([200, { adminPass: 'contract-1' }]);
      expect(events).toEqual(['compute_rescue_instance Success']);
      for (const [body, action] of [
        [{ rescue: null }, 'rescue'],
        [{ 'os-stop': null }, 'stop'],
        [{ rebuild: { imageRef: target().image } }, 'rebuild'],
        [{ shelve: null }, 'shelve'],
      ] as const) {
        await wrong(body, action, 'rescued');
      }
      expect((await does({ unrescue: null }, 'ACTIVE')).events).toEqual(['compute_unrescue_instance Success']);
      const made = await does({ rescue: null }, 'RESCUE');
      expect(made.answer.body).toEqual({ adminPass: expect.stringMatching(/^.{12}$/) });
      await does({ unrescue: null }, 'ACTIVE');
    });

    test('a rebuild answers with the server, keeps its id and what is not changed', async () => {
      const { admin, image } = target();
      const before = await look(target(), id);
      const answer = await act(admin, id, {
        rebuild: { imageRef: image, metadata: { rebuilt: 'yes' }, description: 'new' },
      });
      expect(answer.status).toBe(202);
      expect(answer.body.server).toMatchObject({ id, status: 'REBUILD', adminPass: expect.any(String) });
      const after = await untilIdle(target(), id, 'ACTIVE');
      expect(after).toMatchObject({
        name: before.name,
        metadata: { rebuilt: 'yes' },
        description: 'new',
        'OS-EXT-SRV-ATTR:host': before['OS-EXT-SRV-ATTR:host'],
      });
      expect(await eventsWhenEnded(answer)).toEqual(['compute_rebuild_instance Success', 'rebuild_server Success']);
      expectRefusal(await act(admin, id, { rebuild: { imageRef: ZERO } }), 400, 'Cannot find image for rebuild');
      const without = "Invalid input for field/attribute rebuild. Value: {}. 'imageRef' is a required property";
      expectRefusal(await act(admin, id, { rebuild: {} }), 400, without);
    });

    test('a rebuild of a stopped one leaves it stopped', async () => {
      await does({ 'os-stop': null }, 'SHUTOFF');
      const { events } = await does({ rebuild: { imageRef: target().image } }, 'SHUTOFF');
      expect(events).toEqual([
        'compute_rebuild_instance Success',
        'compute_stop_instance Success',
        'rebuild_server Success',
      ]);
      await does({ 'os-start': null }, 'ACTIVE');
    });

    test('a resize moves it, and is taken back or confirmed', async () => {
      const { admin, host, flavor } = target();
      const ram = async () => (await look(target(), id)).flavor.ram as number;
      const small = await ram();
      const { answer, server, events } = await does({ resize: { flavorRef: larger } }, 'VERIFY_RESIZE');
      expect(answer.status).toBe(202);
      expect(server['OS-EXT-SRV-ATTR:host']).not.toBe(host);
      expect(server.flavor.ram).toBeGreaterThan(small);
      expect(await newestMigration(target(), id)).toMatchObject({ migration_type: 'resize', status: 'finished' });
      expect(events).toEqual([
        'cold_migrate Success',
        'compute_finish_resize Success',
        'compute_prep_resize Success',
        'compute_resize_instance Success',
        'conductor_migrate_server Success',
      ]);
      const reverted = await does({ revertResize: null }, 'ACTIVE');
      expect(reverted.server['OS-EXT-SRV-ATTR:host']).toBe(host);
      expect(await ram()).toBe(small);
      expectRefusal(
        await act(admin, id, { resize: { flavorRef: flavor } }),
        400,
        'When resizing, instances must change flavor!',
      );
      expectRefusal(
        await act(admin, id, { resize: { flavorRef: 'nothing' } }),
        400,
        'Flavor nothing could not be found.',
      );
      await does({ resize: { flavorRef: larger } }, 'VERIFY_RESIZE');
      await act(admin, id, { confirmResize: null });
      expect((await untilIdle(target(), id, 'ACTIVE')).flavor.ram).toBeGreaterThan(small);
    });

    test('shelving takes it off its host, with an image of it; unshelving brings it back', async () => {
      const { admin, host } = target();
      const { answer, server, events } = await does({ shelve: null }, 'SHELVED_OFFLOADED');
      expect(answer.status).toBe(202);
      expect(server).toMatchObject({ 'OS-EXT-STS:vm_state': 'shelved_offloaded', 'OS-EXT-STS:power_state': 4 });
      expect(events).toEqual(['compute_shelve_instance Success']);
      const image = () => admin.glance('GET', `/images?name=${server.name as string}-shelved`);
      expect((await image()).body.images).toMatchObject([
        { status: 'active', image_type: 'snapshot', instance_uuid: id },
      ]);
      await until(
        target(),
        () => look(target(), id),
        (seen) => seen['OS-EXT-SRV-ATTR:host'] === null,
      );
      for (const [body, action] of [
        [{ shelve: null }, 'shelve'],
        [{ shelveOffload: null }, 'shelveOffload'],
        [{ rescue: null }, 'rescue'],
        [{ resize: { flavorRef: target().flavor } }, 'resize'],
        [{ createImage: { name: 'x' } }, 'createImage'],
      ] as const) {
        await wrong(body, action, 'shelved_offloaded');
      }
      for (const body of [{ 'os-start': null }, { 'os-stop': null }, { 'os-getConsoleOutput': {} }]) {
        expectRefusal(await act(admin, id, body), 409, `Instance ${id} is not ready`);
      }
      expectRefusal(
        await act(admin, id, { unshelve: { host: 'nothing' } }),
        400,
        'Compute host nothing could not be found.',
      );
      const noZone = 'The requested availability zone is not available';
      expectRefusal(await act(admin, id, { unshelve: { availability_zone: 'nothing' } }), 400, noZone);
      const back = await does({ unshelve: { host } }, 'ACTIVE');
      expect(back.server).toMatchObject({ 'OS-EXT-SRV-ATTR:host': host, 'OS-EXT-STS:power_state': 1 });
      expect(back.events).toEqual([
        'compute_unshelve_instance Success',
        'get_image_info Success',
        'schedule_instances Success',
      ]);
      expect((await image()).body.images).toEqual([]);
      await wrong({ unshelve: null }, 'unshelve', 'active');
    });

    test('an evacuation is refused while its host is up', async () => {
      const { admin } = target();
      const home = (await look(target(), id))['OS-EXT-SRV-ATTR:host'] as string;
      expectRefusal(await act(admin, id, { evacuate: {} }), 400, `Compute service of ${home} is still in use.`);
      expectRefusal(await act(admin, id, { evacuate: { host: home } }), 400, "The target host can't be the same one.");
      expectRefusal(await act(admin, id, { evacuate: { host: 'nothing' } }), 404, 'Compute host nothing not found.');
    });

    test('the console is read, a password set, and neither asks more than a running guest', async () => {
      const { admin } = target();
      const all = await act(admin, id, { 'os-getConsoleOutput': {} });
      expect([all.status, typeof all.body.output]).toEqual([200, 'string']);
      const password = await act(admin, id, { changePassword: { adminPass: 'contract-2' } });
      expect(password.status).toBe(202);
      await until(
        target(),
        async () => eventsOf(await actionOf(target(), id, password)),
        (events) => events[0] === 'compute_set_admin_password Success',
      );
      const missing = "Invalid input for field/attribute changePassword. Value: {}. 'adminPass' is a required property";
      expectRefusal(await act(admin, id, { changePassword: {} }), 400, missing);
    });

    test('diagnostics are for admins, and of what runs', async () => {
      const { admin } = target();
      const path = `/servers/${id}/diagnostics`;
      const { body } = await admin.nova('GET', path);
      expect(body).toMatchObject({
        state: 'running',
        driver: expect.any(String),
        num_cpus: expect.any(Number),
        cpu_details: [{ time: expect.any(Number) }],
        memory_details: { maximum: expect.any(Number) },
      });
      await does({ 'os-stop': null }, 'SHUTOFF');
      const message = `Cannot 'get_diagnostics' instance ${id} while it is in power state shutdown`;
      expectRefusal(await admin.nova('GET', path), 409, message);
    });

    test('what only admins may is refused to members', async () => {
      const { member } = target();
      const own = await bootServer(target(), member);
      expectForbidden(await act(member, own, { evacuate: {} }), 'os_compute_api:os-evacuate');
      expectForbidden(await member.nova('GET', `/servers/${own}/diagnostics`), 'os_compute_api:os-server-diagnostics');
      expectForbidden(await act(member, own, { shelveOffload: null }), 'os_compute_api:os-shelve:shelve_offload');
    });
  });
}
