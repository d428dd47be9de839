import { badRequest } from '../compute/nova-errors.ts';
import type { Course } from '../timeline.ts';
import type { World } from '../world.ts';
import type { SimulatedVolume } from './block-storage-records.ts';
import { checkKeys, size } from './cinder-body.ts';
import { invalidVolume } from './cinder-errors.ts';
import { refuseOverQuota } from './cinder-quota.ts';
import { secondsOf } from './seconds-of.ts';
import type { VolumeAction } from './volume-action.ts';

export const EXTEND: VolumeAction = {
  check: (_call, argument) => {
    checkKeys('os-extend', argument, ['new_size'], ['new_size']);
    size('new_size', argument['new_size']);
  },
  run: ({ world, speaks }, volume, argument) => {
    const wanted = Number(argument['new_size']);
    const allowed = speaks('3.42') ? ['available', 'in-use'] : ['available'];
    if (!allowed.includes(volume.status)) {
      const said = `status must be '{'status': 'available'}' to extend, currently ${volume.status}.`;
      throw invalidVolume(`Volume ${volume.id} ${said}`);
    }
    if (wanted <= volume.sizeGiB) {
      const sizes = `(current: ${volume.sizeGiB}, extended: ${wanted})`;
      throw badRequest(`Invalid input received: New size for extend must be greater than current size. ${sizes}.`);
    }
    const type = world.state.volumeTypes.find(({ id }) => id === volume.typeId);
    const { projectId, sizeGiB } = volume;
    refuseOverQuota(world, { projectId, type, more: wanted - sizeGiB, volumeSize: wanted });
    world.timeline.run(extension(world, volume, wanted));
    return { status: 202 };
  },
};

function* extension(world: World, volume: SimulatedVolume, sizeGiB: number): Course {
  const order = world.orders.takeVolume('extend', volume);
  const before = volume.status;
  Object.assign(volume, { status: 'extending', updatedAt: world.stamp() });
  yield secondsOf(order, 0.1);
  const ended = order === 'fails' ? { status: 'error_extending' } : { status: before, sizeGiB };
  Object.assign(volume, ended, { updatedAt: world.stamp() });
}
