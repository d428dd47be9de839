import type { Migration, OpenStackClient, Server } from '@opsbook/openstack';
import { type Look, absent, done, failed, underway } from '@opsbook/runbook';
import { type Before, failureOf, ownAction, ownMigration } from './trace.ts';

export interface Move {
  serverId: string;
  /** The host it is to leave. */
  from: string;
  /** The only host that will do; default: any other. */
  destination?: string | undefined;
  known: Before;
}

/** Where the server went, by which migration. */
export interface Moved {
  to: string | null;
  migrationId: number | null;
  requestId: string | null;
}

const ENDED_BADLY = new Set(['error', 'failed', 'cancelled']);
const ENDED = new Set([...ENDED_BADLY, 'completed', 'finished', 'confirmed', 'reverted', 'done']);

/**
 * How far a move is. Only the server's own host says that it has moved: a migration that nova calls completed while the
 * server stays where it was is a failure.
 */
export async function lookAtMove(cloud: OpenStackClient, move: Move): Promise<Look<Moved>> {
  const { serverId, from, known } = move;
  // The migration first: nova moves the server before it ends the record.
  const migration = await ownMigration(cloud, serverId, known);
  const server = await cloud.compute.servers.get(serverId);
  if (hasLeft(server, from)) {
    const why = astray(server, move, migration);
    if (why !== undefined) return failed(why);
    const action = await ownAction(cloud, serverId, known);
    return done({ to: server.host, migrationId: migration?.id ?? null, requestId: action?.requestId ?? null });
  }
  if (migration !== undefined && !ENDED.has(migration.status)) return underway(progress(migration, server));
  if (server.taskState !== null) {
    return underway({ state: server.taskState, ...(migration !== undefined && { ended: migration.status }) });
  }
  const action = await ownAction(cloud, serverId, known);
  if (server.status === 'ERROR')
    return failed(`it is in ERROR: ${server.fault?.message ?? 'no fault'}`, action?.requestId);
  if (migration !== undefined) return ended(migration, from, failureOf(action), action?.requestId);
  const failure = failureOf(action);
  if (failure !== undefined) return failed(failure, action?.requestId);
  return action === undefined ? absent({ host: server.host, status: server.status }) : underway({ state: 'accepted' });
}

/** While nova is busy with it, its host may still change back. */
const hasLeft = ({ host, status, taskState }: Server, from: string): boolean =>
  host !== null && host !== from && taskState === null && status !== 'ERROR';

/** Why it is elsewhere, but not where this run was to take it. */
function astray({ host, status }: Server, { destination }: Move, migration: Migration | undefined): string | undefined {
  if (status === 'VERIFY_RESIZE' && migration?.destCompute !== host) {
    return `somebody else has moved or resized it to ${host}: that waits to be confirmed or reverted`;
  }
  return destination === undefined || host === destination ? undefined : `it is on ${host}, and not on ${destination}`;
}

function progress({ status, destCompute }: Migration, server: Server) {
  return { state: status, to: destCompute, percent: server.progress };
}

function ended(
  { status, id }: Migration,
  from: string,
  why: string | undefined,
  requestId: string | undefined,
): Look<Moved> {
  const reason = why === undefined ? '' : `: ${why}`;
  if (ENDED_BADLY.has(status)) return failed(`nova ended migration ${id} as ${status}${reason}`, requestId);
  return failed(`nova calls migration ${id} ${status}, but the server is still on ${from}${reason}`, requestId);
}
