import { certainTests, filterBy, serverFilter } from '../plan/server-filter.ts';
import type { BoundTest, Source } from '../plan/bound.ts';
import type { Join, ServerFilter } from '../resources/resource.ts';
import { resourceOf } from '../resources/catalogue.ts';
import { type Tables, ownReader, valueReader } from './tables.ts';

/**
 * The service's filter, narrowed by what was listed for joins: where one project alone is called so, only its servers are
 * asked for. undefined: no row can fulfil the conditions.
 */
export function narrowedFilter(source: Source, { joins }: Tables): ServerFilter | undefined {
  let filter = serverFilter(source);
  for (const [name, { join, tests }] of certainJoins(source)) {
    const fitting = [...(joins.get(name)?.values() ?? [])].filter((item) =>
      tests.every(({ path, holds }) => holds(valueReader(path)(item))),
    );
    const [only, another] = fitting;
    if (only === undefined) return undefined;
    if (another !== undefined) continue;
    const value = ownReader(resourceOf(join.to), join.on)(only);
    if (typeof value === 'string') filter = { ...filterBy(source, join.by, value), ...filter };
  }
  return filter;
}

/** Joins of which a row needs one that exists: the tests of some would also pass where nothing is referred to. */
function certainJoins(source: Source): Map<string, { join: Join; tests: BoundTest[] }> {
  const found = new Map<string, { join: Join; tests: BoundTest[] }>();
  for (const test of certainTests(source)) {
    const { join } = test.path;
    if (join === undefined || test.holds(null)) continue;
    const tests = [...(found.get(join.name)?.tests ?? []), test];
    found.set(join.name, { join: join.of, tests });
  }
  return found;
}
