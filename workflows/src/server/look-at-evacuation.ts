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

/** How far an evacuation is: only a server that is on another host, and is what it was, has been evacuated. */
export async function lookAtEvacuation(cloud: OpenStackClient, evacuation: Evacuation): Promise<Look<Evacuated>> {
  const { serverId, from, known } = evacuation;
  const migration = await ownMigration(cloud, serverId, known);
  const server = await cloud.compute.servers.get(serverId);
  const { host, status, taskState, fault } = server;
  if (taskState !== null) return underway({ state: taskState, to: migration?.destCompute ?? null });
  if (migration !== undefined && !ENDED.has(migration.status)) return underway({ state: migration.status });
  const action = await ownAction(cloud, serverId, known, EVACUATE);
  const requestId = action?.requestId;
  if (host !== null && host !== from) {
    const why = astray(server, evacuation);
    if (why !== undefined) return failed(why, requestId);
    return done({ to: host, status, migrationId: migration?.id ?? null, requestId: requestId ?? null });
  }
  if (migration !== undefined) return failed(ended(migration, from, fault?.message ?? failureOf(action)), requestId);
  const failure = failureOf(action);
  if (failure !== undefined) return failed(failure, requestId);
  return action === undefined ? absent({ host, status }) : underway({ state: 'accepted' });
}

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
