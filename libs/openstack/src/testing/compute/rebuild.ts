import { type ActionLog, CONTROLLER } from './instance-actions.ts';
import { novaFault } from './nova-fault.ts';
import type { SimulatedServer } from './compute-records.ts';
import type { World } from '../world.ts';

const WHY = 'The guest could not be spawned.';

/** Starts a rebuild that nova has accepted, on the server's host: it ends as it was, active or stopped. */
export function startRebuild(world: World, server: SimulatedServer, log: ActionLog): void {
  const wasStopped = server.vmState === 'stopped';
  world.update(server, { taskState: 'rebuilding' });
  world.timeline.run(
    (function* () {
      const outcome = world.orders.takeAction(server);
      const host = server.host ?? '';
      yield 0.1;
      log.note('rebuild_server', CONTROLLER);
      if (outcome === 'hangs' || !world.isAlive(host)) yield Infinity;
      const event = log.begin('compute_rebuild_instance', host);
      world.update(server, { taskState: 'rebuild_spawning' });
      yield typeof outcome === 'object' ? outcome.seconds : 0.4;
      if (outcome === 'fails') {
        log.fail(event, WHY);
        world.update(server, { taskState: null, vmState: 'error', fault: novaFault(world, WHY) });
        return;
      }
      log.end(event);
      if (wasStopped) log.note('compute_stop_instance', host);
      world.update(server, {
        taskState: null,
        vmState: wasStopped ? 'stopped' : 'active',
        powerState: wasStopped ? 4 : 1,
        fault: null,
        launchedAt: world.stamp(),
      });
    })(),
  );
}
