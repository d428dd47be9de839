import type { ActionLog } from './instance-actions.ts';
import type { SimulatedServer } from './compute-records.ts';
import { releaseVolumes } from './volume-attachment-courses.ts';
import { portsOf, unplug } from './server-ports.ts';
import type { World } from '../world.ts';

/** Starts a deletion that nova has accepted: the server answers for a moment still, then it is gone from the lists. */
export function startDeletion(world: World, server: SimulatedServer, log: ActionLog): void {
  world.update(server, { taskState: 'deleting' });
  world.timeline.run(
    (function* () {
      yield 0.2;
      if (server.host !== null && !world.isAlive(server.host)) yield Infinity;
      const event = log.begin('compute_terminate_instance', server.host ?? '');
      yield 0.3;
      log.end(event);
      for (const migration of world.state.migrations) if (migration.serverId === server.id) migration.running?.stop();
      world.update(server, {
        taskState: null,
        vmState: 'deleted',
        powerState: 0,
        terminatedAt: world.stamp(),
        fault: null,
      });
      releaseVolumes(world, server);
      for (const port of portsOf(world, server)) unplug(world, server, port);
      const { state } = world;
      state.servers = state.servers.filter((other) => other !== server);
      state.deletedServers.push(server);
    })(),
  );
}

/** Deletes it so that it can be restored until the cloud reclaims it. */
export function startSoftDeletion(world: World, server: SimulatedServer, log: ActionLog): void {
  const vmStateBefore = server.vmState === 'stopped' ? 'stopped' : 'active';
  world.update(server, { taskState: 'soft-deleting' });
  world.timeline.after(0.3, () => {
    log.note('compute_soft_delete_instance', server.host ?? '');
    world.update(server, { vmState: 'soft-delete', vmStateBefore, taskState: null, powerState: 4 });
    world.timeline.after(world.settings.reclaimInstanceInterval, () => {
      if (server.vmState === 'soft-delete') startDeletion(world, server, log);
    });
  });
}

export function restoreDeleted(world: World, server: SimulatedServer, log: ActionLog): void {
  world.update(server, { taskState: 'restoring' });
  world.timeline.after(0.3, () => {
    log.note('compute_restore_instance', server.host ?? '');
    world.update(server, { vmState: 'active', taskState: null, powerState: 1 });
  });
}
