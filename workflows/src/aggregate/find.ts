import { everywhere } from '../find/scopes.ts';
import { findRunbook } from '../find/find-runbook.ts';

/** Finds host aggregates by a query. */
export const findAggregates = findRunbook({ singular: 'aggregate', resource: 'aggregates', scope: everywhere });
