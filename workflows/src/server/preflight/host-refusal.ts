import { fits, totalResources } from '@opsbook/openstack';
import type { DestinationHost } from './destination-host.ts';
import { extraSpecMatches } from './extra-spec-match.ts';
import type { GroupOfServer, WantedPlace } from './wanted-place.ts';

/** Why a host does not take a server, as it is said of one host and of several. */
export interface Refusal {
  one: string;
  many: string;
}

const SCOPE = 'aggregate_instance_extra_specs:';

/** Why nova's scheduler would not send the server to this host; undefined: nothing that is seen from outside speaks against it. */
export function hostRefusal(host: DestinationHost, wanted: WantedPlace): Refusal | undefined {
  if (!host.up) return said('is', 'are', 'down');
  if (!host.enabled) return said('is', 'are', 'disabled');
  return (
    groupRefusal(host, wanted.group) ??
    aggregateRefusal(host, wanted.flavor.extraSpecs) ??
    placementRefusal(host, wanted)
  );
}

/** Nova's filters of the two hard policies; the soft ones only weigh. */
function groupRefusal({ host }: DestinationHost, group: GroupOfServer | undefined): Refusal | undefined {
  if (group === undefined) return undefined;
  const hosts = Object.values(group.others);
  if (group.policy === 'affinity' && !hosts.includes(host)) {
    return said('is', 'are', `not where the others of the affinity group '${group.name}' are`);
  }
  const there = hosts.filter((one) => one === host).length;
  if (group.policy !== 'anti-affinity' || there < group.most) return undefined;
  const much = group.most === 1 ? 'another' : `${group.most} others`;
  return said('has', 'have', `${much} of the anti-affinity group '${group.name}'`);
}

function aggregateRefusal(host: DestinationHost, extraSpecs: Readonly<Record<string, string>>): Refusal | undefined {
  const missing = missingInAggregates(host, extraSpecs, (name) =>
    name.startsWith(SCOPE) ? name.slice(SCOPE.length) : undefined,
  );
  return missing.length === 0 ? undefined : said('is', 'are', `in no aggregate with ${missing.join(' and ')}`);
}

/** Keys without a scope. The filter wants them too, but a cloud that has them may well do without the filter. */
export const unscopedMissing = (host: DestinationHost, extraSpecs: Readonly<Record<string, string>>): string[] =>
  missingInAggregates(host, extraSpecs, (name) => (name.includes(':') ? undefined : name));

/** Nova's AggregateInstanceExtraSpecsFilter: of each key one value at least, of all aggregates of the host, has to match. */
function missingInAggregates(
  { aggregates }: DestinationHost,
  extraSpecs: Readonly<Record<string, string>>,
  keyOf: (name: string) => string | undefined,
): string[] {
  return Object.entries(extraSpecs).flatMap(([name, wanted]) => {
    const key = keyOf(name);
    if (key === undefined) return [];
    const values = aggregates.flatMap((metadata) => metadata[key]?.split(',').map((value) => value.trim()) ?? []);
    return values.some((value) => extraSpecMatches(value, wanted)) ? [] : [`${key}=${wanted}`];
  });
}

function placementRefusal(
  { id, capacity }: DestinationHost,
  { request, candidates }: WantedPlace,
): Refusal | undefined {
  if (candidates.has(id)) return undefined;
  if (capacity === undefined) return said('has', 'have', 'no resource provider');
  const lacking = Object.entries(totalResources(request)).filter(
    ([name, amount]) => !fits({ [name]: amount }, capacity).fits,
  );
  if (lacking.length > 0) {
    const amounts = lacking.map(([name, amount]) => amountOf(name, amount)).join(' and ');
    return said('lacks', 'lack', amounts);
  }
  const groups = [request, ...Object.values(request.groups ?? {})];
  const traits = groups.flatMap(({ required = [], forbidden = [] }) => [
    ...required,
    ...forbidden.map((trait) => `no ${trait}`),
  ]);
  if (traits.length === 0) return said('is', 'are', 'not offered by placement');
  return said('does not have', 'do not have', `what it wants: ${traits.join(', ')}`);
}

const UNITS: Record<string, string> = { MEMORY_MB: 'MiB of memory', DISK_GB: 'GiB of disk' };

/** `16384 MiB of memory`, `4 VCPU`. */
export const amountOf = (name: string, amount: number): string => `${amount} ${UNITS[name] ?? name}`;

const said = (one: string, many: string, what: string): Refusal => ({ one: `${one} ${what}`, many: `${many} ${what}` });
