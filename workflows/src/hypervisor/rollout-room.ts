import type { OpenStackClient, Server } from '@opsbook/openstack';
import type { Config } from '@opsbook/services';
import { type Balance, type Placeable, fitTogether } from '../server/preflight/fit-together.ts';
import { judge } from '../server/preflight/judge.ts';
import { type Nodes, type View, lookAround } from '../server/preflight/look-around.ts';
import type { Sought } from '../server/preflight/sought.ts';
import { eligibility } from '../server/eligibility.ts';
import type { RolloutInput } from './rollout-input.ts';
import { whyUntouched } from './rollout-untouched.ts';

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

/** A hypervisor of which nothing is moved, and why. */
export interface Skipped {
  host: string;
  why: string;
}

/** What the rest of the cloud has for the servers of one batch. */
export interface Room {
  servers: Displaced[];
  skipped: Skipped[];
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
  /** Hypervisors that are down, or that a person disabled. */
  untouched: Skipped[];
  /** Whether a server that no host would take is left where it is. */
  preflight: boolean;
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
  const services = await client.compute.services.list({ binary: 'nova-compute' });
  const untouched = services.flatMap((service) => {
    const why = hosts.includes(service.host) ? whyUntouched(service, input.takeOver) : null;
    return why === null ? [] : [{ host: service.host, why }];
  });
  const view = await lookAround(client, sought, { nodes, capacity: true });
  return { view, sought, stuck, untouched, preflight: input.preflight };
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
 * scheduler would, and placed one after the other, the largest first. Hosts that will be skipped keep theirs, and take no others.
 */
export function roomFor({ view, sought, stuck, untouched, preflight }: Scene, batch: readonly string[]): Room {
  const leaving = new Set(batch);
  const hosts = view.hosts.filter(({ host }) => !leaving.has(host));
  const ofBatch = view.wanted.filter(({ from }) => leaving.has(from));
  const size = new Map(sought.map(({ server }) => [server.id, server.flavor.ramMiB]));
  const placeable: Placeable[] = ofBatch
    .sort((a, b) => (size.get(b.id) ?? 0) - (size.get(a.id) ?? 0))
    .map((wanted) => ({ wanted, verdict: judge(wanted, hosts) }));
  const judged = placeable.map(({ wanted: { id, name, from, how }, verdict }) => ({
    ...{ id, name, from, how: how === 'live' ? ('live' as const) : ('cold' as const) },
    destinations: verdict.hosts,
    why: verdict.why ?? null,
  }));
  const servers = [...judged, ...stuck.filter(({ from }) => leaving.has(from))];
  // Without a pre-flight nova is to decide of those that can be moved at all.
  const stays = servers.filter(({ how, why }) => why !== null && (preflight || how === null));
  const skipped = batch.flatMap((host): Skipped[] => {
    const out = untouched.find((one) => one.host === host);
    if (out !== undefined) return [out];
    const first = stays.find(({ from }) => from === host);
    return first === undefined
      ? []
      : [{ host, why: `it could not be emptied: ${first.name}: ${first.why ?? 'it stays'}` }];
  });
  const moving = placeable.filter(({ wanted }) => !skipped.some(({ host }) => host === wanted.from));
  const { without: crowded, balance } = fitTogether(moving, hosts);
  return { servers, skipped, crowded, balance };
}
