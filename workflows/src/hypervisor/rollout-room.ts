import type { OpenStackClient, Server } from '@opsbook/openstack';
import type { Config } from '@opsbook/services';
import { type Balance, type Placeable, fitTogether } from '../server/preflight/fit-together.ts';
import { judge } from '../server/preflight/judge.ts';
import { type Nodes, type View, lookAround } from '../server/preflight/look-around.ts';
import type { Sought } from '../server/preflight/sought.ts';
import { eligibility } from '../server/eligibility.ts';
import type { RolloutInput } from './rollout-input.ts';

/** A server that would have to leave, and where it could go. */
export interface Displaced {
  id: string;
  name: string;
  from: string;
  how: 'live' | 'cold' | null;
  /** The hosts that would take it, were it alone. */
  destinations: string[];
  /** Why it would stay. */
  why: string | null;
}

/** What the rest of the cloud has for the servers of one batch. */
export interface Room {
  servers: Displaced[];
  /** Servers that find no place behind the others. */
  crowded: { id: string; name: string; why: string }[];
  balance: Balance[];
}

/** Servers and hosts at one moment. */
export interface Scene {
  view: View;
  sought: Sought[];
  /** Servers that cannot be moved at all. */
  stuck: Displaced[];
}

export interface Looking {
  client: OpenStackClient;
  policies: Config['migration']['policies'];
  input: RolloutInput;
  nodes: Nodes;
}

/** Reads what is on these hosts and what all hosts have left. */
export async function lookAtScene(
  { client, policies, input, nodes }: Looking,
  hosts: readonly string[],
): Promise<Scene> {
  const servers = await serversOn(client, hosts);
  const plans = servers.map((server) => ({ server, plan: eligibility(server, policies, input) }));
  const sought = plans.flatMap(({ server, plan }) => (plan.eligible ? [{ server, how: plan.how }] : []));
  const stuck = plans.flatMap(({ server: { id, name, host }, plan }) =>
    plan.eligible ? [] : [{ id, name, from: host ?? '', how: null, destinations: [], why: plan.why }],
  );
  return { view: await lookAround(client, sought, { nodes, capacity: true }), sought, stuck };
}

// One list of all is less than many of one host each.
const FEW = 20;

async function serversOn({ compute }: OpenStackClient, hosts: readonly string[]): Promise<Server[]> {
  if (hosts.length > FEW) return (await compute.servers.list()).filter(({ host }) => hosts.includes(host ?? ''));
  const lists = [];
  for (const host of hosts) lists.push(await compute.servers.list({ host }));
  return lists.flat();
}

/**
 * Whether the servers of these hosts find a place elsewhere when all of the hosts are out of service at once: judged as nova's
 * scheduler would, and placed one after the other, the largest first.
 */
export function roomFor({ view, sought, stuck }: Scene, batch: readonly string[]): Room {
  const leaving = new Set(batch);
  const hosts = view.hosts.filter(({ host }) => !leaving.has(host));
  const ofBatch = view.wanted.filter(({ from }) => leaving.has(from));
  const size = new Map(sought.map(({ server }) => [server.id, server.flavor.ramMiB]));
  const placeable: Placeable[] = ofBatch
    .sort((a, b) => (size.get(b.id) ?? 0) - (size.get(a.id) ?? 0))
    .map((wanted) => ({ wanted, verdict: judge(wanted, hosts) }));
  const { without: crowded, balance } = fitTogether(placeable, hosts);
  const judged = placeable.map(({ wanted: { id, name, from, how }, verdict }) => ({
    ...{ id, name, from, how: how === 'live' ? ('live' as const) : ('cold' as const) },
    destinations: verdict.hosts,
    why: verdict.why ?? null,
  }));
  return { servers: [...judged, ...stuck.filter(({ from }) => leaving.has(from))], crowded, balance };
}
