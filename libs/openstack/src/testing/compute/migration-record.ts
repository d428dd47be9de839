import type { NovaCall } from './nova-call.ts';
import type { SimulatedMigration, SimulatedServer } from './compute-records.ts';
import { nodeOf } from './server-view.ts';
import type { World } from '../world.ts';

/** Adds the record of a move; nova does so a moment after it has answered. */
export function addMigration(
  { world, caller }: NovaCall,
  server: SimulatedServer,
  type: SimulatedMigration['type'],
  status: string,
): SimulatedMigration {
  const migration = migrationOf(world, server, { type, status, userId: caller.userId, projectId: caller.projectId });
  world.state.migrations.push(migration);
  return migration;
}

/** The record of a move from where the server is; where to is not known yet. */
export function migrationOf(
  world: World,
  server: SimulatedServer,
  given: Pick<SimulatedMigration, 'type' | 'status' | 'userId' | 'projectId'>,
): SimulatedMigration {
  const source = server.host ?? '';
  return {
    id: world.ids.number('migration-id'),
    uuid: world.ids.uuid('migration'),
    serverId: server.id,
    ...given,
    sourceCompute: source,
    sourceNode: nodeOf(world, source) ?? source,
    destCompute: null,
    destNode: null,
    destHost: null,
    createdAt: world.stamp(),
    updatedAt: null,
    transfer: null,
    flavors: null,
    aborted: false,
    running: null,
  };
}

export function setMigration(world: World, migration: SimulatedMigration, changes: Partial<SimulatedMigration>): void {
  Object.assign(migration, changes, { updatedAt: world.stamp() });
}

/** Notes where it goes. */
export const setDestination = (world: World, migration: SimulatedMigration, host: string): void =>
  setMigration(world, migration, { destCompute: host, destNode: nodeOf(world, host) });

/** Live migrations in these states are under way. */
export const IN_PROGRESS = ['accepted', 'queued', 'preparing', 'running', 'post-migrating'];
