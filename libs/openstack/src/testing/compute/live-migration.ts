import { type ActionLog, CONTROLLER } from './instance-actions.ts';
import { giveUp, moveLive } from './live-migration-move.ts';
import { addMigration, setDestination, setMigration } from './migration-record.ts';
import type { NovaCall } from './nova-call.ts';
import type { SimulatedServer } from './compute-records.ts';
import { schedule, wantsGpu } from './scheduler.ts';
import type { Course } from '../timeline.ts';

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
  const dest = impossible ? undefined : schedule(world, { flavor: server.flavor, server, except: server.host, host });
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
  migration.running = world.timeline.run(moveLive(world, server, migration, log, outcome));
}
