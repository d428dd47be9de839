import type { SimulatorAnswer } from '@opsbook/http/testing';
import { badRequest } from '../compute/nova-errors.ts';
import type { SimulatedVolume } from './block-storage-records.ts';
import type { CinderCall } from './cinder-api.ts';
import { checkKeys, flag } from './cinder-body.ts';
import { invalidVolume, policy } from './cinder-errors.ts';
import { startVolumeDeletion } from './delete-volume.ts';
import { EXTEND } from './extend-volume.ts';
import { resetVolume } from './reset-volume.ts';
import { RETYPE } from './retype-volume.ts';
import { UPLOAD } from './upload-volume.ts';
import type { VolumeAction } from './volume-action.ts';
import type { Given } from '../given.ts';

const ACCEPTED = { status: 202 };

const ACTIONS: Readonly<Record<string, VolumeAction>> = {
  'os-extend': EXTEND,
  'os-retype': RETYPE,
  'os-volume_upload_image': UPLOAD,
  'os-set_bootable': {
    check: (_call, argument) => {
      checkKeys('os-set_bootable', argument, ['bootable'], ['bootable']);
      flag('bootable', argument['bootable']);
    },
    run: ({ world }, volume, argument) => {
      Object.assign(volume, { bootable: flag('bootable', argument['bootable']), updatedAt: world.stamp() });
      return { status: 200 };
    },
  },
  'os-update_readonly_flag': {
    check: (_call, argument) => {
      checkKeys('os-update_readonly_flag', argument, ['readonly'], ['readonly']);
      flag('readonly', argument['readonly']);
    },
    run: (_call, volume, argument) => {
      if (volume.status !== 'available') {
        const said = `status must be available to update readonly flag, but current status is: ${volume.status}.`;
        throw invalidVolume(`Volume ${volume.id} ${said}`);
      }
      volume.metadata = { ...volume.metadata, readonly: flag('readonly', argument['readonly']) ? 'True' : 'False' };
      return ACCEPTED;
    },
  },
  'os-reset_status': {
    run: (call, volume, argument) => {
      resetVolume(call, volume, argument);
      return ACCEPTED;
    },
  },
  'os-force_delete': {
    run: ({ world, caller }, volume) => {
      if (!caller.admin) throw policy('volume_extension:volume_admin_actions:force_delete');
      startVolumeDeletion(world, volume);
      return ACCEPTED;
    },
  },
};

/** Does what the body asks for, if the volume and the caller allow it. */
export function actOnVolume(call: CinderCall, find: () => SimulatedVolume): SimulatorAnswer {
  const { body } = call.request;
  const again = 'Verify the request body and Content-Type header and try again.';
  if (body === undefined) throw badRequest(`There is no such action: None. ${again}`);
  const entries = Object.entries(body as Record<string, Given | null>);
  const [entry] = entries;
  if (entry === undefined || entries.length !== 1) throw badRequest('Malformed request body');
  const [key, argument] = entry;
  const action = ACTIONS[key];
  if (action === undefined) throw badRequest(`There is no such action: ${key}. ${again}`);
  action.check?.(call, argument ?? {});
  return action.run(call, find(), argument ?? {});
}
