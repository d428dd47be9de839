import { everywhere } from '../find/scopes.ts';
import { findRunbook } from '../find/find-runbook.ts';

/** Finds flavors by a query. */
export const findFlavors = findRunbook({ singular: 'flavor', resource: 'flavors', scope: everywhere });
