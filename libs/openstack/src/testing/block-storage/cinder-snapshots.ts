import type { SimulatorAnswer } from '@opsbook/http/testing';
import { badRequest, invalidField } from '../compute/nova-errors.ts';
import { textOf } from '../given.ts';
import type { Course } from '../timeline.ts';
import type { World } from '../world.ts';
import type { SimulatedVolumeSnapshot } from './block-storage-records.ts';
import type { CinderApi, CinderCall } from './cinder-api.ts';
import { checkKeys, checkUuid, flag, given, metadataOf, textOrNull } from './cinder-body.ts';
import { invalidSnapshot, invalidVolume, notFound, policy } from './cinder-errors.ts';
import { fitsMetadata, listAnswer, sameText } from './cinder-list.ts';
import { serveMetadata } from './cinder-metadata.ts';
import { refuseOverQuota } from './cinder-quota.ts';
import { secondsOf } from './seconds-of.ts';
import { visibleSnapshot, visibleVolume } from './visible-volume.ts';
import { fullSnapshotView, shortSnapshotView, snapshotView } from './snapshot-view.ts';

const FILTERS = ['name', 'status', 'volume_id', 'metadata', 'availability_zone', 'consumes_quota'];
const STATUSES =
  'error available creating deleting deleted updating error_deleting unmanaging backing-up restoring'.split(' ');

/** `/snapshots` */
export function serveSnapshots(api: CinderApi): void {
  const list = (call: CinderCall, view: (snapshot: SimulatedVolumeSnapshot) => object) =>
    listAnswer(call, call.world.state.volumeSnapshots, {
      collection: 'snapshots',
      filters: FILTERS,
      fits,
      view,
      lost: (marker) => notFound('Snapshot', marker),
    });
  api.route('GET', '/snapshots', (call) => list(call, shortSnapshotView));
  api.route('GET', '/snapshots/detail', (call) => list(call, (one) => fullSnapshotView(call, one)));
  api.route('POST', '/snapshots', create);
  api.route('GET', '/snapshots/:id', (call) => ({
    status: 200,
    body: { snapshot: fullSnapshotView(call, visibleSnapshot(call)) },
  }));
  api.route('PUT', '/snapshots/:id', update);
  api.route('DELETE', '/snapshots/:id', (call) => {
    const snapshot = visibleSnapshot(call);
    if (snapshot.status !== 'available' && snapshot.status !== 'error') {
      throw invalidSnapshot('Snapshot status must be available or error and must not be part of a group.');
    }
    call.world.timeline.run(deletion(call.world, snapshot));
    return { status: 202 };
  });
  api.route('POST', '/snapshots/:id/action', act);
  serveMetadata(api, '/snapshots', 'Snapshot', visibleSnapshot);
}

function fits(snapshot: SimulatedVolumeSnapshot, name: string, value: string): boolean | undefined {
  if (name === 'id') return snapshot.id === value;
  if (name === 'name') return sameText(snapshot.name, value);
  if (name === 'status') return sameText(snapshot.status, value);
  if (name === 'volume_id') return snapshot.volumeId === value;
  if (name === 'metadata') return fitsMetadata(snapshot.metadata, value);
  if (name === 'project_id') return snapshot.projectId === value;
  if (name === 'user_id') return snapshot.userId === value;
  return undefined;
}

function create(call: CinderCall): SimulatorAnswer {
  const { world, caller, speaks } = call;
  const wanted = given(call, 'snapshot');
  checkKeys('snapshot', wanted, ['volume_id', 'name', 'description', 'metadata', 'force'], ['volume_id']);
  checkUuid('volume_id', wanted['volume_id']);
  const force = wanted['force'] === undefined ? undefined : flag('force', wanted['force']);
  if (speaks('3.66') && force === false) throw badRequest(FORCE);
  const metadata = metadataOf(wanted['metadata']);
  const volume = visibleVolume(call, textOf(wanted, 'volume_id') ?? '');
  const { status } = volume;
  if (status !== 'available' && status !== 'in-use') {
    throw invalidVolume(`The snapshot cannot be created when the volume is in ${status} status.`);
  }
  if (status === 'in-use' && !speaks('3.66') && force !== true) {
    throw invalidVolume(`Volume ${volume.id} status must be available, but current status is: ${status}.`);
  }
  const type = world.state.volumeTypes.find(({ id }) => id === volume.typeId);
  refuseOverQuota(world, { projectId: volume.projectId, type, more: volume.sizeGiB, one: 'snapshots' });
  const snapshot: SimulatedVolumeSnapshot = {
    id: world.ids.uuid('volumesnapshot'),
    volumeId: volume.id,
    projectId: volume.projectId,
    userId: caller.userId,
    name: textOrNull('name', wanted['name']),
    description: textOrNull('description', wanted['description']),
    status: 'creating',
    sizeGiB: volume.sizeGiB,
    metadata,
    createdAt: world.stamp(),
    updatedAt: null,
  };
  world.state.volumeSnapshots.push(snapshot);
  const answer = snapshotView(call, snapshot);
  world.timeline.run(creation(world, snapshot));
  return { status: 202, body: { snapshot: answer } };
}

const FORCE =
  "Since microversion 3.66 the 'force' flag is invalid for this request.  For backward compatability, however, when the 'force' flag is passed with a value evaluating to True, it is silently ignored.";

function* creation(world: World, snapshot: SimulatedVolumeSnapshot): Course {
  const order = world.orders.takeVolume('snapshot', snapshot);
  yield secondsOf(order, 0.1);
  Object.assign(snapshot, { status: order === 'fails' ? 'error' : 'available', updatedAt: world.stamp() });
}

function* deletion(world: World, snapshot: SimulatedVolumeSnapshot): Course {
  const { state } = world;
  const order = world.orders.takeVolume('delete', snapshot);
  Object.assign(snapshot, { status: 'deleting', updatedAt: world.stamp() });
  yield secondsOf(order, 0.1);
  if (order === 'fails') Object.assign(snapshot, { status: 'error_deleting', updatedAt: world.stamp() });
  else state.volumeSnapshots = state.volumeSnapshots.filter((other) => other !== snapshot);
}

function update(call: CinderCall): SimulatorAnswer {
  const wanted = given(call, 'snapshot');
  if (Object.keys(wanted).length === 0) {
    throw invalidField('snapshot', wanted, '{} is not valid under any of the given schemas');
  }
  checkKeys('snapshot', wanted, ['name', 'description', 'display_name', 'display_description']);
  const snapshot = visibleSnapshot(call);
  if ('name' in wanted) snapshot.name = textOrNull('name', wanted['name']);
  if ('description' in wanted) snapshot.description = textOrNull('description', wanted['description']);
  return { status: 200, body: { snapshot: snapshotView(call, snapshot) } };
}

function act(call: CinderCall): SimulatorAnswer {
  const { 'os-reset_status': argument } = (call.request.body ?? {}) as { 'os-reset_status'?: { status?: string } };
  if (argument === undefined) throw badRequest('Malformed request body');
  const { status = '' } = argument;
  if (!STATUSES.includes(status)) {
    const all = STATUSES.map((one) => `'${one}'`).join(', ');
    throw badRequest(`Snapshot status: ${status} is invalid, valid statuses are: (${all}).`);
  }
  if (!call.caller.admin) throw policy('volume_extension:snapshot_admin_actions:reset_status');
  Object.assign(visibleSnapshot(call), { status, updatedAt: call.world.stamp() });
  return { status: 202 };
}
