import type { SimulatorAnswer } from '@opsbook/http/testing';
import { badRequest } from '../compute/nova-errors.ts';
import { textOf } from '../given.ts';
import { micro } from '../world.ts';
import type { SimulatedVolumeTransfer } from './block-storage-records.ts';
import { type CinderApi, type CinderCall, mine, param } from './cinder-api.ts';
import { checkKeys, given, textOrNull } from './cinder-body.ts';
import { invalidVolume, notFound } from './cinder-errors.ts';
import { listAnswer } from './cinder-list.ts';
import { refuseOverQuota } from './cinder-quota.ts';
import { visibleVolume } from './visible-volume.ts';

const SINCE = { since: '3.55' };

/** `/volume-transfers` */
export function serveTransfers(api: CinderApi): void {
  const path = '/volume-transfers';
  const lost = (id: string) => notFound('Transfer', id);
  api.route('POST', path, offer, SINCE);
  api.route(
    'GET',
    `${path}/detail`,
    (call) => {
      const view = (one: SimulatedVolumeTransfer) => transferView(call, one);
      const fits = () => undefined;
      return listAnswer(call, call.world.state.volumeTransfers, {
        collection: 'transfers',
        filters: [],
        fits,
        view,
        lost,
      });
    },
    SINCE,
  );
  api.route(
    'GET',
    `${path}/:id`,
    (call) => ({ status: 200, body: { transfer: transferView(call, own(call)) } }),
    SINCE,
  );
  api.route(
    'DELETE',
    `${path}/:id`,
    (call) => {
      const transfer = own(call);
      end(call, transfer);
      return { status: 202 };
    },
    SINCE,
  );
  api.route('POST', `${path}/:id/accept`, accept, SINCE);
}

function own(call: CinderCall): SimulatedVolumeTransfer {
  const found = call.world.state.volumeTransfers.find(({ id }) => id === param(call, 'id'));
  if (found === undefined || !mine(call, found)) throw notFound('Transfer', param(call, 'id'));
  return found;
}

function end({ world }: CinderCall, transfer: SimulatedVolumeTransfer): void {
  world.state.volumeTransfers = world.state.volumeTransfers.filter((other) => other !== transfer);
  const volume = world.state.volumes.find(({ id }) => id === transfer.volumeId);
  if (volume?.status === 'awaiting-transfer') volume.status = 'available';
}

const transferView = ({ speaks }: CinderCall, transfer: SimulatedVolumeTransfer) => ({
  id: transfer.id,
  created_at: micro(transfer.createdAt),
  name: transfer.name,
  volume_id: transfer.volumeId,
  no_snapshots: false,
  ...(speaks('3.57') && {
    destination_project_id: null,
    source_project_id: transfer.projectId,
    accepted: false,
  }),
  links: [],
});

function offer(call: CinderCall): SimulatorAnswer {
  const { world } = call;
  const wanted = given(call, 'transfer');
  checkKeys('transfer', wanted, ['volume_id', 'name', 'no_snapshots'], ['volume_id']);
  const volume = visibleVolume(call, textOf(wanted, 'volume_id') ?? '');
  if (volume.status !== 'available') throw invalidVolume('status must be available');
  volume.status = 'awaiting-transfer';
  const transfer: SimulatedVolumeTransfer = {
    id: world.ids.uuid('transfer'),
    name: textOrNull('name', wanted['name']),
    volumeId: volume.id,
    projectId: volume.projectId,
    authKey: crypto.randomUUID().replaceAll('-', '').slice(0, 16),
    createdAt: world.stamp(),
  };
  world.state.volumeTransfers.push(transfer);
  return { status: 202, body: { transfer: { ...transferView(call, transfer), auth_key: transfer.authKey } } };
}

function accept(call: CinderCall): SimulatorAnswer {
  const { world, caller } = call;
  const id = param(call, 'id');
  const transfer = world.state.volumeTransfers.find((one) => one.id === id);
  if (transfer === undefined) throw notFound('Transfer', id);
  if (textOf(given(call, 'accept'), 'auth_key') !== transfer.authKey) {
    throw badRequest(`Invalid auth key: Attempt to transfer ${id} with invalid auth key.`);
  }
  const volume = world.state.volumes.find((one) => one.id === transfer.volumeId);
  if (volume === undefined) throw notFound('Volume', transfer.volumeId);
  const type = world.state.volumeTypes.find((one) => one.id === volume.typeId);
  refuseOverQuota(world, { projectId: caller.projectId, type, more: volume.sizeGiB, one: 'volumes' });
  end(call, transfer);
  Object.assign(volume, { projectId: caller.projectId, userId: caller.userId, updatedAt: world.stamp() });
  return { status: 202, body: { transfer: { id, volume_id: volume.id, name: transfer.name, links: [] } } };
}
