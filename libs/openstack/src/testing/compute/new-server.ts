import type { SimulatedFlavor, SimulatedServer } from './compute-records.ts';
import type { World } from '../world.ts';

/** A server in its record's form; what is not given is as after a plain boot. */
export function newServer(
  world: World,
  given: Pick<SimulatedServer, 'name' | 'projectId' | 'userId'> & {
    flavor: SimulatedFlavor;
  } & Partial<SimulatedServer>,
): SimulatedServer {
  const now = world.stamp();
  const serial = world.ids.number('server-serial');
  return {
    id: world.ids.uuid('server'),
    serial,
    vmState: 'active',
    vmStateBefore: 'active',
    taskState: null,
    powerState: 1,
    host: null,
    imageId: null,
    volumes: [],
    addresses: {},
    keptPortIds: [],
    metadata: {},
    tags: [],
    description: null,
    keyName: null,
    configDrive: false,
    userData: null,
    shelvedImageId: null,
    lockedBy: null,
    lockedReason: null,
    fault: null,
    createdAt: now,
    updatedAt: now,
    launchedAt: null,
    terminatedAt: null,
    ...given,
    flavor: { ...given.flavor },
  };
}
