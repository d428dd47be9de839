import type { ActionLog } from './instance-actions.ts';
import { CONTROLLER } from './instance-actions.ts';
import type { NovaCall } from './nova-call.ts';
import { schedule } from './scheduler.ts';
import { settleOn } from './server-ports.ts';
import { snapshotImage } from './snapshot.ts';
import type { SimulatedServer } from './compute-records.ts';
import type { Course } from '../timeline.ts';
import type { World } from '../world.ts';

const WHY = 'The hypervisor refused.';

/** Starts a shelving that nova has accepted: an image is made of it, and it leaves its host. */
export function startShelving(call: NovaCall, server: SimulatedServer, log: ActionLog): void {
  const { world } = call;
  world.update(server, { taskState: 'shelving' });
  if (server.imageId !== null) {
    const image = snapshotImage(call, server, { name: `${server.name}-shelved`, metadata: {} });
    world.state.images.push(image);
    server.shelvedImageId = image.id;
  }
  world.timeline.run(shelve(world, server, log));
}

function* shelve(world: World, server: SimulatedServer, log: ActionLog): Course {
  const outcome = world.orders.takeAction(server);
  yield 0.1;
  const host = server.host ?? '';
  if (outcome === 'hangs' || !world.isAlive(host)) yield Infinity;
  const event = log.begin('compute_shelve_instance', host);
  if (outcome === 'fails') {
    yield 0.2;
    dropImage(world, server);
    log.fail(event, WHY);
    world.update(server, { taskState: null });
    return;
  }
  world.update(server, { taskState: 'shelving_image_uploading' });
  yield typeof outcome === 'object' ? outcome.seconds : 0.3;
  const image = world.state.images.find(({ id }) => id === server.shelvedImageId);
  if (image !== undefined) Object.assign(image, { status: 'active', sizeBytes: 57, updatedAt: world.stamp() });
  const wait = world.settings.shelvedOffloadTime;
  world.update(server, {
    vmState: 'shelved',
    powerState: 4,
    taskState: wait === 0 ? 'shelving_offloading' : null,
  });
  log.end(event);
  if (wait < 0) return;
  yield wait === 0 ? 0.2 : wait;
  if (server.vmState === 'shelved') leave(world, server);
}

/** Takes a shelved server off its host now. */
export function startOffload(world: World, server: SimulatedServer, log: ActionLog): void {
  world.update(server, { taskState: 'shelving_offloading' });
  world.timeline.after(0.2, () => {
    log.note('compute_shelve_offload_instance', server.host ?? '');
    leave(world, server);
  });
}

const leave = (world: World, server: SimulatedServer): void =>
  world.update(server, { vmState: 'shelved_offloaded', taskState: null, host: null });

/** Starts the way back, on its host if it has not left it. */
export function startUnshelving(
  world: World,
  server: SimulatedServer,
  log: ActionLog,
  wanted: { host?: string | undefined; availabilityZone?: string | undefined },
): void {
  world.update(server, { taskState: 'unshelving' });
  world.timeline.run(unshelve(world, server, log, wanted));
}

function* unshelve(
  world: World,
  server: SimulatedServer,
  log: ActionLog,
  wanted: { host?: string | undefined; availabilityZone?: string | undefined },
): Course {
  const outcome = world.orders.takeAction(server);
  yield 0.2;
  if (server.host === null) {
    log.note('get_image_info', CONTROLLER);
    const scheduling = log.begin('schedule_instances', CONTROLLER);
    const dest = schedule(world, { flavor: server.flavor, server, ...wanted });
    if (dest === undefined) {
      log.fail(scheduling, 'No valid host was found. ');
      world.update(server, { taskState: null });
      return;
    }
    log.end(scheduling);
    const event = log.begin('compute_unshelve_instance', dest);
    world.update(server, { taskState: 'spawning' });
    if (outcome === 'hangs' || !world.isAlive(dest)) yield Infinity;
    yield typeof outcome === 'object' ? outcome.seconds : 0.4;
    if (outcome === 'fails') {
      log.fail(event, WHY);
      world.update(server, { taskState: null });
      return;
    }
    settleOn(world, server, dest);
    log.end(event);
  } else {
    const event = log.begin('compute_start_instance', server.host);
    yield 0.3;
    log.end(event);
  }
  dropImage(world, server);
  world.update(server, { vmState: 'active', powerState: 1, taskState: null, launchedAt: world.stamp() });
}

function dropImage(world: World, server: SimulatedServer): void {
  world.state.images = world.state.images.filter(({ id }) => id !== server.shelvedImageId);
  server.shelvedImageId = null;
}
