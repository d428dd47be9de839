import type { Aggregate, Flavor } from '@opsbook/openstack';
import { extraSpecMatches } from '../server/preflight/extra-spec-match.ts';

/**
 * The flavors that nova's AggregateInstanceExtraSpecsFilter lets onto a host, by name: each of a flavor's extra specs with
 * the scope, or without one, is fulfilled by a value of the host's aggregates. An aggregate's value may be a list with commas.
 */
export function flavorsOfHost(
  host: string,
  { flavors, aggregates, scope }: { flavors: readonly Flavor[]; aggregates: readonly Aggregate[]; scope: string },
): Flavor[] {
  const values = new Map<string, string[]>();
  for (const { hosts, metadata } of aggregates) {
    if (!hosts.includes(host)) continue;
    for (const [key, value] of Object.entries(metadata)) {
      values.set(key, [...(values.get(key) ?? []), ...value.split(',').map((one) => one.trim())]);
    }
  }
  const fits = ({ extraSpecs }: Flavor) =>
    Object.entries(extraSpecs).every(([name, wanted]) => {
      const [first = '', ...rest] = name.split(':');
      if (rest.length > 0 && first !== scope) return true;
      const key = rest.length > 0 ? rest.join(':') : first;
      return (values.get(key) ?? []).some((value) => extraSpecMatches(value, wanted));
    });
  return flavors.filter(fits).sort((a, b) => (a.name < b.name ? -1 : 1));
}
