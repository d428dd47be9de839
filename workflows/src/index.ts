import type { AnyRunbook } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import { disableComputeService } from './compute-service/disable.ts';
import { enableComputeService } from './compute-service/enable.ts';
import { drainHypervisor } from './hypervisor/drain.ts';
import { migrateServer } from './server/migrate.ts';

export { disableComputeService } from './compute-service/disable.ts';
export { enableComputeService } from './compute-service/enable.ts';
export { drainHypervisor } from './hypervisor/drain.ts';
export { migrateServer } from './server/migrate.ts';

/** Every runbook, by name. */
export const runbooks: readonly AnyRunbook<Services>[] = [
  disableComputeService,
  enableComputeService,
  drainHypervisor,
  migrateServer,
];
