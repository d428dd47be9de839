import type { CinderApi, CinderCall } from './cinder-api.ts';
import { badRequest, invalidField } from '../compute/nova-errors.ts';
import type { SimulatedVolume } from './block-storage-records.ts';
import { notFound } from './cinder-errors.ts';
import { checkKeys, given, metadataOf, textOrNull } from './cinder-body.ts';
import { fitsMetadata, listAnswer, sameText } from './cinder-list.ts';
import { serveMetadata } from './cinder-metadata.ts';
import { createVolume } from './create-volume.ts';
import { deleteVolume } from './delete-volume.ts';
import { visibleVolume } from './visible-volume.ts';
import { actOnVolume } from './volume-actions.ts';
import { fullVolumeView, shortVolumeView, volumeView } from './volume-view.ts';

const FILTERS = [
  'name',
  'status',
  'metadata',
  'bootable',
  'migration_status',
  'availability_zone',
  'group_id',
  'size',
  'created_at',
  'updated_at',
  'consumes_quota',
];

/** `/volumes`, `/volumes/detail`, `/volumes/{id}` and its actions. */
export function serveVolumes(api: CinderApi): void {
  api.route('GET', '/volumes', (call) => list(call, (volume) => shortVolumeView(call, volume)));
  api.route('GET', '/volumes/detail', (call) => list(call, (volume) => fullVolumeView(call, volume)));
  api.route('POST', '/volumes', createVolume);
  api.route('GET', '/volumes/:id', (call) => ({
    status: 200,
    body: { volume: fullVolumeView(call, visibleVolume(call)) },
  }));
  api.route('PUT', '/volumes/:id', update);
  api.route('DELETE', '/volumes/:id', (call) => deleteVolume(call, visibleVolume(call)));
  api.route('POST', '/volumes/:id/action', (call) => actOnVolume(call, () => visibleVolume(call)));
  serveMetadata(api, '/volumes', 'Volume', visibleVolume);
}

function list(call: CinderCall, view: (volume: SimulatedVolume) => object) {
  const { volumes } = call.world.state;
  const lost = (marker: string) => notFound('Volume', marker);
  return listAnswer(call, volumes, { collection: 'volumes', filters: FILTERS, fits, view, lost });
}

function fits(volume: SimulatedVolume, name: string, value: string): boolean | undefined {
  switch (name) {
    case 'id':
      return volume.id === value;
    case 'name':
      return sameText(volume.name, value);
    case 'status':
      return sameText(volume.status, value);
    case 'metadata':
      return fitsMetadata(volume.metadata, value);
    case 'bootable':
      if (!/^(true|false)$/i.test(value)) throw badRequest(`Invalid input received: 'bootable = ${value}'`);
      return String(volume.bootable) === value.toLowerCase();
    case 'availability_zone':
      return sameText(volume.availabilityZone, value);
    case 'size':
      return String(volume.sizeGiB) === value;
    case 'project_id':
      return volume.projectId === value;
    case 'user_id':
      return volume.userId === value;
    case 'host':
      return volume.pool !== null && (volume.pool === value || /^[@#]/.test(after(volume.pool, value)));
    default:
      return undefined;
  }
}

const after = (text: string, beginning: string): string =>
  text.startsWith(beginning) ? text.slice(beginning.length) : '';

function update(call: CinderCall) {
  const wanted = given(call, 'volume');
  if (Object.keys(wanted).length === 0) {
    throw invalidField('volume', wanted, '{} is not valid under any of the given schemas');
  }
  checkKeys('volume', wanted, ['name', 'description', 'display_name', 'display_description', 'metadata']);
  const volume = visibleVolume(call);
  if ('name' in wanted) volume.name = textOrNull('name', wanted['name']);
  if ('description' in wanted) volume.description = textOrNull('description', wanted['description']);
  if ('metadata' in wanted) volume.metadata = metadataOf(wanted['metadata']);
  const answer = volumeView(call, volume);
  volume.updatedAt = call.world.stamp();
  return { status: 200, body: { volume: answer } };
}
