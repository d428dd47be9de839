import type { AnyRunbook } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import { findAggregates } from './find.ts';

export { findAggregates };

/** The runbooks of this domain. */
export const aggregateRunbooks: readonly AnyRunbook<Services>[] = [findAggregates];
