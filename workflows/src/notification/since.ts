import { inParallel } from '@opsbook/context';
import type { RunContext } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import { daysBetween } from '../days-between.ts';
import { unlessGone } from '../unless-gone.ts';
import type { ServerSubject } from './server-subjects.ts';

const AT_ONCE = 8;

/** A server that has been as it is for some time. */
export type SinceSubject = ServerSubject & {
  /** UTC ISO 8601. */
  since: string;
};

/**
 * Those that nobody has acted on for so many days. Nova's `updated` is later than the last action where nova itself wrote to
 * the server, so that it is believed where it is old enough, and the server's actions are asked where it is not. One that is gone meanwhile is left out.
 */
export async function unchangedFor(
  ctx: RunContext<Services>,
  cloud: string,
  servers: readonly ServerSubject[],
  days: number,
): Promise<SinceSubject[]> {
  const now = await ctx.now();
  const { instanceActions } = ctx.services.openstack(cloud).compute;
  const old = (time: string) => daysBetween(time, now) >= days;
  const since = async ({ id, createdAt, updatedAt }: ServerSubject): Promise<string | undefined> => {
    if (old(updatedAt)) return updatedAt;
    const actions = await unlessGone(instanceActions.list(id));
    return actions && (actions[0]?.startTime ?? createdAt);
  };
  return await ctx.read('since when', async () => {
    const older = servers.filter(({ createdAt }) => old(createdAt));
    const times = await inParallel(older, AT_ONCE, since);
    return older.flatMap((server, index) => {
      const time = times[index];
      return time !== undefined && old(time) ? [{ ...server, since: time }] : [];
    });
  });
}
