import type { ActionLog } from './instance-actions.ts';
import { setMigration } from './migration-record.ts';
import type { MigrationOutcome } from '../orders.ts';
import type { SimulatedMigration, SimulatedServer } from './compute-records.ts';
import { settleOn } from './server-ports.ts';
import type { Course } from '../timeline.ts';
import type { World } from '../world.ts';

/** The source host's part: it waits for its turn, copies, and hands over. */
export function* moveLive(
  world: World,
  server: SimulatedServer,
  migration: SimulatedMigration,
  log: ActionLog,
  outcome: MigrationOutcome | undefined,
): Course {
  const { sourceCompute: source, destCompute: dest } = migration;
  while (!isAborted(migration) && othersLeaving(world, migration) >= world.settings.concurrentLiveMigrations) yield 0.5;
  if (isAborted(migration)) {
    giveUp(world, server, migration, 'cancelled');
    return;
  }
  if (!world.isAlive(source)) yield Infinity;
  setMigration(world, migration, { status: 'preparing' });
  log.note('compute_live_migration', source);
  const preparation = log.begin('compute_pre_live_migration', dest ?? '');
  yield 0.4;
  if (outcome === 'fails') {
    // Seen: it says `error` while the server is still migrating, and `failed` in the end.
    setMigration(world, migration, { status: 'error' });
    log.fail(preparation, 'The destination refused the guest.');
    yield 0.3;
    giveUp(world, server, migration, 'failed');
    return;
  }
  log.end(preparation);
  setMigration(world, migration, { status: 'running' });
  if (outcome === 'fails-silently') {
    yield 0.5;
    giveUp(world, server, migration, 'failed');
    return;
  }
  yield* copy(world, server, migration, outcome);
  if (isAborted(migration)) {
    yield 0.3;
    giveUp(world, server, migration, 'cancelled');
    return;
  }
  yield* handOver(world, server, migration, log, outcome);
}

function* copy(
  world: World,
  server: SimulatedServer,
  migration: SimulatedMigration,
  outcome: MigrationOutcome | undefined,
): Course {
  const usual = world.settings.liveMigrationSeconds;
  const seconds = outcome === 'hangs' ? Infinity : typeof outcome === 'object' ? outcome.seconds : usual;
  const memoryBytes = server.flavor.ramMiB * 1024 * 1024;
  migration.transfer = { since: world.timeline.now(), seconds, memoryBytes };
  if (isAborted(migration)) return;
  if (outcome !== 'errs-and-completes') {
    yield seconds;
    return;
  }
  yield seconds / 2;
  if (isAborted(migration)) return;
  setMigration(world, migration, { status: 'error' });
  yield seconds / 2;
}

function* handOver(
  world: World,
  server: SimulatedServer,
  migration: SimulatedMigration,
  log: ActionLog,
  outcome: MigrationOutcome | undefined,
): Course {
  const arrived = migration.destCompute ?? '';
  const landing = log.begin('compute_post_live_migration_at_destination', arrived);
  // Seen: for a moment the server is on its new host and still `migrating`; then it is ACTIVE and the record still says
  // `running`.
  if (outcome !== 'completes-without-moving') settleOn(world, server, arrived);
  yield 0.3;
  if (outcome === 'arrives-in-error') {
    const fault = { code: 500, message: 'The guest did not start.', details: '', created: world.stamp() };
    world.update(server, { taskState: null, vmState: 'error', fault });
    log.fail(landing, fault.message);
    setMigration(world, migration, { status: 'error', running: null });
    return;
  }
  log.end(landing);
  world.update(server, { taskState: null });
  yield 0.3;
  setMigration(world, migration, { status: 'completed', running: null });
}

/** It ends where it began. */
export function giveUp(world: World, server: SimulatedServer, migration: SimulatedMigration, status: string): void {
  setMigration(world, migration, { status, running: null });
  world.update(server, { taskState: null });
}

// A function, because it changes while a course waits.
const isAborted = ({ aborted }: SimulatedMigration): boolean => aborted;

const othersLeaving = (world: World, migration: SimulatedMigration): number =>
  world.state.migrations.filter(
    (other) =>
      other !== migration &&
      other.running !== null &&
      other.type === 'live-migration' &&
      other.sourceCompute === migration.sourceCompute &&
      (other.status !== 'queued' || other.id < migration.id),
  ).length;
