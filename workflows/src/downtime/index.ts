import type { AnyRunbook } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import { findMonitoredObjects } from './find-objects.ts';
import { removeDowntime } from './remove.ts';
import { scheduleDowntime } from './schedule.ts';

export { findMonitoredObjects, removeDowntime, scheduleDowntime };

/** The runbooks of this domain. */
export const downtimeRunbooks: readonly AnyRunbook<Services>[] = [
  findMonitoredObjects,
  removeDowntime,
  scheduleDowntime,
];
