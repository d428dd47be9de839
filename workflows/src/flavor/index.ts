import type { AnyRunbook } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import { findFlavors } from './find.ts';

export { findFlavors };

/** The runbooks of this domain. */
export const flavorRunbooks: readonly AnyRunbook<Services>[] = [findFlavors];
