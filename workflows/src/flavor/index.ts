import type { AnyRunbook } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';

/** The runbooks of this domain. */
export const flavorRunbooks: readonly AnyRunbook<Services>[] = [];
