import type { InstanceAction, Migration, OpenStackClient } from '@opsbook/openstack';

const MOVES: readonly string[] = ['live-migration', 'migrate'];
const RECENT = 20;

/** Which of a server's actions are not ours. Request ids, not times: clocks differ. */
export interface ActionsBefore {
  /** Request ids of its latest actions. */
  actions: string[];
  /** Our own user, whose actions are followed. */
  userId: string;
}

/** What nova knew of a server's moves before ours was asked for. */
export interface Before extends ActionsBefore {
  /** The newest migration's id; 0 if it has never been moved. */
  migration: number;
}

/** Recorded before the move is asked for, so that whoever resumes the run knows which migration is its own. */
export async function before(
  cloud: OpenStackClient,
  serverId: string,
  kinds: readonly string[] = MOVES,
): Promise<Before> {
  const newest = await cloud.compute.migrations.newest(serverId);
  return { migration: newest?.id ?? 0, ...(await actionsBefore(cloud, serverId, kinds)) };
}

/** The same of any kind of action, by nova's name for it. */
export async function actionsBefore(
  cloud: OpenStackClient,
  serverId: string,
  kinds: readonly string[] = MOVES,
): Promise<ActionsBefore> {
  const { userId } = await cloud.whoAmI();
  return { actions: (await recent(cloud, serverId, kinds)).map(({ requestId }) => requestId), userId };
}

/** The migration that this run asked for: the newest of the server by our user, made after {@link before}. */
export async function ownMigration(
  cloud: OpenStackClient,
  serverId: string,
  known: Before,
): Promise<Migration | undefined> {
  for await (const found of cloud.compute.migrations.list({ serverId, limit: RECENT })) {
    if (found.id <= known.migration) return undefined;
    // Before 2.80 nova does not say whose it is.
    if (found.userId === null || found.userId === known.userId) return found;
  }
  return undefined;
}

/** The action that this run asked for; nova records it before it answers, the migration about a second later. */
export async function ownAction(
  cloud: OpenStackClient,
  serverId: string,
  known: ActionsBefore,
  kinds: readonly string[] = MOVES,
): Promise<InstanceAction | undefined> {
  const actions = await recent(cloud, serverId, kinds);
  const own = actions.find(({ requestId, userId }) => !known.actions.includes(requestId) && userId === known.userId);
  return own && (await cloud.compute.instanceActions.get(serverId, own.requestId));
}

/** Why an action failed, in nova's words. */
export function failureOf(action: InstanceAction | undefined): string | undefined {
  const failed = action?.events?.find(({ result }) => result === 'Error');
  if (failed === undefined) return action?.message === 'Error' ? 'nova recorded an error and no reason' : undefined;
  const lastLine = failed.traceback?.trim().split('\n').at(-1);
  return `${failed.event}: ${failed.details ?? lastLine ?? 'no reason given'}`;
}

async function recent(
  { compute }: OpenStackClient,
  serverId: string,
  kinds: readonly string[],
): Promise<InstanceAction[]> {
  const actions = await compute.instanceActions.list(serverId);
  return actions.filter(({ action }) => kinds.includes(action)).slice(0, RECENT);
}
