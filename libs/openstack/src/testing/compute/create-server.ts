import type { SimulatorAnswer } from '@opsbook/http/testing';
import { attachNew } from './boot-volumes.ts';
import { newPassword } from './care-actions.ts';
import { type ActionLog, beginAction } from './instance-actions.ts';
import { newServer } from './new-server.ts';
import { type Checked, type Wanted, checkNewServer } from './new-server-request.ts';
import type { NovaCall } from './nova-call.ts';
import { badRequest } from './nova-errors.ts';
import { refuseOverQuota } from '../quota.ts';
import type { SimulatedServer } from './compute-records.ts';
import { schedule } from './scheduler.ts';
import { plugIn } from './server-ports.ts';
import { links } from './server-view.ts';
import type { Course } from '../timeline.ts';
import type { World } from '../world.ts';

const NO_HOST = 'No valid host was found. There are not enough hosts available.';
const EXHAUSTED =
  'Exceeded maximum number of retries. Exhausted all hosts available for retrying build failures for instance';

/** `POST /servers`: 202, the server in BUILD, and what becomes of it later. */
export function createServer(call: NovaCall): SimulatorAnswer {
  const { world, caller } = call;
  const body = (call.request.body ?? {}) as { server?: Wanted; 'os:scheduler_hints'?: { group?: string } };
  const { server: wanted } = body;
  if (wanted === undefined) throw badRequest('Malformed request body');
  const checked = checkNewServer(call, wanted, body['os:scheduler_hints']?.group);
  refuseOverQuota(world, caller.projectId, checked.flavor, wanted.min_count ?? 1);

  const server = newServer(world, {
    name: wanted.name ?? '',
    projectId: caller.projectId,
    userId: caller.userId,
    flavor: checked.flavor,
    imageId: checked.imageId,
    vmState: 'building',
    taskState: 'scheduling',
    powerState: 0,
    metadata: wanted.metadata ?? {},
    tags: [...(wanted.tags ?? [])].sort(),
    description: wanted.description ?? null,
    keyName: wanted.key_name ?? null,
    configDrive: wanted.config_drive ?? false,
    userData: wanted.user_data ?? null,
  });
  world.state.servers.push(server);
  checked.group?.members.push(server.id);
  world.timeline.run(build(call, server, checked, beginAction(call, server.id, 'create')));
  return {
    status: 202,
    body: {
      server: {
        id: server.id,
        links: links(call.linkBase, 'servers', server.id),
        'OS-DCF:diskConfig': 'MANUAL',
        security_groups: wanted.security_groups ?? [{ name: 'default' }],
        adminPass: wanted.adminPass ?? newPassword(),
      },
    },
  };
}

function* build(call: NovaCall, server: SimulatedServer, wanted: Checked, log: ActionLog): Course {
  const { world } = call;
  const outcome = world.orders.takeBuild(server);
  yield 0.4;
  if (isDeleted(server)) return;
  const { host, availabilityZone, ports, groupIds, volumes } = wanted;
  const dest = schedule(world, { flavor: server.flavor, server, host, availabilityZone });
  if (dest === undefined) {
    fail(world, server, NO_HOST);
    return;
  }
  // Seen: for a moment it is on its host, in BUILD and without a task.
  world.update(server, { host: dest, taskState: null });
  yield 0.2;
  if (isDeleted(server)) return;
  const event = log.begin('compute__do_build_and_run_instance', dest);
  attachNew(world, server, volumes);
  for (const port of ports) plugIn(call, server, port, groupIds);
  world.update(server, { taskState: 'spawning' });
  yield outcome === 'hangs' || !world.isAlive(dest) ? Infinity : ports.length > 0 ? 2 : 0.4;
  if (outcome === 'fails') {
    log.fail(event, 'The guest could not be spawned.');
    // What went wrong on the host is not what the server's fault says.
    fail(world, server, `${EXHAUSTED} ${server.id}.`);
    return;
  }
  log.end(event);
  world.update(server, { vmState: 'active', taskState: null, powerState: 1, launchedAt: world.stamp() });
}

// A function, because it changes while the course waits.
const isDeleted = ({ terminatedAt }: SimulatedServer): boolean => terminatedAt !== null;

const fail = (world: World, server: SimulatedServer, message: string): void => {
  const fault = { code: 500, message, details: `nova.exception.NoValidHost: ${message}`, created: world.stamp() };
  world.update(server, { vmState: 'error', taskState: null, host: null, fault });
};
