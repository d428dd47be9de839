import type { World } from '../world.ts';
import type { SimulatedVolumeType } from './block-storage-records.ts';

export const ZONE = 'nova';

/** The only backend: a `cinder-volume` of that host, with one pool. */
export const BACKEND = 'fake1';
export const VOLUME_HOST = `vol1@${BACKEND}`;
export const POOL = `${VOLUME_HOST}#${BACKEND}`;

// What a type may ask of it, in the scheduler's words.
const CAPABILITIES: Readonly<Record<string, string>> = { volume_backend_name: BACKEND, multiattach: '<is> True' };

/** The pool that a volume of that type is put into; undefined: there is none for it. */
export function poolFor({ state }: World, { extraSpecs }: SimulatedVolumeType): string | undefined {
  // Extra specs of a scope of their own (`qos:...`) are no business of the scheduler's.
  const asked = Object.entries(extraSpecs).filter(([key]) => !key.includes(':'));
  const fits = asked.every(([key, value]) => CAPABILITIES[key] === value);
  const service = state.blockStorageServices.find(({ host }) => host === VOLUME_HOST);
  const usable = service !== undefined && service.alive && !service.disabled;
  return usable && fits ? POOL : undefined;
}
