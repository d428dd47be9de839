import type { RunContext } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import type { ServerSubject } from './server-subjects.ts';

const DAY = 86_400_000;
const AT_ONCE = 8;

/** A server that has been as it is for some time. */
export type SinceSubject = ServerSubject & {
  /** UTC ISO 8601. */
  since: string;
};

/**
 * Those that nobody has acted on for so many days. Nova's `updated` is later than the last action where nova itself wrote to
 * the server, so that it is believed where it is old enough, and the server's actions are asked where it is not.
 */
export async function unchangedFor(
  ctx: RunContext<Services>,
  cloud: string,
  servers: readonly ServerSubject[],
  days: number,
): Promise<SinceSubject[]> {
  const now = await ctx.now();
  const { instanceActions } = ctx.services.openstack(cloud).compute;
  const old = (time: string) => Date.parse(now) - Date.parse(time) >= days * DAY;
  return await ctx.read('since when', async () => {
    const found: SinceSubject[] = [];
    const older = servers.filter(({ createdAt }) => old(createdAt));
    for (let at = 0; at < older.length; at += AT_ONCE) {
      const asked = older.slice(at, at + AT_ONCE).map(async (server) => {
        if (old(server.updatedAt)) return { ...server, since: server.updatedAt };
        const [last] = await instanceActions.list(server.id);
        return { ...server, since: last?.startTime ?? server.createdAt };
      });
      found.push(...(await Promise.all(asked)).filter(({ since }) => old(since)));
    }
    return found;
  });
}
