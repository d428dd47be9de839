import { type Migration, type OpenStackClient, type Server } from '@opsbook/openstack';
import { type Look, absent, done, failed, underway } from '@opsbook/runbook';
import { type Before, failureOf, ownAction, ownMigration } from './trace.ts';

export interface Move {
  serverId: string;
  /** The host it is to leave. */
  from: string;
  how: 'live' | 'cold';
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
  if (hasArrived(server, move)) {
    const action = await ownAction(cloud, serverId, known);
    return done({ to: server.host, migrationId: migration?.id ?? null, requestId: action?.requestId ?? null });
  }
  if (migration !== undefined && !ENDED.has(migration.status)) return underway(progress(migration, server));
  if (server.taskState !== null) return underway({ state: server.taskState });
  const action = await ownAction(cloud, serverId, known);
  if (server.status === 'ERROR')
    return failed(`it is in ERROR: ${server.fault?.message ?? 'no fault'}`, action?.requestId);
  if (migration !== undefined) return ended(migration, from, failureOf(action), action?.requestId);
  const failure = failureOf(action);
  if (failure !== undefined) return failed(failure, action?.requestId);
  return action === undefined ? absent() : underway({ state: 'accepted' });
}

/** A cold move has arrived when it waits to be confirmed, or the cloud has confirmed by itself. */
function hasArrived({ host, status, taskState }: Server, { from, how }: Move): boolean {
  if (host === null || host === from || taskState !== null) return false;
  return ['ACTIVE', 'PAUSED', 'SHUTOFF'].includes(status) || (how === 'cold' && status === 'VERIFY_RESIZE');
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
