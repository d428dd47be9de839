/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-member-access
   -- answers are looked into as they come: their shape is what is under test */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { cleanUpVolumesAfter, makeVolume } from '../block-storage/contract-volumes.ts';
import { PREFIX, type TargetOf } from '../contract-target.ts';
import { act, bootServer, cleanUpAfter, createServer, look, untilIdle, untilMigration } from './contract-servers.ts';
import { ZERO, expectRefusal } from './refusals.ts';

/** What nova looks at before it does something with a server: its lock, its state, its task. */
export function readinessContract(target: TargetOf): void {
  describe('a server that is not ready', () => {
    cleanUpVolumesAfter(target);
    cleanUpAfter(target);
    let id = '';
    let volume = '';
    beforeAll(async () => {
      id = await bootServer(target(), target().member);
      volume = (await makeVolume(target(), {}, target().member)).id as string;
    });
    const plug = () =>
      target().member.nova('POST', `/servers/${id}/os-interface`, { body: { interfaceAttachment: {} } });
    const unplug = () => target().member.nova('DELETE', `/servers/${id}/os-interface/${ZERO}`);
    const attach = () =>
      target().member.nova('POST', `/servers/${id}/os-volume_attachments`, {
        body: { volumeAttachment: { volumeId: volume } },
      });
    const describeIt = () =>
      target().member.nova('POST', `/servers/${id}/metadata`, { body: { metadata: { a: 'b' } } });
    const refused = (action: string, attribute: string, state: string) =>
      `Cannot '${action}' instance ${id} while it is in ${attribute} ${state}`;

    test('because an admin has locked it, is kept from its project; an image may be made of it', async () => {
      const { admin, member } = target();
      await act(admin, id, { lock: null });
      const locked = `Instance ${id} is locked`;
      for (const attempt of [plug, unplug, attach, describeIt]) expectRefusal(await attempt(), 409, locked);
      expect((await act(member, id, { createImage: { name: `${PREFIX}locked` } })).status).toBe(202);
      await untilIdle(target(), id, 'ACTIVE');
      await act(admin, id, { unlock: null });
      expect((await describeIt()).status).toBe(200);
    });

    test('because it moves, gets no interface and no volume', async () => {
      await act(target().admin, id, { 'os-migrateLive': { host: null, block_migration: 'auto' } });
      expectRefusal(await plug(), 409, refused('attach_interface', 'task_state', 'migrating'));
      expectRefusal(await unplug(), 409, refused('detach_interface', 'task_state', 'migrating'));
      expectRefusal(await attach(), 409, refused('attach_volume', 'task_state', 'migrating'));
      expect((await describeIt()).status).toBe(200);
      await untilMigration(target(), id, 'completed');
      await untilIdle(target(), id, 'ACTIVE');
    });

    test('because it is suspended, gets no interface and no volume', async () => {
      const { member } = target();
      await act(member, id, { suspend: null });
      await untilIdle(target(), id, 'SUSPENDED');
      expectRefusal(await plug(), 409, refused('attach_interface', 'vm_state', 'suspended'));
      expectRefusal(await attach(), 409, refused('attach_volume', 'vm_state', 'suspended'));
      await act(member, id, { resume: null });
      await untilIdle(target(), id, 'ACTIVE');
    });

    test('because it is in error, keeps its metadata', async () => {
      const { admin, member } = target();
      await act(admin, id, { 'os-resetState': { state: 'error' } });
      expectRefusal(await describeIt(), 409, refused('update metadata', 'vm_state', 'error'));
      const removed = await member.nova('DELETE', `/servers/${id}/metadata/a`);
      expectRefusal(removed, 409, refused('delete metadata', 'vm_state', 'error'));
      await act(admin, id, { 'os-resetState': { state: 'active' } });
    });

    test('is rebuilt without the user data that a rebuild takes away', async () => {
      const { admin, member, image } = target();
      const rebuild = (given: object) => act(member, id, { rebuild: { imageRef: image, ...given } });
      await rebuild({ user_data: 'aGVsbG8=' });
      await untilIdle(target(), id, 'ACTIVE');
      expect((await look(target(), id))['OS-EXT-SRV-ATTR:user_data']).toBe('aGVsbG8=');
      await rebuild({ user_data: null, description: null });
      await untilIdle(target(), id, 'ACTIVE');
      const { body } = await admin.nova('GET', `/servers/${id}`);
      expect(body.server).toMatchObject({ 'OS-EXT-SRV-ATTR:user_data': null, description: null });
    });

    test('is not made of more user data than nova keeps', async () => {
      const most = 'YWFh'.repeat(16_383);
      const { status, body } = await createServer(target(), target().member, { user_data: `${most}YWFh` });
      // The value stands in the message, which makes the answer longer than what is kept of it.
      expect([status, String(body)]).toEqual([400, expect.stringContaining('field/attribute user_data. Value: YWFh')]);
    });
  });
}
