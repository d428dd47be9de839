/* oxlint-disable typescript/no-unsafe-member-access
   -- answers are looked into as they come: their shape is what is under test */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { PREFIX, type TargetOf } from '../contract-target.ts';
import {
  ZERO,
  absent,
  act,
  askVolume,
  bad,
  cleanUpVolumesAfter,
  errorOf,
  forbidden,
  lookAt,
  makeVolume,
  untilVolume,
} from './contract-volumes.ts';

const WORDS =
  "[True, 'True', 'TRUE', 'true', '1', 'ON', 'On', 'on', 'YES', 'Yes', 'yes', 'y', 't', False, 'False', 'FALSE', 'false', '0', 'OFF', 'Off', 'off', 'NO', 'No', 'no', 'n', 'f']";
const STATUSES =
  "('creating', 'available', 'deleting', 'error', 'error_deleting', 'error_managing', 'managing', 'attaching', 'in-use', 'detaching', 'maintenance', 'restoring-backup', 'error_restoring', 'reserved', 'awaiting-transfer', 'backing-up', 'error_backing-up', 'error_extending', 'downloading', 'uploading', 'retyping', 'extending')";
const NOT_DELETED =
  'Invalid volume: Volume status must be available or error or error_restoring or error_extending or error_managing and must not be migrating, attached, belong to a group, have snapshots, awaiting a transfer, or be disassociated from snapshots after volume transfer.';
const field = (name: string, why: string): string => `Invalid input for field/attribute ${name}. Value: ${why}`;

/** What may be done with a volume, and what its status does not allow. */
export function volumeActionsContract(target: TargetOf): void {
  describe('an action on a volume', () => {
    cleanUpVolumesAfter(target);
    let id = '';
    beforeAll(async () => {
      id = (await makeVolume(target())).id as string;
    });
    const send = (body: unknown, wire = target().member) => act(wire, id, body);
    const reset = (status: string) => send({ 'os-reset_status': { status } }, target().admin);

    test('extends it', async () => {
      const answer = await send({ 'os-extend': { new_size: 2 } });
      expect([answer.status, answer.body]).toEqual([202, undefined]);
      expect(await untilVolume(target(), id, 'available')).toMatchObject({ size: 2 });
      const same = 'New size for extend must be greater than current size. (current: 2, extended: 2).';
      expect(errorOf(await send({ 'os-extend': { new_size: 2 } }))).toEqual(bad(`Invalid input received: ${same}`));
    });

    test('makes it bootable, and read-only', async () => {
      const bootable = await send({ 'os-set_bootable': { bootable: true } });
      expect([bootable.status, (await lookAt(target(), id)).bootable]).toEqual([200, 'true']);
      const readonly = await send({ 'os-update_readonly_flag': { readonly: true } });
      expect([readonly.status, (await lookAt(target(), id)).metadata]).toEqual([202, { readonly: 'True' }]);
      await send({ 'os-update_readonly_flag': { readonly: false } });
      expect((await lookAt(target(), id)).metadata).toEqual({ readonly: 'False' });
    });

    test('uploads it to an image', async () => {
      const image = { image_name: `${PREFIX}upload`, disk_format: 'raw', container_format: 'bare' };
      const answer = await send({ 'os-volume_upload_image': image });
      expect(answer.status).toBe(202);
      expect(answer.body['os-volume_upload_image']).toMatchObject({
        id,
        status: 'uploading',
        image_id: expect.any(String),
        visibility: 'private',
        protected: false,
        ...image,
      });
      const path = `/images/${answer.body['os-volume_upload_image'].image_id as string}`;
      expect((await target().member.glance('GET', path)).body).toMatchObject({ name: `${PREFIX}upload` });
      await untilVolume(target(), id, 'available');
      await target().member.glance('DELETE', path);
      const open = await send({ 'os-volume_upload_image': { image_name: 'x', visibility: 'public' } });
      expect(errorOf(open)).toEqual(forbidden('volume_extension:volume_actions:upload_public'));
    });

    test.each<[unknown, string]>([
      [
        { nonsense: {} },
        'There is no such action: nonsense. Verify the request body and Content-Type header and try again.',
      ],
      [{}, 'Malformed request body'],
      [{ 'os-extend': { new_size: 3 }, 'os-set_bootable': { bootable: true } }, 'Malformed request body'],
      [{ 'os-extend': {} }, field('os-extend', "{}. 'new_size' is a required property")],
      [{ 'os-extend': { new_size: 0 } }, field('new_size', '0. 0 is less than the minimum of 1')],
      [{ 'os-extend': { new_size: 'x' } }, field('new_size', "x. 'x' does not match '^[0-9]+$'")],
      [{ 'os-extend': { new_size: null } }, field('new_size', "None. None is not of type 'integer', 'string'")],
      [{ 'os-set_bootable': {} }, field('os-set_bootable', "{}. 'bootable' is a required property")],
      [{ 'os-set_bootable': { bootable: 'x' } }, field('bootable', `x. 'x' is not one of ${WORDS}`)],
      [{ 'os-update_readonly_flag': { readonly: 'x' } }, field('readonly', `x. 'x' is not one of ${WORDS}`)],
      [{ 'os-volume_upload_image': {} }, field('os-volume_upload_image', "{}. 'image_name' is a required property")],
      [
        { 'os-volume_upload_image': { image_name: 'x', disk_format: 'odd' } },
        field('disk_format', "odd. 'odd' is not one of ['raw', 'vmdk', 'vdi', 'qcow2', 'vhd', 'vhdx', 'ploop']"),
      ],
      [{ 'os-retype': {} }, field('os-retype', "{}. 'new_type' is a required property")],
    ])('%j is refused', async (body, message) => {
      expect(errorOf(await send(body))).toEqual(bad(message));
    });

    test('is looked at before the volume is', async () => {
      const lost = await act(target().member, ZERO, { 'os-extend': { new_size: 3 } });
      expect(errorOf(lost)).toEqual(absent(`Volume ${ZERO} could not be found.`));
      expect((await act(target().member, ZERO, { 'os-extend': {} })).status).toBe(400);
    });

    test('resets its status, of admins', async () => {
      const refused = await send({ 'os-reset_status': { status: 'error' } });
      expect(errorOf(refused)).toEqual(forbidden('volume_extension:volume_admin_actions:reset_status'));
      expect((await reset('error')).status).toBe(202);
      expect(await lookAt(target(), id)).toMatchObject({ status: 'error' });
      expect(errorOf(await reset('odd'))).toEqual(
        bad(`Volume status: odd is invalid, valid statuses are: ${STATUSES}.`),
      );
      expect(errorOf(await reset('deleting'))).toEqual(bad('Cannot reset-state to deleting'));
      const unattached = 'Cannot reset-state to in-use because volume does not have any attachments.';
      expect(errorOf(await reset('in-use'))).toEqual(bad(unattached));
      const nothing = await send({ 'os-reset_status': {} }, target().admin);
      expect(errorOf(nothing)).toEqual(bad("Must specify 'status', 'attach_status' or 'migration_status' for update."));
      await reset('available');
    });

    test('is refused in error', async () => {
      await reset('error');
      const extend = `Volume ${id} status must be '{'status': 'available'}' to extend, currently error.`;
      expect(errorOf(await send({ 'os-extend': { new_size: 3 } }))).toEqual(bad(`Invalid volume: ${extend}`));
      const copy = await askVolume(target().member, { source_volid: id, size: 2 });
      const source = "Originating source volume status must be one of 'available, in-use' values";
      expect(errorOf(copy)).toEqual(bad(`Invalid volume: ${source}`));
      const upload = await send({ 'os-volume_upload_image': { image_name: 'x' } });
      expect(errorOf(upload)).toEqual(bad(`Invalid volume: Volume ${id} status must be available`));
      await reset('available');
    });

    test.each(['creating', 'attaching', 'maintenance', 'extending', 'awaiting-transfer', 'reserved'])(
      'does not delete what is %s, unless an admin forces it',
      async (status) => {
        await reset(status);
        expect(errorOf(await target().member.cinder('DELETE', `/volumes/${id}`))).toEqual(bad(NOT_DELETED));
        await reset('available');
      },
    );

    test('deletes by force, of admins', async () => {
      const doomed = (await makeVolume(target())).id as string;
      await act(target().admin, doomed, { 'os-reset_status': { status: 'creating' } });
      const refused = await act(target().member, doomed, { 'os-force_delete': {} });
      expect(errorOf(refused)).toEqual(forbidden('volume_extension:volume_admin_actions:force_delete'));
      expect((await act(target().admin, doomed, { 'os-force_delete': {} })).status).toBe(202);
      await untilVolume(target(), doomed, undefined);
    });
  });
}
