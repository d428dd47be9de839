import type { Course } from '../timeline.ts';
import type { World } from '../world.ts';
import type { SimulatedVolume, SimulatedVolumeType } from './block-storage-records.ts';
import { checkKeys } from './cinder-body.ts';
import { invalidVolume } from './cinder-errors.ts';
import { secondsOf } from './seconds-of.ts';
import { poolFor } from './storage-pool.ts';
import { typeFor } from './visible-type.ts';
import { textOf } from '../given.ts';
import type { VolumeAction } from './volume-action.ts';

const REFUSED =
  'Retype needs volume to be in available or in-use state, not be part of an active migration or a consistency group, requested type has to be different that the one from the volume, and for in-use volumes front-end qos specs cannot change.';

export const RETYPE: VolumeAction = {
  check: (_call, argument) => {
    checkKeys('os-retype', argument, ['new_type', 'migration_policy'], ['new_type']);
  },
  run: (call, volume, argument) => {
    const type = typeFor(call, textOf(argument, 'new_type'));
    if (!['available', 'in-use'].includes(volume.status) || type.id === volume.typeId) throw invalidVolume(REFUSED);
    call.world.timeline.run(retyping(call.world, volume, type));
    return { status: 202 };
  },
};

function* retyping(world: World, volume: SimulatedVolume, type: SimulatedVolumeType): Course {
  const order = world.orders.takeVolume('retype', volume);
  const before = volume.status;
  Object.assign(volume, { status: 'retyping', updatedAt: world.stamp() });
  yield secondsOf(order, 0.1);
  const multiattach = type.extraSpecs['multiattach'] === '<is> True';
  const done = order !== 'fails' && poolFor(world, type) !== undefined;
  const typed = done ? { typeId: type.id, multiattach } : {};
  Object.assign(volume, { status: before, ...typed, updatedAt: world.stamp() });
}
