import type { Migration, OpenStackClient, Server } from '@opsbook/openstack';
import { type Look, absent, done, failed, underway } from '@opsbook/runbook';
import { type Before, failureOf, ownAction, ownMigration } from './trace.ts';

export const EVACUATE = ['evacuate'];

export interface Evacuation {
  serverId: string;
  /** The dead host. */
  from: string;
  /** The only host that will do; default: any other. */
  destination?: string | undefined;
  /** What it is to be when it has arrived; an ERROR server's is not known. */
  expected?: string | undefined;
  known: Before;
}

/** Where the server is now, and by which evacuation. */
export interface Evacuated {
  to: string | null;
  status: string | null;
  migrationId: number | null;
  requestId: string | null;
}

// `done` until the dead host has come back and cleared up, then `completed`.
const ENDED = new Set(['error', 'failed', 'cancelled', 'done', 'completed']);

// At a look every two seconds, two minutes.
const LOOKS = 60;

/**
 * How far an evacuation is: only a server that is on another host, and is what it was, has been evacuated.
 *
 * Nova begins a second evacuation in the midst of a first one, and then there are two copies on one disk: what an evacuation is
 * under way of, whoever asked for it, is waited for. It is over with its migration, and not with the task state, which ends
 * before the server shows its new host. What else nova was doing with a server when its host died does not matter to nova.
 */
export function lookAtEvacuation(cloud: OpenStackClient, evacuation: Evacuation): () => Promise<Look<Evacuated>> {
  const { serverId, from, known } = evacuation;
  let idle = 0;
  return async () => {
    const own = await ownMigration(cloud, serverId, known);
    const newest = own ?? (await newestEvacuation(cloud, serverId));
    const server = await cloud.compute.servers.get(serverId);
    if (isUnderWay(server, { own, newest, from })) {
      idle = (await isWorkedOn(cloud, server, newest)) ? 0 : idle + 1;
      const to = newest?.destCompute;
      if (idle < LOOKS) return underway({ state: server.taskState ?? newest?.status ?? null, ...(to && { to }) });
      if (own !== undefined) return failed(abandoned(own, server));
    }
    return await lookAtEnd(cloud, evacuation, { own, server });
  };
}

async function lookAtEnd(
  cloud: OpenStackClient,
  evacuation: Evacuation,
  { own, server }: { own: Migration | undefined; server: Server },
): Promise<Look<Evacuated>> {
  const { serverId, from, known } = evacuation;
  const { host, status, fault } = server;
  const action = await ownAction(cloud, serverId, known, EVACUATE);
  const requestId = action?.requestId;
  if (host !== null && host !== from) {
    const why = astray(server, evacuation);
    if (why !== undefined) return failed(why, requestId);
    return done({ to: host, status, migrationId: own?.id ?? null, requestId: requestId ?? null });
  }
  if (own !== undefined) return failed(ended(own, from, fault?.message ?? failureOf(action)), requestId);
  const failure = failureOf(action);
  if (failure !== undefined) return failed(failure, requestId);
  return action === undefined ? absent({ host, status }) : underway({ state: 'accepted' });
}

async function newestEvacuation({ compute }: OpenStackClient, serverId: string): Promise<Migration | undefined> {
  const newest = await compute.migrations.newest(serverId);
  return newest?.type === 'evacuation' ? newest : undefined;
}

interface Traces {
  own: Migration | undefined;
  newest: Migration | undefined;
  from: string;
}

function isUnderWay({ taskState, host }: Server, { own, newest, from }: Traces): boolean {
  if (newest !== undefined && !ENDED.has(newest.status)) return true;
  if (taskState === null) return false;
  // Nova sets the task state a moment before it records the migration.
  return taskState.startsWith('rebuild') || own !== undefined || host !== from;
}

/** Not where the destination has died too, or somebody has reset the state of the server meanwhile. */
async function isWorkedOn(
  { compute }: OpenStackClient,
  { taskState }: Server,
  newest: Migration | undefined,
): Promise<boolean> {
  if (taskState === null || newest === undefined || ENDED.has(newest.status)) return false;
  if (newest.destCompute === null) return true;
  return (await compute.services.find({ host: newest.destCompute, binary: 'nova-compute' })).state === 'up';
}

const abandoned = ({ id, status, destCompute }: Migration, { taskState }: Server): string =>
  `nova no longer works on evacuation ${id} (${status}, to ${destCompute ?? 'no host yet'}; task state ` +
  `${taskState ?? 'none'}): see that no copy runs there, then run this again`;

/** Why it is elsewhere, but not as it should be. */
function astray({ host, status, fault }: Server, { destination, expected }: Evacuation): string | undefined {
  if (status === 'ERROR') return `it is on ${host} in ERROR: ${fault?.message ?? 'no fault'}`;
  if (destination !== undefined && host !== destination) return `it is on ${host}, and not on ${destination}`;
  return expected === undefined || status === expected
    ? undefined
    : `it is on ${host}, but ${status} and not ${expected}`;
}

const ended = ({ id, status }: Migration, from: string, why: string | undefined): string =>
  `nova ended evacuation ${id} as ${status}, and the server is still on ${from}${why === undefined ? '' : `: ${why}`}`;
