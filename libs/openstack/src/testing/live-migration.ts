import { type ActionLog, CONTROLLER } from './instance-actions.ts';
import { addMigration, setDestination, setMigration } from './migration-record.ts';
import { type NovaCall } from './nova-call.ts';
import { type MigrationOutcome } from './orders.ts';
import { type SimulatedMigration, type SimulatedServer } from './records.ts';
import { schedule, wantsGpu } from './scheduler.ts';
import { type Course } from './timeline.ts';
import { type World } from './world.ts';

// Nova's default for a host that does not answer.
const RPC_TIMEOUT = 60;

const NO_VALID_HOST = 'No valid host was found. There are not enough hosts available.';

/** Starts a live migration that nova has accepted: from here on the server is `migrating`. */
export function startLiveMigration(call: NovaCall, server: SimulatedServer, log: ActionLog, host?: string): void {
  const { world } = call;
  world.update(server, { taskState: 'migrating' });
  world.timeline.run(accept(call, server, log, host));
}

/** The conductor's part, up to the order to the source host. */
function* accept(call: NovaCall, server: SimulatedServer, log: ActionLog, host: string | undefined): Course {
  const { world } = call;
  const outcome = world.orders.takeMigration(server);
  yield 0.4;
  const conductor = log.begin('conductor_live_migrate_instance', CONTROLLER);
  yield 0.4;
  const migration = addMigration(call, server, 'live-migration', 'accepted');
  yield 0.4;
  const refuse = (why: string) => {
    log.fail(conductor, why);
    giveUp(world, server, migration, 'error');
  };
  const source = world.computeService(migration.sourceCompute);
  if (source === undefined || !world.isUp(source)) {
    refuse(`Compute service of ${migration.sourceCompute} is unavailable at this time.`);
    return;
  }
  // A device that is no network port cannot be moved under a running guest: nova tries every host and finds none.
  const impossible = outcome === 'no-valid-host' || wantsGpu(server.flavor);
  const dest = impossible ? undefined : schedule(world, { flavor: server.flavor, except: server.host, host });
  if (dest === undefined) {
    refuse(NO_VALID_HOST);
    return;
  }
  if (!source.alive || !world.isAlive(dest)) {
    yield RPC_TIMEOUT;
    refuse(`Timed out waiting for a reply to message ID ${migration.uuid}`);
    return;
  }
  setDestination(world, migration, dest);
  log.note('compute_check_can_live_migrate_destination', dest);
  log.note('compute_check_can_live_migrate_source', server.host ?? '');
  log.end(conductor);
  setMigration(world, migration, { status: 'queued' });
  migration.running = world.timeline.run(move(world, server, migration, log, outcome));
}

/** The source host's part: it waits for its turn, copies, and hands over. */
function* move(
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
  if (outcome !== 'completes-without-moving') world.update(server, { host: arrived });
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

function giveUp(world: World, server: SimulatedServer, migration: SimulatedMigration, status: string): void {
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
