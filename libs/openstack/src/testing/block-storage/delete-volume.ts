import type { SimulatorAnswer } from '@opsbook/http/testing';
import { badRequest } from '../compute/nova-errors.ts';
import type { Course } from '../timeline.ts';
import type { World } from '../world.ts';
import type { SimulatedVolume } from './block-storage-records.ts';
import type { CinderCall } from './cinder-api.ts';
import { invalidVolume, policy } from './cinder-errors.ts';
import { secondsOf } from './seconds-of.ts';

const STATES = ['available', 'error', 'error_restoring', 'error_extending', 'error_managing'];
const REFUSED = `Volume status must be ${STATES.join(' or ')} and must not be migrating, attached, belong to a group, have snapshots, awaiting a transfer, or be disassociated from snapshots after volume transfer.`;

/** `DELETE /volumes/{id}`: 202, and gone some time later. */
export function deleteVolume({ world, caller, request }: CinderCall, volume: SimulatedVolume): SimulatorAnswer {
  const cascade = flagOf(request.query, 'cascade');
  const force = flagOf(request.query, 'force');
  if (force && !caller.admin) throw policy('volume:force_delete');
  const snapshots = world.state.volumeSnapshots.filter(({ volumeId }) => volumeId === volume.id);
  const free = STATES.includes(volume.status) && volume.attachments.length === 0;
  if (!force && (!free || (snapshots.length > 0 && !cascade))) throw invalidVolume(REFUSED);
  startVolumeDeletion(world, volume);
  return { status: 202 };
}

/** Its snapshots go with it. */
export function startVolumeDeletion(world: World, volume: SimulatedVolume): void {
  world.timeline.run(deletion(world, volume));
}

function* deletion(world: World, volume: SimulatedVolume): Course {
  const { state } = world;
  const order = world.orders.takeVolume('delete', volume);
  Object.assign(volume, { status: 'deleting', updatedAt: world.stamp() });
  yield secondsOf(order, 0.1);
  if (order === 'fails') {
    Object.assign(volume, { status: 'error_deleting', updatedAt: world.stamp() });
    return;
  }
  state.volumeSnapshots = state.volumeSnapshots.filter(({ volumeId }) => volumeId !== volume.id);
  state.volumes = state.volumes.filter((other) => other !== volume);
}

function flagOf(query: URLSearchParams, name: string): boolean {
  const value = query.get(name);
  if (value === null || /^(false|0)$/i.test(value)) return false;
  if (/^(true|1)$/i.test(value)) return true;
  throw badRequest(`Value '${value}' for '${name}' is not a boolean.`);
}
