import type { ServerFilter } from './resource.ts';

/** Keystone's. */
export const enabledFilter = (value: string): ServerFilter => ({ enabled: value === 'true' });
