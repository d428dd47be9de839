import type { AnyRunbook } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import { createServer } from './create.ts';
import { deleteServer } from './delete.ts';
import { findServers } from './find.ts';
import { migrateSelected } from './migrate-selected.ts';
import { migrateServer } from './migrate.ts';

export { createServer, deleteServer, findServers, migrateSelected, migrateServer };

/** The runbooks of this domain. */
export const serverRunbooks: readonly AnyRunbook<Services>[] = [
  createServer,
  deleteServer,
  findServers,
  migrateSelected,
  migrateServer,
];
