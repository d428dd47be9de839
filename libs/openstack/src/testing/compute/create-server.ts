import type { SimulatorAnswer } from '@opsbook/http/testing';
import { type ActionLog, beginAction } from './instance-actions.ts';
import { newServer } from './new-server.ts';
import type { NovaCall } from './nova-call.ts';
import { badRequest, invalidField, policy } from './nova-errors.ts';
import { refuseOverQuota } from '../quota.ts';
import type { SimulatedServer } from './compute-records.ts';
import { schedule } from './scheduler.ts';
import { links } from './server-view.ts';
import type { Course } from '../timeline.ts';
import type { World } from '../world.ts';

interface Wanted {
  name?: string;
  flavorRef?: string;
  imageRef?: string;
  networks?: unknown;
  host?: string;
  availability_zone?: string;
  metadata?: Record<string, string>;
  min_count?: number;
}

const NO_HOST = 'No valid host was found. There are not enough hosts available.';
const EXHAUSTED =
  'Exceeded maximum number of retries. Exhausted all hosts available for retrying build failures for instance';

/** `POST /servers`: 202, the server in BUILD, and what becomes of it later. */
export function createServer(call: NovaCall): SimulatorAnswer {
  const { world, caller } = call;
  const wanted = (call.request.body as { server?: Wanted } | undefined)?.server;
  if (wanted === undefined) throw badRequest('Malformed request body');
  if (wanted.name === undefined) throw invalidField('server', wanted, "'name' is a required property");
  if (wanted.name === '') throw invalidField('name', '', "'' is too short");
  if (call.speaks('2.37') && wanted.networks === undefined) {
    throw invalidField('server', wanted, "'networks' is a required property");
  }
  const { host } = wanted;
  if (host !== undefined) {
    if (!caller.admin) throw policy('compute:servers:create:requested_destination');
    if (!world.state.hypervisors.some((one) => one.host === host)) {
      throw badRequest(`Compute host ${host} could not be found.`);
    }
  }
  const flavor = world.state.flavors.find((one) => one.id === wanted.flavorRef);
  if (flavor === undefined) throw badRequest(`Flavor ${wanted.flavorRef ?? ''} could not be found.`);
  const image = world.state.images.find((one) => one.id === wanted.imageRef);
  if (image === undefined) throw badRequest('Can not find requested image');
  refuseOverQuota(world, caller.projectId, flavor, wanted.min_count ?? 1);

  const server = newServer(world, {
    name: wanted.name,
    projectId: caller.projectId,
    userId: caller.userId,
    flavor,
    imageId: image.id,
    vmState: 'building',
    taskState: 'scheduling',
    powerState: 0,
    metadata: wanted.metadata ?? {},
  });
  world.state.servers.push(server);
  world.timeline.run(build(world, server, wanted, beginAction(call, server.id, 'create')));
  return {
    status: 202,
    body: {
      server: {
        id: server.id,
        links: links(call.linkBase, 'servers', server.id),
        'OS-DCF:diskConfig': 'MANUAL',
        security_groups: [{ name: 'default' }],
        adminPass: crypto.randomUUID().slice(0, 12),
      },
    },
  };
}

function* build(world: World, server: SimulatedServer, wanted: Wanted, log: ActionLog): Course {
  const outcome = world.orders.takeBuild(server);
  yield 0.4;
  const { host, availability_zone: availabilityZone } = wanted;
  const dest = schedule(world, { flavor: server.flavor, host, availabilityZone });
  if (dest === undefined) {
    fail(world, server, NO_HOST);
    return;
  }
  // Seen: for a moment it is on its host, in BUILD and without a task.
  world.update(server, { host: dest, taskState: null });
  yield 0.2;
  const event = log.begin('compute__do_build_and_run_instance', dest);
  world.update(server, { taskState: 'spawning' });
  yield outcome === 'hangs' || !world.isAlive(dest) ? Infinity : 0.4;
  if (outcome === 'fails') {
    log.fail(event, 'The guest could not be spawned.');
    // What went wrong on the host is not what the server's fault says.
    fail(world, server, `${EXHAUSTED} ${server.id}.`);
    return;
  }
  log.end(event);
  world.update(server, { vmState: 'active', taskState: null, powerState: 1, launchedAt: world.stamp() });
}

const fail = (world: World, server: SimulatedServer, message: string): void => {
  const fault = { code: 500, message, details: `nova.exception.NoValidHost: ${message}`, created: world.stamp() };
  world.update(server, { vmState: 'error', taskState: null, host: null, fault });
};
