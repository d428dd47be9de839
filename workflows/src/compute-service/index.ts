import type { AnyRunbook } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import { disableComputeService } from './disable.ts';
import { enableComputeService } from './enable.ts';

export { disableComputeService, enableComputeService };

/** The runbooks of this domain. */
export const computeServiceRunbooks: readonly AnyRunbook<Services>[] = [disableComputeService, enableComputeService];
