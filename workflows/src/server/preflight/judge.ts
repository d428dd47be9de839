import type { DestinationHost } from './destination-host.ts';
import { hostRefusal, unscopedMissing } from './host-refusal.ts';
import type { WantedPlace } from './wanted-place.ts';

/** Where a server could go. */
export interface Verdict {
  /** The hosts that would take it, those of its own zone first. */
  hosts: string[];
  /** Why no host would; undefined where one would, or might. */
  why?: string;
  /** Why one only might. */
  doubts: string[];
}

// Decided by nova from what no API of it shows.
const UNSEEN = /^(hw:numa_|hw:mem_page_size$|hw:cpu_policy$|pci_passthrough:alias$)/;
const MOST_NAMES = 3;

/**
 * Judges hosts as nova's scheduler would, by what is seen from outside: services, placement, server groups, aggregates. The host
 * it is on is never one of them.
 *
 * Whether a server was asked into its zone, or came there by chance, is not shown before nova 2.96: hosts of other zones
 * count, with a doubt where there are no others.
 * @param only the destination that was asked for; nova's scheduler checks that one too
 */
export function judge(wanted: WantedPlace, hosts: readonly DestinationHost[], only?: string): Verdict {
  const impossible = cannotMove(wanted);
  if (impossible !== undefined) return { hosts: [], why: impossible, doubts: [] };
  const others = hosts.filter(({ host }) => host !== wanted.from && (only === undefined || host === only));
  const judged = others.map((host) => ({ host, refusal: hostRefusal(host, wanted) }));
  const willing = judged.flatMap(({ host, refusal }) => (refusal === undefined ? [host] : []));
  const isNear = ({ zone }: DestinationHost) => wanted.zone === null || zone === wanted.zone;
  const near = willing.filter(isNear);
  const ordered = [...near, ...willing.filter((host) => !isNear(host))].map(({ host }) => host);
  if (willing.length === 0) {
    const reasons = judged.flatMap(({ host: { host }, refusal }) => (refusal ? [{ host, ...refusal }] : []));
    return { hosts: [], why: `${heading(others.length, only)}${counted(reasons)}`, doubts: [] };
  }
  const zones = [...new Set(willing.map(({ zone }) => zone))].join(', ');
  const doubts = [
    ...(near.length === 0
      ? [`only hosts of another zone (${zones}) would do: not if it was made for ${wanted.zone}`]
      : []),
    ...unscoped(wanted, willing),
    ...unseen(wanted),
  ];
  return { hosts: ordered, doubts };
}

function cannotMove({ how, flavor, group, from }: WantedPlace): string | undefined {
  if (how === 'live' && flavor.extraSpecs['pci_passthrough:alias'] !== undefined) {
    return 'a server with a passed-through PCI device is not moved live';
  }
  // Nova counts the server's own host among those of its group.
  if (group?.policy === 'affinity' && !Object.values(group.others).some((host) => host !== from)) {
    return `nova moves no server out of its affinity group '${group.name}': all of it is on ${from}`;
  }
  return undefined;
}

/** Where none of these hosts is in the aggregates that the flavor names without a scope. */
function unscoped({ flavor: { extraSpecs } }: WantedPlace, willing: readonly DestinationHost[]): string[] {
  const [first = [], ...rest] = willing.map((host) => unscopedMissing(host, extraSpecs));
  if (first.length === 0 || rest.some((missing) => missing.length === 0)) return [];
  return [`no host is in an aggregate with ${first.join(' and ')}: not where nova filters by aggregates' extra specs`];
}

function unseen({ how, flavor: { extraSpecs } }: WantedPlace): string[] {
  const keys = Object.keys(extraSpecs).filter((key) => UNSEEN.test(key));
  return [
    ...(keys.length > 0 ? [`whether a host has what ${keys.join(', ')} asks for is seen by nova alone`] : []),
    ...(how === 'live' && extraSpecs['resources:VGPU'] !== undefined ? ['not every nova moves a VGPU live'] : []),
  ];
}

function heading(count: number, only: string | undefined): string {
  if (count === 0) return only === undefined ? 'there is no other host' : `there is no host ${only}`;
  return count === 1 ? '' : `${count} hosts: `;
}

/** `2 lack 16384 MiB of memory (hv2, hv3), 1 is down (hv4)`: the most frequent first. */
function counted(reasons: readonly { host: string; one: string; many: string }[]): string {
  const groups = new Map<string, typeof reasons>();
  for (const reason of reasons) groups.set(reason.one, [...(groups.get(reason.one) ?? []), reason]);
  const [only] = reasons;
  if (reasons.length === 1 && only !== undefined) return `${only.host} ${only.one}`;
  return [...groups.values()]
    .sort((a, b) => b.length - a.length)
    .map((group) => {
      const text = group.length === 1 ? group[0]?.one : group[0]?.many;
      return `${group.length} ${text} (${named(group.map(({ host }) => host))})`;
    })
    .join(', ');
}

function named(hosts: readonly string[]): string {
  const shown = hosts.slice(0, MOST_NAMES).join(', ');
  return hosts.length > MOST_NAMES ? `${shown} and ${hosts.length - MOST_NAMES} more` : shown;
}
