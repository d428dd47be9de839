/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-member-access, typescript/no-unsafe-call
   -- answers are looked into as they come: their shape is what is under test */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { actionOf, act as actOnServer, bootServer, cleanUpAfter, eventsOf } from '../compute/contract-servers.ts';
import { PREFIX, type TargetOf, keysOf, until } from '../contract-target.ts';
import {
  ZERO,
  absent,
  act,
  askSnapshot,
  bad,
  cleanUpVolumesAfter,
  errorOf,
  lookAt,
  makeVolume,
  untilSnapshot,
  untilVolume,
} from './contract-volumes.ts';

/** Volumes of servers, which nova attaches and detaches. */
export function volumeAttachmentsContract(target: TargetOf, canFail: boolean): void {
  describe('a volume of a server', () => {
    cleanUpVolumesAfter(target);
    cleanUpAfter(target);
    let server = '';
    let other = '';
    let id = '';
    beforeAll(async () => {
      server = await bootServer(target());
      other = await bootServer(target());
      id = (await makeVolume(target(), {}, target().admin)).id as string;
    });
    const path = (volume = '') => `/servers/${server}/os-volume_attachments${volume === '' ? '' : `/${volume}`}`;
    const list = (version?: string) =>
      target().admin.nova('GET', path(), { ...(version !== undefined && { version }) });
    const attach = (given: object = {}, to = server, wire = target().admin) =>
      wire.nova('POST', `/servers/${to}/os-volume_attachments`, {
        body: { volumeAttachment: { volumeId: id, ...given } },
      });
    const detach = (volume = id, from = server) =>
      target().admin.nova('DELETE', `/servers/${from}/os-volume_attachments/${volume}`);
    // Nova forgets an attachment a moment after cinder does.
    const untilForgotten = () =>
      until(
        target(),
        async () => (await list()).body.volumeAttachments as unknown[],
        (all) => all.length === 0,
      );

    test('is attached: reserved at once, in use some time later', async () => {
      expect((await list()).body).toEqual({ volumeAttachments: [] });
      const answer = await attach();
      expect([answer.status, answer.body.volumeAttachment]).toEqual([
        200,
        {
          id,
          serverId: server,
          volumeId: id,
          device: expect.stringMatching(/^\/dev\/[sv]db$/),
          tag: null,
          delete_on_termination: false,
        },
      ]);
      expect((await lookAt(target(), id)).status).not.toBe('available');
      const used = await untilVolume(target(), id, 'in-use');
      expect(used.attachments).toEqual([
        {
          id,
          attachment_id: expect.any(String),
          volume_id: id,
          server_id: server,
          host_name: target().host,
          device: answer.body.volumeAttachment.device,
          attached_at: expect.stringMatching(/\.000000$/),
        },
      ]);
      // The event ends a moment after the volume is in use.
      const action = await until(
        target(),
        () => actionOf(target(), server, answer),
        (seen) => !eventsOf(seen).join().endsWith('null'),
      );
      expect(action).toMatchObject({ action: 'attach_volume', message: null });
      expect(eventsOf(action)).toEqual(['compute_attach_volume Success']);
    });

    test.each([
      ['2.1', ['device', 'id', 'serverId', 'volumeId']],
      ['2.70', ['device', 'id', 'serverId', 'tag', 'volumeId']],
      ['2.79', ['delete_on_termination', 'device', 'id', 'serverId', 'tag', 'volumeId']],
      ['2.89', ['attachment_id', 'bdm_uuid', 'delete_on_termination', 'device', 'serverId', 'tag', 'volumeId']],
    ])('is shown in %s as %j', async (version, keys) => {
      const { body } = await list(version);
      expect(body.volumeAttachments.map(keysOf)).toEqual([keys]);
      const one = await target().admin.nova('GET', path(id), { version });
      expect(one.body.volumeAttachment).toEqual(body.volumeAttachments[0]);
    });

    test('is among the attachments of cinder', async () => {
      const { admin, member } = target();
      const { body } = await list();
      const attachmentId = body.volumeAttachments[0].attachment_id as string;
      const short = { id: attachmentId, status: 'attached', instance: server, volume_id: id };
      for (const query of [`volume_id=${id}`, `instance_id=${server}`]) {
        expect((await admin.cinder('GET', `/attachments?${query}`)).body).toEqual({ attachments: [short] });
      }
      const one = await admin.cinder('GET', `/attachments/${attachmentId}`);
      expect(one.body.attachment).toMatchObject({ ...short, attach_mode: 'rw', detached_at: '' });
      const detail = await admin.cinder('GET', `/attachments/detail?volume_id=${id}`);
      expect(keysOf(detail.body.attachments[0])).toEqual(keysOf(one.body.attachment));
      expect((await member.cinder('GET', '/attachments')).body.attachments).not.toContainEqual(short);
      const lost = 'Volume attachment could not be found with filter: attachment_id = nope.';
      expect(errorOf(await admin.cinder('GET', '/attachments/nope'))).toEqual(absent(lost));
    });

    test('is not attached twice, which nova says with 400', async () => {
      const message = `Invalid volume: volume ${id} is already attached to instances: ${server}`;
      expect(errorOf(await attach())).toEqual(bad(message));
      expect(errorOf(await attach({}, other))).toEqual(bad(message));
    });

    test('is extended while it is in use, since 3.42', async () => {
      const { admin } = target();
      const old = await act(admin, id, { 'os-extend': { new_size: 2 } }, '3.41');
      const why = `Volume ${id} status must be '{'status': 'available'}' to extend, currently in-use.`;
      expect(errorOf(old)).toEqual(bad(`Invalid volume: ${why}`));
      expect((await act(admin, id, { 'os-extend': { new_size: 2 } })).status).toBe(202);
      expect(await untilVolume(target(), id, 'in-use')).toMatchObject({ size: 2 });
    });

    test('has a snapshot made of it, before 3.66 by force only', async () => {
      const { admin } = target();
      const old = await askSnapshot(admin, { volume_id: id }, '3.65');
      const why = `Volume ${id} status must be available, but current status is: in-use.`;
      expect(errorOf(old)).toEqual(bad(`Invalid volume: ${why}`));
      for (const [given, version] of [
        [{ force: true }, '3.65'],
        [{}, '3.70'],
      ] as const) {
        const made = await askSnapshot(admin, { volume_id: id, ...given }, version);
        const snapshot = made.body.snapshot.id as string;
        await untilSnapshot(target(), snapshot, 'available');
        await admin.cinder('DELETE', `/snapshots/${snapshot}`);
        await untilSnapshot(target(), snapshot, undefined);
      }
    });

    test('is kept from what wants it available', async () => {
      const { admin } = target();
      expect(errorOf(await admin.cinder('DELETE', `/volumes/${id}`))[2]).toContain('must not be migrating, attached');
      const readonly = await act(admin, id, { 'os-update_readonly_flag': { readonly: true } });
      const why = `Volume ${id} status must be available to update readonly flag, but current status is: in-use.`;
      expect(errorOf(readonly)).toEqual(bad(`Invalid volume: ${why}`));
      const upload = await act(admin, id, { 'os-volume_upload_image': { image_name: `${PREFIX}x` } });
      expect(errorOf(upload)).toEqual(bad(`Invalid volume: Volume ${id} status must be available`));
    });

    test('is detached', async () => {
      const wrong = `Instance ${other} is not attached to volume ${id}`;
      expect(errorOf(await detach(id, other))).toEqual(absent(wrong));
      const answer = await detach();
      expect([answer.status, answer.body]).toEqual([202, undefined]);
      expect(await untilVolume(target(), id, 'available')).toMatchObject({ attachments: [] });
      await untilForgotten();
      const gone = absent(`Instance ${server} is not attached to volume ${id}`);
      expect(errorOf(await detach())).toEqual(gone);
      expect(errorOf(await target().admin.nova('GET', path(id)))).toEqual(gone);
    });

    test.each<[object, string]>([
      [{}, "'volumeAttachment' is a required property"],
      [
        { volumeAttachment: {} },
        "Invalid input for field/attribute volumeAttachment. Value: {}. 'volumeId' is a required property",
      ],
      [
        { volumeAttachment: { volumeId: 'x' } },
        "Invalid input for field/attribute volumeId. Value: x. 'x' is not a 'uuid'",
      ],
      [
        { volumeAttachment: { volumeId: ZERO, device: 'x y' } },
        "Invalid input for field/attribute device. Value: x y. 'x y' does not match '(^/dev/x{0,1}[a-z]{0,1}d{0,1})([a-z]+)[0-9]*$'",
      ],
    ])('is not attached with %j', async (body, message) => {
      expect(errorOf(await target().admin.nova('POST', path(), { body }))).toEqual(bad(message));
    });

    test('is not there, or not for its asker', async () => {
      const lost = absent(`Volume ${ZERO} could not be found.`);
      expect(errorOf(await attach({ volumeId: ZERO }))).toEqual(lost);
      expect(errorOf(await attach({}, ZERO))).toEqual(absent(`Instance ${ZERO} could not be found.`));
      const foreign = await attach({}, server, target().member);
      expect(errorOf(foreign)).toEqual(absent(`Instance ${server} could not be found.`));
    });

    test('in error or creating is refused by cinder, whose words nova wraps', async () => {
      const { admin } = target();
      await act(admin, id, { 'os-reset_status': { status: 'error' } });
      const broken = await attach();
      const state = `Volume attachments can not be created if the volume is in an error state. The Volume ${id} currently has a status of: error  (HTTP 400) (Request-ID: `;
      expect(errorOf(broken).slice(0, 2)).toEqual([400, 'badRequest']);
      expect(errorOf(broken)[2]).toContain(`Invalid input received: Invalid volume: ${state}`);
      await act(admin, id, { 'os-reset_status': { status: 'creating' } });
      const early = await attach();
      expect(early.status).toBe(400);
      expect(errorOf(early)[2]).toMatch(/^Invalid input received: Invalid volume: .*creating.* \(HTTP 400\) /s);
      await act(admin, id, { 'os-reset_status': { status: 'available' } });
      await untilForgotten();
    });

    test('keeps a tag and goes with its server, when told to', async () => {
      const { admin } = target();
      await attach({ device: '/dev/vdf', tag: 'data', delete_on_termination: true });
      await untilVolume(target(), id, 'in-use');
      const { body } = await list();
      expect(body.volumeAttachments).toMatchObject([
        { tag: 'data', delete_on_termination: true, device: expect.stringMatching(/^\/dev\/[sv]df$/) },
      ]);
      const change = { volumeAttachment: { volumeId: id, delete_on_termination: false } };
      expect((await admin.nova('PUT', path(id), { body: change })).status).toBe(202);
      expect((await list()).body.volumeAttachments).toMatchObject([{ delete_on_termination: false }]);
      const kept = (await makeVolume(target(), {}, admin)).id as string;
      await attach({ volumeId: kept, delete_on_termination: true });
      await untilVolume(target(), kept, 'in-use');
      await actOnServer(admin, server, { 'os-resetState': { state: 'error' } });
      const refused = await detach();
      const message = `Cannot 'detach_volume' instance ${server} while it is in vm_state error`;
      expect(errorOf(refused)).toEqual([409, 'conflictingRequest', message]);
      await admin.nova('DELETE', `/servers/${server}`);
      await untilVolume(target(), kept, undefined);
      expect(await untilVolume(target(), id, 'available')).toMatchObject({ attachments: [] });
    });

    (canFail ? test : test.skip)('that cannot be attached is available again', async () => {
      // One that nova has never had: it forgets an attachment a moment after cinder does.
      const fresh = (await makeVolume(target(), {}, target().admin)).id as string;
      const mend = target().failures?.(target().host, 'attach_volume', other);
      const answer = await attach({ volumeId: fresh }, other);
      expect(answer.status).toBe(200);
      const failed = await until(
        target(),
        () => actionOf(target(), other, answer),
        ({ message }) => message !== null,
      );
      mend?.();
      expect(eventsOf(failed)).toEqual(['compute_attach_volume Error']);
      expect(await untilVolume(target(), fresh, 'available')).toMatchObject({ attachments: [] });
    });
  });
}
