import type { SimulatedMigration, SimulatedServer } from './compute-records.ts';
import { type ActionLog, recordAction } from './instance-actions.ts';
import { setMigration } from './migration-record.ts';
import { novaFault } from './nova-fault.ts';
import { settleOn } from './server-ports.ts';
import type { Course } from '../timeline.ts';
import type { World } from '../world.ts';

/** The move that a server in VERIFY_RESIZE waits for somebody to end; undefined while it is being ended. */
export const finishedMove = (world: World, server: SimulatedServer): SimulatedMigration | undefined =>
  world.state.migrations.findLast((migration) => migration.serverId === server.id && migration.status === 'finished');

/** Ends a move for good. Nova answers first; the server stays in VERIFY_RESIZE without a task until it is done. */
export function startConfirm(world: World, server: SimulatedServer, log: ActionLog): void {
  world.timeline.run(confirm(world, server, log));
}

function* confirm(world: World, server: SimulatedServer, log: ActionLog): Course {
  const migration = finishedMove(world, server);
  const outcome = world.orders.takeConfirm(server);
  if (migration !== undefined) setMigration(world, migration, { status: 'confirming' });
  const event = log.begin('compute_confirm_resize', migration?.sourceCompute ?? server.host ?? '');
  yield typeof outcome === 'object' ? outcome.seconds : 0.3;
  if (outcome === 'fails') {
    const message = 'The copy on the old host could not be removed.';
    if (migration !== undefined) setMigration(world, migration, { status: 'error' });
    log.fail(event, message);
    world.update(server, { vmState: 'error', fault: novaFault(world, message) });
    return;
  }
  if (migration !== undefined) setMigration(world, migration, { status: 'confirmed' });
  yield 0.2;
  log.end(event);
  world.update(server, { vmState: server.vmStateBefore });
}

/** Takes a move back. */
export function startRevert(world: World, server: SimulatedServer, log: ActionLog): void {
  world.update(server, { taskState: 'resize_reverting' });
  world.timeline.run(revert(world, server, log));
}

function* revert(world: World, server: SimulatedServer, log: ActionLog): Course {
  const migration = finishedMove(world, server);
  const home = migration?.sourceCompute ?? server.host ?? '';
  if (migration !== undefined) setMigration(world, migration, { status: 'reverting' });
  const event = log.begin('compute_revert_resize', server.host ?? '');
  yield 0.3;
  if (migration !== undefined) setMigration(world, migration, { status: 'reverted' });
  log.end(event);
  const finish = log.begin('compute_finish_revert_resize', home);
  settleOn(world, server, home);
  world.update(server, { flavor: migration?.flavors?.from ?? server.flavor });
  yield 0.3;
  log.end(finish);
  if (server.vmStateBefore === 'stopped') log.note('compute_stop_instance', home);
  world.update(server, { vmState: server.vmStateBefore, taskState: null });
}

/** The cloud confirms by itself, as `resize_confirm_window` tells it to. */
export function confirmByItself(world: World, server: SimulatedServer): void {
  const requestId = `req-${world.ids.uuid('request')}`;
  const { id: serverId, userId, projectId } = server;
  startConfirm(world, server, recordAction(world, { serverId, action: 'confirmResize', requestId, userId, projectId }));
}
