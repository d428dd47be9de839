import type { World } from '../world.ts';
import type { SimulatedVolumeType } from './block-storage-records.ts';

export const ZONE = 'nova';

/** The only backend: a `cinder-volume` of that host, with one pool. */
export const BACKEND = 'fake1';
export const VOLUME_HOST = `vol1@${BACKEND}`;
export const POOL = `${VOLUME_HOST}#${BACKEND}`;

/** The pool that a volume of that type is put into; undefined: there is none for it. */
export function poolFor({ state }: World, { extraSpecs }: SimulatedVolumeType): string | undefined {
  const backend = extraSpecs['volume_backend_name'];
  const service = state.blockStorageServices.find(({ host }) => host === VOLUME_HOST);
  const usable = service !== undefined && service.alive && !service.disabled;
  return usable && (backend === undefined || backend === BACKEND) ? POOL : undefined;
}
