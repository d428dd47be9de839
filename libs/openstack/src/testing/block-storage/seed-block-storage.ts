import type { World } from '../world.ts';
import { BACKEND, VOLUME_HOST } from './storage-pool.ts';

/** What a cloud has of block storage: a scheduler, one backend, and types for it. */
export function seedBlockStorage({ state, ids }: World): void {
  const [host = ''] = VOLUME_HOST.split('@');
  const up = { disabled: false, disabledReason: null, alive: true };
  state.blockStorageServices.push({ binary: 'cinder-scheduler', host, ...up });
  state.blockStorageServices.push({ binary: 'cinder-volume', host: VOLUME_HOST, ...up });
  const plain = { isPublic: true, projectIds: [] };
  const description = 'Default Volume Type';
  state.volumeTypes.push({ ...plain, id: ids.uuid('volumetype'), name: '__DEFAULT__', description, extraSpecs: {} });
  const extraSpecs = { volume_backend_name: BACKEND };
  state.volumeTypes.push({ ...plain, id: ids.uuid('volumetype'), name: BACKEND, description: null, extraSpecs });
}
