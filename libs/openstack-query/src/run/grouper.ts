import type { PlannedGrouping } from '../plan/plan.ts';
import type { Resource } from '../resources/resource.ts';
import { type Tables, readerOf } from './tables.ts';
import { testOf } from './test-of.ts';

export interface Grouper {
  /** Groups that there are whether something is in them or not, in their order. */
  readonly given: readonly string[];
  /** The group's value or name; undefined: it belongs to none. */
  readonly keyOf: (item: unknown) => unknown;
}

export function grouper(grouping: PlannedGrouping, resource: Resource, tables: Tables): Grouper {
  if ('by' in grouping) {
    const read = readerOf(grouping.by, resource, tables);
    return { given: [], keyOf: (item) => read(item) ?? null };
  }
  const { named, rest } = grouping;
  const tests = named.map(({ name, bound }) => ({ name, fits: testOf(bound, resource, tables) }));
  return {
    given: [...named.map(({ name }) => name), ...(rest === undefined ? [] : [rest])],
    keyOf: (item) => (tests.find(({ fits }) => fits(item)) ?? { name: rest }).name,
  };
}
