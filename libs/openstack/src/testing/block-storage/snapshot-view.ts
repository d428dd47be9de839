import { micro, microOrNull } from '../world.ts';
import type { SimulatedVolumeSnapshot } from './block-storage-records.ts';
import type { CinderCall } from './cinder-api.ts';

/** What a list without details has. */
export const shortSnapshotView = (snapshot: SimulatedVolumeSnapshot) => ({
  id: snapshot.id,
  created_at: micro(snapshot.createdAt),
  updated_at: microOrNull(snapshot.updatedAt),
  name: snapshot.name,
  description: snapshot.description,
  volume_id: snapshot.volumeId,
  status: snapshot.status,
  size: snapshot.sizeGiB,
  metadata: snapshot.metadata,
});

/** What creation and update answer. */
export const snapshotView = ({ speaks }: CinderCall, snapshot: SimulatedVolumeSnapshot) => ({
  ...shortSnapshotView(snapshot),
  ...(speaks('3.14') && { group_snapshot_id: null }),
  ...(speaks('3.41') && { user_id: snapshot.userId }),
  ...(speaks('3.65') && { consumes_quota: true }),
});

/** What a look at it, and a list with details, answer. */
export const fullSnapshotView = (call: CinderCall, snapshot: SimulatedVolumeSnapshot) => ({
  ...snapshotView(call, snapshot),
  'os-extended-snapshot-attributes:project_id': snapshot.projectId,
  'os-extended-snapshot-attributes:progress': snapshot.status === 'available' ? '100%' : '0%',
});
