import type { AnyRunbook } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import { migrateServer } from './migrate.ts';

export { migrateServer };

/** The runbooks of this domain. */
export const serverRunbooks: readonly AnyRunbook<Services>[] = [migrateServer];
