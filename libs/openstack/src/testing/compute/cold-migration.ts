import { type ActionLog, CONTROLLER } from './instance-actions.ts';
import { novaFault } from './nova-fault.ts';
import { addMigration, setDestination, setMigration } from './migration-record.ts';
import type { NovaCall } from './nova-call.ts';
import type { MigrationOutcome } from '../orders.ts';
import type { SimulatedFlavor, SimulatedMigration, SimulatedServer } from './compute-records.ts';
import { confirmByItself, finishedMove } from './resize-end.ts';
import { schedule } from './scheduler.ts';
import { settleOn } from './server-ports.ts';
import type { Course } from '../timeline.ts';
import type { World } from '../world.ts';

const NO_VALID_HOST = 'No valid host was found. No valid host found for';

interface Wanted {
  host?: string | undefined;
  /** A resize: the new one. */
  flavor?: SimulatedFlavor | undefined;
}

/** Starts a cold migration that nova has accepted: it ends in VERIFY_RESIZE, and waits there. */
export function startColdMigration(call: NovaCall, server: SimulatedServer, log: ActionLog, wanted: Wanted): void {
  call.world.update(server, { taskState: 'resize_prep' });
  call.world.timeline.run(choose(call, server, log, wanted));
}

function* choose(call: NovaCall, server: SimulatedServer, log: ActionLog, { host, flavor }: Wanted): Course {
  const { world } = call;
  const outcome = world.orders.takeMigration(server);
  yield 0.3;
  const conductor = log.begin('conductor_migrate_server', CONTROLLER);
  const task = log.begin('cold_migrate', CONTROLLER);
  const migration = addMigration(call, server, flavor === undefined ? 'migration' : 'resize', 'pre-migrating');
  if (flavor !== undefined) migration.flavors = { from: server.flavor, to: { ...flavor } };
  yield 0.3;
  const dest =
    outcome === 'no-valid-host'
      ? undefined
      : schedule(world, { flavor: flavor ?? server.flavor, server, except: server.host, host });
  if (dest === undefined) {
    setMigration(world, migration, { status: 'error' });
    const message = `${NO_VALID_HOST} ${flavor === undefined ? 'cold migrate' : 'resize'}`;
    log.fail(task, message);
    log.fail(conductor, message);
    world.update(server, { taskState: null });
    return;
  }
  setDestination(world, migration, outcome === 'completes-without-moving' ? migration.sourceCompute : dest);
  setMigration(world, migration, { destHost: '192.168.0.1' });
  log.end(task);
  log.end(conductor);
  migration.running = world.timeline.run(move(world, server, migration, log, outcome));
}

function* move(
  world: World,
  server: SimulatedServer,
  migration: SimulatedMigration,
  log: ActionLog,
  outcome: MigrationOutcome | undefined,
): Course {
  const { sourceCompute: source } = migration;
  const dest = migration.destCompute ?? '';
  if (!world.isAlive(dest)) yield Infinity;
  log.note('compute_prep_resize', dest);
  const resize = log.begin('compute_resize_instance', source);
  setMigration(world, migration, { status: 'migrating' });
  world.update(server, { taskState: 'resize_migrating' });
  yield* copy(world, migration, outcome);
  if (outcome === 'fails') {
    const message = 'The disk could not be copied.';
    setMigration(world, migration, { status: 'error', running: null });
    log.fail(resize, message);
    world.update(server, { vmState: 'error', taskState: null, fault: novaFault(world, message) });
    return;
  }
  setMigration(world, migration, { status: 'post-migrating' });
  log.end(resize);
  world.update(server, { taskState: 'resize_migrated' });
  settleOn(world, server, dest);
  yield 0.2;
  const finish = log.begin('compute_finish_resize', dest);
  world.update(server, { taskState: 'resize_finish', flavor: migration.flavors?.to ?? server.flavor });
  yield 0.3;
  log.end(finish);
  setMigration(world, migration, { status: 'finished', running: null });
  const before = server.vmState === 'stopped' ? 'stopped' : 'active';
  world.update(server, { vmState: 'resized', vmStateBefore: before, taskState: null, launchedAt: world.stamp() });
  if (world.settings.resizeConfirmWindow <= 0) return;
  yield world.settings.resizeConfirmWindow;
  if (finishedMove(world, server) === migration) confirmByItself(world, server);
}

function* copy(world: World, migration: SimulatedMigration, outcome: MigrationOutcome | undefined): Course {
  const usual = world.settings.coldMigrationSeconds;
  const seconds = outcome === 'hangs' ? Infinity : typeof outcome === 'object' ? outcome.seconds : usual;
  yield seconds / 2;
  if (outcome === 'errs-and-completes') setMigration(world, migration, { status: 'error' });
  yield seconds / 2;
}
