import type { AnyRunbook } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import { findServers } from './find.ts';
import { createServer } from './create.ts';
import { deleteServer } from './delete.ts';
import { migrateServer, createServer, deleteServer, migrateSelected } from './migrate.ts';
import { migrateSelected } from './migrate-selected.ts';

export { findServers, migrateServer, createServer, deleteServer, migrateSelected };

/** The runbooks of this domain. */
export const serverRunbooks: readonly AnyRunbook<Services>[] = [
  findServers,
  migrateServer,
  createServer,
  deleteServer,
  migrateSelected,
];
