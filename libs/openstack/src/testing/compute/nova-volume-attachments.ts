import type { SimulatorAnswer } from '@opsbook/http/testing';
import type { SimulatedAttachment, SimulatedVolume } from '../block-storage/block-storage-records.ts';
import { type Given, textOf } from '../given.ts';
import type { SimulatedServer } from './compute-records.ts';
import type { NovaApi } from './nova-api.ts';
import { type NovaCall, param } from './nova-call.ts';
import { badRequest, invalidField, novaError } from './nova-errors.ts';
import { visibleServer } from './nova-servers.ts';
import { type Readiness, refuseLocked, refuseOnDeadHost, refuseUnready } from './server-readiness.ts';
import { nextDevice, startAttachment, startDetachment } from './volume-attachment-courses.ts';

const PATH = '/servers/:id/os-volume_attachments';
const PLUGS: Readiness = {
  from: ['active', 'paused', 'stopped', 'resized', 'soft-delete', 'shelved', 'shelved_offloaded'],
};

/** The volumes of a server. */
export function serveVolumeAttachments(api: NovaApi): void {
  api.route('GET', PATH, (call) => {
    const server = visibleServer(call, param(call, 'id'));
    const views = server.volumes.map(({ id }) => attachmentView(call, server, id));
    return { status: 200, body: { volumeAttachments: views } };
  });
  api.route('GET', `${PATH}/:volume`, (call) => {
    const { server, volumeId } = attached(call);
    return { status: 200, body: { volumeAttachment: attachmentView(call, server, volumeId) } };
  });
  api.route('POST', PATH, attach);
  api.route('PUT', `${PATH}/:volume`, (call) => {
    const { server, volumeId } = attached(call);
    const wanted = wantedIn(call)['delete_on_termination'];
    const one = server.volumes.find(({ id }) => id === volumeId);
    if (one !== undefined && typeof wanted === 'boolean') one.deleteOnTermination = wanted;
    return { status: 202 };
  });
  api.route('DELETE', `${PATH}/:volume`, (call) => {
    const { server, volumeId } = attached(call);
    refuseLocked(call, server);
    refuseUnready(server, 'detach_volume', PLUGS);
    refuseOnDeadHost(call, server);
    const volume = call.world.state.volumes.find(({ id }) => id === volumeId);
    if (volume !== undefined) startDetachment(call, server, volume);
    return { status: 202 };
  });
}

function attached(call: NovaCall): { server: SimulatedServer; volumeId: string } {
  const server = visibleServer(call, param(call, 'id'));
  const volumeId = param(call, 'volume');
  if (server.volumes.some(({ id }) => id === volumeId)) return { server, volumeId };
  throw novaError(404, `Instance ${server.id} is not attached to volume ${volumeId}`);
}

const KEYS = ['volumeId', 'device', 'tag', 'delete_on_termination'];

function wantedIn({ request }: NovaCall): Given {
  const wanted = (request.body as { volumeAttachment?: Given } | undefined)?.volumeAttachment;
  if (wanted === undefined) throw badRequest("'volumeAttachment' is a required property");
  if (wanted['volumeId'] === undefined) {
    throw invalidField('volumeAttachment', wanted, "'volumeId' is a required property");
  }
  const volumeId = textOf(wanted, 'volumeId') ?? '';
  if (!/^[0-9a-f-]{36}$/.test(volumeId)) throw invalidField('volumeId', volumeId, `'${volumeId}' is not a 'uuid'`);
  const device = textOf(wanted, 'device');
  const pattern = '(^/dev/x{0,1}[a-z]{0,1}d{0,1})([a-z]+)[0-9]*$';
  if (device !== null && !new RegExp(pattern).test(device)) {
    throw invalidField('device', device, `'${device}' does not match '${pattern}'`);
  }
  const [odd] = Object.keys(wanted).filter((key) => !KEYS.includes(key));
  if (odd !== undefined) {
    throw invalidField('volumeAttachment', wanted, `Additional properties are not allowed ('${odd}' was unexpected)`);
  }
  return wanted;
}

function attach(call: NovaCall): SimulatorAnswer {
  const { world } = call;
  const wanted = wantedIn(call);
  const server = visibleServer(call, param(call, 'id'));
  const volumeId = textOf(wanted, 'volumeId') ?? '';
  const volume = world.state.volumes.find(({ id }) => id === volumeId);
  if (volume === undefined || (!call.caller.admin && volume.projectId !== call.caller.projectId)) {
    throw novaError(404, `Volume ${volumeId} could not be found.`);
  }
  refuseLocked(call, server);
  refuseUnready(server, 'attach_volume', PLUGS);
  refuseUnfit(call, volume, server);
  const attachment: SimulatedAttachment = {
    id: world.ids.uuid('attachment'),
    serverId: server.id,
    status: 'reserved',
    device: nextDevice(world, server, textOf(wanted, 'device')),
    tag: textOf(wanted, 'tag'),
    deviceMappingId: world.ids.uuid('attachment'),
    attachedAt: null,
  };
  server.volumes.push({ id: volumeId, deleteOnTermination: wanted['delete_on_termination'] === true });
  startAttachment(call, server, volume, attachment);
  const view = {
    id: volumeId,
    serverId: server.id,
    volumeId,
    device: attachment.device,
    ...extras(call, server, volumeId),
  };
  return { status: 200, body: { volumeAttachment: view } };
}

/** @throws 400 as nova says it of a volume that cannot be attached, for itself or after cinder */
function refuseUnfit({ requestId }: NovaCall, volume: SimulatedVolume, server: SimulatedServer): void {
  const { id, status, attachments, multiattach } = volume;
  const holders = attachments.map(({ serverId }) => serverId);
  if (holders.length > 0 && (!multiattach || holders.includes(server.id))) {
    throw badRequest(`Invalid volume: volume ${id} is already attached to instances: ${holders.join(', ')}`);
  }
  const cinders = (said: string) =>
    badRequest(`Invalid input received: Invalid volume: ${said} (HTTP 400) (Request-ID: ${requestId})`);
  if (status.startsWith('error')) {
    const cannot = 'Volume attachments can not be created if the volume is in an error state.';
    throw cinders(`${cannot} The Volume ${id} currently has a status of: ${status} `);
  }
  if (status !== 'available' && status !== 'in-use') {
    throw cinders(
      `Volume ${id} status must be available or downloading to reserve, but the current status is ${status}.`,
    );
  }
}

function attachmentView(call: NovaCall, server: SimulatedServer, volumeId: string): object {
  const one = recordOf(call, server, volumeId);
  return {
    ...(!call.speaks('2.89') && { id: volumeId }),
    volumeId,
    serverId: server.id,
    device: one?.device ?? null,
    ...extras(call, server, volumeId),
    ...(call.speaks('2.89') && { attachment_id: one?.id ?? null, bdm_uuid: one?.deviceMappingId ?? null }),
  };
}

const extras = (call: NovaCall, server: SimulatedServer, volumeId: string): object => ({
  ...(call.speaks('2.70') && { tag: recordOf(call, server, volumeId)?.tag ?? null }),
  ...(call.speaks('2.79') && {
    delete_on_termination: server.volumes.find(({ id }) => id === volumeId)?.deleteOnTermination ?? false,
  }),
});

const recordOf = ({ world }: NovaCall, server: SimulatedServer, volumeId: string): SimulatedAttachment | undefined =>
  world.state.volumes.find(({ id }) => id === volumeId)?.attachments.find(({ serverId }) => serverId === server.id);
