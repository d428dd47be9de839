import type { AnyRunbook } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';

/** The runbooks of this domain. */
export const projectRunbooks: readonly AnyRunbook<Services>[] = [];
