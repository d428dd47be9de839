import type { VolumeOutcome } from '../orders.ts';

/** How long something of cinder's takes. */
export const secondsOf = (order: VolumeOutcome | undefined, usual: number): number => {
  if (order === 'hangs') return Infinity;
  return typeof order === 'object' ? order.seconds : usual;
};
