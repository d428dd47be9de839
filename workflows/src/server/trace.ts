import { type InstanceAction, type Migration, type OpenStackClient } from '@opsbook/openstack';

const MOVES = new Set(['live-migration', 'migrate']);
const RECENT = 20;

/** What nova knew of a server's moves before ours was asked for. Ids, not times: clocks differ. */
export interface Before {
  /** The newest migration's id; 0 if it has never been moved. */
  migration: number;
  /** Request ids of its latest actions. */
  actions: string[];
  /** Our own user, whose moves are followed. */
  userId: string;
}

/** Recorded before the move is asked for, so that whoever resumes the run knows which migration is its own. */
export async function before(cloud: OpenStackClient, serverId: string): Promise<Before> {
  const { userId } = await cloud.whoAmI();
  const newest = await cloud.compute.migrations.newest(serverId);
  return { migration: newest?.id ?? 0, actions: (await recentMoves(cloud, serverId)).map((a) => a.requestId), userId };
}

/** The migration that this run asked for: the newest of the server, by our user, made after {@link before}. */
export async function ownMigration(
  cloud: OpenStackClient,
  serverId: string,
  known: Before,
): Promise<Migration | undefined> {
  const newest = await cloud.compute.migrations.newest(serverId);
  if (newest === undefined || newest.id <= known.migration) return undefined;
  return newest.userId === null || newest.userId === known.userId ? newest : undefined;
}

/** The action that this run asked for; nova records it before it answers, the migration about a second later. */
export async function ownAction(
  cloud: OpenStackClient,
  serverId: string,
  known: Before,
): Promise<InstanceAction | undefined> {
  const moves = await recentMoves(cloud, serverId);
  const own = moves.find(({ requestId, userId }) => !known.actions.includes(requestId) && userId === known.userId);
  return own && (await cloud.compute.instanceActions.get(serverId, own.requestId));
}

/** Why an action failed, in nova's words. */
export function failureOf(action: InstanceAction | undefined): string | undefined {
  const failed = action?.events?.find(({ result }) => result === 'Error');
  if (failed === undefined) return action?.message === 'Error' ? 'nova recorded an error and no reason' : undefined;
  const lastLine = failed.traceback?.trim().split('\n').at(-1);
  return `${failed.event}: ${failed.details ?? lastLine ?? 'no reason given'}`;
}

async function recentMoves({ compute }: OpenStackClient, serverId: string): Promise<InstanceAction[]> {
  const actions = await compute.instanceActions.list(serverId);
  return actions.filter(({ action }) => MOVES.has(action)).slice(0, RECENT);
}
