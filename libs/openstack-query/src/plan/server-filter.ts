import type { ServerFilter } from '../resources/resource.ts';
import type { Bound, BoundTest, Source } from './bound.ts';

/** The tests that every row has to pass. */
export function certainTests({ where }: Pick<Source, 'where'>): BoundTest[] {
  const tests: BoundTest[] = [];
  const visit = (bound: Bound): void => {
    if (bound.kind === 'test') tests.push(bound);
    else if (bound.kind === 'and') bound.of.forEach(visit);
  };
  where.forEach(visit);
  return tests;
}

/**
 * What the service itself can leave out: never a row that fulfils the conditions. All conditions are checked here as well, so
 * that a service that is more generous does no harm.
 */
export function serverFilter(source: Source): ServerFilter {
  let filter: ServerFilter = {};
  for (const { path, equals } of certainTests(source)) {
    if (path.join === undefined && equals !== undefined) filter = { ...filterBy(source, path.own, equals), ...filter };
  }
  return filter;
}

/** The service's filter on a property. An empty text is none to any of them. */
export function filterBy({ resource }: Source, property: string, value: string): ServerFilter {
  const filter = Object.hasOwn(resource.filters, property) ? resource.filters[property] : undefined;
  return value === '' ? {} : (filter?.(value) ?? {});
}
