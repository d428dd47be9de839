import type { Silence } from './silence.ts';

/** Whether a silence holds from a time on (undefined: now), whenever it ends. */
export const covers = ({ state, startsAt }: Silence, from: string | undefined): boolean =>
  state === 'active' || (state === 'pending' && from !== undefined && startsAt <= from);
