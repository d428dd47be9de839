import type { AnyRunbook } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import { findProjects } from './find.ts';

export { findProjects };

/** The runbooks of this domain. */
export const projectRunbooks: readonly AnyRunbook<Services>[] = [findProjects];
