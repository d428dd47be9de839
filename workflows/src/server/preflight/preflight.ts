import type { OpenStackClient } from '@opsbook/openstack';
import * as z from 'zod';
import { type Placeable, fitTogether } from './fit-together.ts';
import { type Verdict, judge } from './judge.ts';
import { type Nodes, lookAround, readNodes } from './look-around.ts';
import type { Sought } from './sought.ts';

const about = { id: z.string(), name: z.string(), why: z.string() };

/** What can be said of many moves before the first of them. */
export const Preflight = z.object({
  without: z.array(z.object(about)).describe('Servers that no host would take'),
  doubtful: z.array(z.object(about)).describe('Servers of which only nova knows whether one of these hosts takes them'),
  crowded: z.array(z.object(about)).describe('Servers that would find no room once those before them have moved'),
  balance: z
    .array(z.object({ resource: z.string(), wanted: z.number(), free: z.number() }))
    .describe('What all of them want of each resource class, and what their destinations have left'),
});

export type Preflight = z.output<typeof Preflight>;

/** Judges many moves at once, in the order in which they will be made. */
export async function preflight(
  cloud: OpenStackClient,
  sought: readonly Sought[],
  destination?: string,
): Promise<Preflight> {
  if (sought.length === 0) return { without: [], doubtful: [], crowded: [], balance: [] };
  const { hosts, wanted } = await lookAround(cloud, sought, { nodes: await readNodes(cloud), capacity: true });
  const placeable: Placeable[] = wanted.map((one) => ({ wanted: one, verdict: judge(one, hosts, destination) }));
  const { without: crowded, balance } = fitTogether(placeable, hosts);
  const told = (tell: (verdict: Verdict) => string | undefined) =>
    placeable.flatMap(({ wanted: { id, name }, verdict }) => {
      const why = tell(verdict);
      return why === undefined ? [] : [{ id, name, why }];
    });
  const doubts = (verdict: Verdict) => (verdict.doubts.length > 0 ? verdict.doubts.join('; ') : undefined);
  return { without: told(({ why }) => why), doubtful: told(doubts), crowded, balance };
}

/** Judges one move that is about to be made. What hosts have left is read only to say why none would do. */
export async function destinationsNow(
  cloud: OpenStackClient,
  sought: Sought,
  { nodes, destination }: { nodes?: Nodes; destination?: string | undefined } = {},
): Promise<Verdict> {
  const known = nodes ?? (await readNodes(cloud));
  const look = async (capacity: boolean): Promise<Verdict> => {
    const { hosts, wanted } = await lookAround(cloud, [sought], { nodes: known, capacity });
    return wanted.map((one) => judge(one, hosts, destination))[0] as Verdict;
  };
  const verdict = await look(false);
  return verdict.hosts.length > 0 ? verdict : await look(true);
}
