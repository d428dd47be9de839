import type { AnyRunbook } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import { drainHypervisor } from './drain.ts';

export { drainHypervisor };

/** The runbooks of this domain. */
export const hypervisorRunbooks: readonly AnyRunbook<Services>[] = [drainHypervisor];
