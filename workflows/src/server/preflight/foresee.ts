import { type RunContext, fail, skip } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import { type Nodes, readNodes } from './look-around.ts';
import { type Preflight, destinationsNow, preflight } from './preflight.ts';
import type { Sought } from './sought.ts';

export interface Foreseeing {
  cloud: string;
  /** Whether to look ahead at all. */
  preflight: boolean;
  destination?: string | undefined;
}

/** What was looked at before the first move. */
export interface Foreseen extends Foreseeing {
  /** In a plan: the judgement of all servers at once. */
  forecast: Preflight | null;
  /** In a run: what the look before each move starts from. */
  nodes: Nodes | null;
}

/**
 * Looks ahead, unless told not to: a plan judges all servers with one look, a run each of them when its turn comes, for what
 * there is room for changes from move to move. Those without room behind the others are shown in the plan; they are tried.
 * @param sought the servers in the order in which they will move
 */
export async function foresee(
  ctx: RunContext<Services>,
  options: Foreseeing,
  sought: () => Promise<readonly Sought[]>,
): Promise<Foreseen> {
  if (!options.preflight) return { ...options, forecast: null, nodes: null };
  const cloud = ctx.services.openstack(options.cloud);
  if (!ctx.planning) {
    const nodes = await ctx.read('hypervisors', () => readNodes(cloud));
    return { ...options, forecast: null, nodes };
  }
  const forecast = await ctx.read('pre-flight', async () => preflight(cloud, await sought(), options.destination));
  const each = {
    key: ({ id }: Preflight['crowded'][number]) => id,
    label: ({ name }: Preflight['crowded'][number]) => name,
    maxFailures: Infinity,
  };
  const { crowded, doubtful } = forecast;
  if (crowded.length > 0) await ctx.each('room for all of them', crowded, each, (_step, { why }) => fail(why));
  if (doubtful.length > 0) await ctx.each('in doubt', doubtful, each, (_step, { why }) => fail(`perhaps: ${why}`));
  return { ...options, forecast, nodes: null };
}

/** Skips a server that no host would take, by what a plan has foreseen or by what there is now. */
export async function skipUnlessPlaced(step: RunContext<Services>, sought: Sought, foreseen: Foreseen): Promise<void> {
  const { forecast, nodes, destination } = foreseen;
  if (!foreseen.preflight) return;
  const cloud = step.services.openstack(foreseen.cloud);
  const why =
    forecast === null
      ? (
          await step.read('destinations', () =>
            destinationsNow(cloud, sought, { ...(nodes && { nodes }), destination }),
          )
        ).why
      : forecast.without.find(({ id }) => id === sought.server.id)?.why;
  if (why !== undefined) skip(`would fail: ${why}`);
}
