import type { AnyRunbook } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import { setQuota } from './set.ts';
import { showQuota } from './show.ts';

export { setQuota, showQuota };

/** The runbooks of this domain. */
export const quotaRunbooks: readonly AnyRunbook<Services>[] = [setQuota, showQuota];
