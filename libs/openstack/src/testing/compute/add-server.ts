import { addRootVolume } from '../block-storage/root-volume.ts';
import { migrationOf } from './migration-record.ts';
import { newServer } from './new-server.ts';
import { novaFault } from './nova-fault.ts';
import type { SimulatedServer } from './compute-records.ts';
import { nodeOf } from './server-view.ts';
import type { World } from '../world.ts';

/** What a server may be given; the defaults are a small one that runs. */
export interface AddServer {
  name: string;
  /** The compute service it is on; default: the first hypervisor. */
  host?: string;
  /** A flavor's name; default m1.small. */
  flavor?: string;
  /** Default ACTIVE. */
  status?: keyof typeof STATES;
  /** Default: that of project demo. */
  projectId?: string;
  locked?: boolean;
  lockedReason?: string;
  /** Nova is doing something with it, and never ends: `image_uploading`, `migrating`. */
  taskState?: string;
  /** It boots from a volume. */
  volumeBacked?: boolean;
  metadata?: Record<string, string>;
  tags?: string[];
}

const STATES = {
  ACTIVE: { vmState: 'active', powerState: 1 },
  SHUTOFF: { vmState: 'stopped', powerState: 4 },
  PAUSED: { vmState: 'paused', powerState: 3 },
  SUSPENDED: { vmState: 'suspended', powerState: 4 },
  RESCUE: { vmState: 'rescued', powerState: 1 },
  VERIFY_RESIZE: { vmState: 'resized', powerState: 1 },
  SHELVED_OFFLOADED: { vmState: 'shelved_offloaded', powerState: 4 },
  BUILD: { vmState: 'building', powerState: 0 },
  ERROR: { vmState: 'error', powerState: 0 },
} as const;

/** Puts a server where it is, without anything having happened. */
export function addServer(world: World, given: AddServer): SimulatedServer {
  const { state } = world;
  const flavor = state.flavors.find(({ name }) => name === (given.flavor ?? 'm1.small'));
  if (flavor === undefined) throw new TypeError(`there is no flavor '${given.flavor ?? ''}'`);
  const host = given.host ?? state.hypervisors[0]?.host ?? null;
  if (host !== null && world.computeService(host) === undefined) throw new TypeError(`there is no host '${host}'`);
  const status = given.status ?? 'ACTIVE';
  const server = newServer(world, {
    name: given.name,
    flavor,
    host: status === 'SHELVED_OFFLOADED' ? null : host,
    projectId: given.projectId ?? state.projects.find(({ name }) => name === 'demo')!.id,
    userId: state.users.find(({ name }) => name === 'demo')!.id,
    ...STATES[status],
    taskState: given.taskState ?? null,
    imageId: given.volumeBacked === true ? null : (state.images[0]?.id ?? null),
    lockedBy: given.locked === true || given.lockedReason !== undefined ? 'owner' : null,
    lockedReason: given.lockedReason ?? null,
    fault: status === 'ERROR' ? novaFault(world, 'The guest failed.') : null,
    launchedAt: world.stamp(),
    ...(given.metadata && { metadata: given.metadata }),
    ...(given.tags && { tags: given.tags }),
  });
  state.servers.push(server);
  if (given.volumeBacked === true) addRootVolume(world, server);
  if (status === 'VERIFY_RESIZE') cameFrom(world, server);
  return server;
}

// Nobody could confirm or revert what has no record.
function cameFrom(world: World, server: SimulatedServer): void {
  const { host, userId, projectId } = server;
  const source = world.state.hypervisors.find((one) => one.host !== host)?.host ?? host;
  const move = migrationOf(
    world,
    { ...server, host: source },
    { type: 'migration', status: 'finished', userId, projectId },
  );
  world.state.migrations.push({ ...move, destCompute: host, destNode: nodeOf(world, host) });
}
