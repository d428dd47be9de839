import { type HostCapacity, type ProviderCapacity, fits, totalResources } from '@opsbook/openstack';
import type { DestinationHost } from './destination-host.ts';
import { amountOf } from './host-refusal.ts';
import type { Verdict } from './judge.ts';
import type { WantedPlace } from './wanted-place.ts';

/** A server, and where it could go were it alone. */
export interface Placeable {
  wanted: WantedPlace;
  verdict: Verdict;
}

/** What all servers need of one resource class, and what the hosts that are asked have left. */
export interface Balance {
  resource: string;
  wanted: number;
  free: number;
}

export interface Together {
  balance: Balance[];
  /** Those for which there is no place left once those before them have moved. */
  without: { id: string; name: string; why: string }[];
}

/**
 * Places the servers one after the other, each on the first host that still has room: a forecast. Nova spreads them by weights
 * of its own, and others build servers meanwhile. Those that no host would take even alone are left out.
 */
export function fitTogether(servers: readonly Placeable[], hosts: readonly DestinationHost[]): Together {
  const rooms = new Map(hosts.flatMap(({ host, capacity }) => (capacity ? [[host, copyOf(capacity)] as const] : [])));
  const placed: Record<string, string> = {};
  const without: Together['without'] = [];
  const movable = servers.filter(({ verdict }) => verdict.hosts.length > 0);
  const asked = new Set(movable.flatMap(({ verdict }) => verdict.hosts));
  const balance = balanceOf(
    movable.map(({ wanted }) => wanted),
    [...asked].flatMap((host) => rooms.get(host) ?? []),
  );
  for (const { wanted, verdict } of movable) {
    const amounts = totalResources(wanted.request);
    const host = verdict.hosts.find((one) => {
      const room = rooms.get(one);
      return room !== undefined && fits(amounts, room).fits && groupLeaves(wanted, placed, one);
    });
    const room = host === undefined ? undefined : rooms.get(host);
    if (host === undefined || room === undefined) {
      const size = Object.entries(amounts).map(([name, amount]) => amountOf(name, amount));
      const why = `no host has ${size.join(', ')} left once those before it have moved`;
      without.push({ id: wanted.id, name: wanted.name, why });
      continue;
    }
    placed[wanted.id] = host;
    for (const [name, amount] of Object.entries(amounts)) take(room, name, amount);
  }
  return { balance, without };
}

/** Whether those of its group that were placed before it leave the host to it. */
function groupLeaves({ group }: WantedPlace, placed: Readonly<Record<string, string>>, host: string): boolean {
  if (group?.policy !== 'anti-affinity') return true;
  const there = Object.entries(group.others).filter(([id, now]) => (placed[id] ?? now) === host);
  return there.length < group.most;
}

function balanceOf(servers: readonly WantedPlace[], rooms: readonly HostCapacity[]): Balance[] {
  const wanted: Record<string, number> = {};
  for (const { request } of servers) {
    for (const [name, amount] of Object.entries(totalResources(request))) wanted[name] = (wanted[name] ?? 0) + amount;
  }
  const freeOf = (name: string) =>
    rooms
      .flatMap((host) => [host, ...host.parts])
      .reduce((sum, one) => sum + Math.max(one.resources[name]?.free ?? 0, 0), 0);
  return Object.entries(wanted).map(([resource, amount]) => ({ resource, wanted: amount, free: freeOf(resource) }));
}

function take(host: HostCapacity, name: string, amount: number): void {
  const provider = [host, ...host.parts].find((one) => fits({ [name]: amount }, { ...one, parts: [] }).fits);
  const room = provider?.resources[name];
  if (room === undefined) return;
  room.free -= amount;
  room.used += amount;
}

const copyOf = (host: HostCapacity): HostCapacity => ({ ...bare(host), parts: host.parts.map(bare) });

const bare = (one: ProviderCapacity): HostCapacity => ({
  ...one,
  resources: Object.fromEntries(Object.entries(one.resources).map(([name, room]) => [name, { ...room }])),
  parts: [],
});
