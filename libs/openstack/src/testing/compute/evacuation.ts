import { type ActionLog, CONTROLLER } from './instance-actions.ts';
import { addMigration, setDestination, setMigration } from './migration-record.ts';
import type { NovaCall } from './nova-call.ts';
import { novaFault } from './nova-fault.ts';
import { schedule } from './scheduler.ts';
import { settleOn } from './server-ports.ts';
import type { SimulatedServer } from './compute-records.ts';
import type { World } from '../world.ts';

// Seconds; seen under load. Idle it is a moment.
const SAVES_APART = 2;
const NO_VALID_HOST = 'No valid host was found. There are not enough hosts available.';

/** Builds a server of a dead host anew elsewhere. */
export function startEvacuation(call: NovaCall, server: SimulatedServer, log: ActionLog, host?: string): void {
  const { world } = call;
  const wasStopped = server.vmState === 'stopped';
  const migration = addMigration(call, server, 'evacuation', 'accepted');
  world.update(server, { taskState: 'rebuilding' });
  migration.running = world.timeline.run(
    (function* () {
      const outcome = world.orders.takeMigration(server);
      yield 0.2;
      const conductor = log.begin('rebuild_server', CONTROLLER);
      const dest =
        outcome === 'no-valid-host'
          ? undefined
          : schedule(world, { flavor: server.flavor, server, except: server.host, host });
      if (dest === undefined) {
        log.fail(conductor, NO_VALID_HOST);
        setMigration(world, migration, { status: 'error', running: null });
        world.update(server, { taskState: null, vmState: 'error', fault: novaFault(world, NO_VALID_HOST) });
        return;
      }
      log.end(conductor);
      setDestination(world, migration, dest);
      setMigration(world, migration, { status: 'pre-migrating', destHost: '192.168.0.1' });
      const event = log.begin('compute_rebuild_instance', dest);
      world.update(server, { powerState: 0, taskState: 'rebuild_spawning' });
      yield outcome === 'hangs' || !world.isAlive(dest)
        ? Infinity
        : typeof outcome === 'object'
          ? outcome.seconds
          : 0.6;
      if (outcome === 'fails') {
        const message = 'The guest could not be spawned.';
        log.fail(event, message);
        setMigration(world, migration, { status: 'failed', running: null });
        world.update(server, { taskState: null, vmState: 'error', fault: novaFault(world, message) });
        return;
      }
      // Nova saves three times: what the server is, a while later where it is, and at last the migration.
      world.update(server, {
        taskState: null,
        vmState: wasStopped ? 'stopped' : 'active',
        powerState: wasStopped ? 4 : 1,
        fault: null,
        launchedAt: world.stamp(),
      });
      yield SAVES_APART;
      settleOn(world, server, outcome === 'completes-without-moving' ? (server.host ?? dest) : dest);
      yield SAVES_APART;
      log.end(event);
      setMigration(world, migration, { status: 'done', running: null });
    })(),
  );
}

/** Whether servers were evacuated from the host whose remains its service has not cleared away: it has not been started since. */
export const hasRemains = (world: World, host: string): boolean =>
  world.state.migrations.some(
    ({ type, status, sourceCompute }) => type === 'evacuation' && status === 'done' && sourceCompute === host,
  );

/** What a host's service does when it starts: it deletes its copies of what was evacuated. */
export function clearRemains(world: World, host: string): void {
  for (const migration of world.state.migrations) {
    const { type, status, sourceCompute } = migration;
    if (type === 'evacuation' && status === 'done' && sourceCompute === host)
      setMigration(world, migration, { status: 'completed' });
  }
}
