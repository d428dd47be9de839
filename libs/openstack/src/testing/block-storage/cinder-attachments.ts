import { microOrNull } from '../world.ts';
import type { SimulatedAttachment, SimulatedVolume } from './block-storage-records.ts';
import { type CinderApi, type CinderCall, param } from './cinder-api.ts';
import { cinderError } from './cinder-errors.ts';
import { listAnswer } from './cinder-list.ts';

interface Attached extends SimulatedAttachment {
  volume: SimulatedVolume;
  projectId: string;
}

const SINCE = { since: '3.27' };

/** `/attachments`: nova makes and ends them. */
export function serveAttachments(api: CinderApi): void {
  const all = ({ world }: CinderCall): Attached[] =>
    world.state.volumes.flatMap((volume) =>
      volume.attachments.map((one) => ({ ...one, volume, projectId: volume.projectId })),
    );
  const list = (call: CinderCall, view: (one: Attached) => object) =>
    listAnswer(call, all(call), { collection: 'attachments', filters: FILTERS, fits, view, lost });
  api.route('GET', '/attachments', (call) => list(call, short), SINCE);
  api.route('GET', '/attachments/detail', (call) => list(call, full), SINCE);
  api.route(
    'GET',
    '/attachments/:id',
    (call) => {
      // Seen: another project's is shown as well.
      const id = param(call, 'id');
      const found = all(call).find((one) => one.id === id);
      if (found === undefined) throw lost(id);
      return { status: 200, body: { attachment: full(found) } };
    },
    SINCE,
  );
}

const FILTERS = ['volume_id', 'status', 'instance_id', 'attach_status'];

const lost = (id: string) =>
  cinderError(404, `Volume attachment could not be found with filter: attachment_id = ${id}.`);

function fits(one: Attached, name: string, value: string): boolean | undefined {
  if (name === 'volume_id') return one.volume.id === value;
  if (name === 'instance_id') return one.serverId === value;
  if (name === 'attach_status') return one.status === value;
  return undefined;
}

const short = (one: Attached) => ({
  id: one.id,
  status: one.status,
  instance: one.serverId,
  volume_id: one.volume.id,
});

const full = (one: Attached) => ({
  ...short(one),
  attached_at: microOrNull(one.attachedAt) ?? '',
  detached_at: '',
  attach_mode: one.attachedAt === null ? null : 'rw',
  connection_info: one.attachedAt === null ? {} : { driver_volume_type: 'iscsi', volume_id: one.volume.id },
});
