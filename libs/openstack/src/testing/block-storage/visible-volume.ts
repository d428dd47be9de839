import type { SimulatedVolume, SimulatedVolumeSnapshot } from './block-storage-records.ts';
import { type CinderCall, mine, param } from './cinder-api.ts';
import { notFound } from './cinder-errors.ts';

/** @throws 404 also for another project's */
export function visibleVolume(call: CinderCall, id = param(call, 'id')): SimulatedVolume {
  const volume = call.world.state.volumes.find((one) => one.id === id);
  if (volume === undefined || !mine(call, volume)) throw notFound('Volume', id);
  return volume;
}

/** @throws 404 also for another project's */
export function visibleSnapshot(call: CinderCall, id = param(call, 'id')): SimulatedVolumeSnapshot {
  const snapshot = call.world.state.volumeSnapshots.find((one) => one.id === id);
  if (snapshot === undefined || !mine(call, snapshot)) throw notFound('Snapshot', id);
  return snapshot;
}
