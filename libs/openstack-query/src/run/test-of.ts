import type { Bound } from '../plan/bound.ts';
import type { Resource } from '../resources/resource.ts';
import { type Tables, ownReader, readerOf } from './tables.ts';

export type Test = (item: unknown) => boolean;

/** A condition as a test of the listed resources. */
export function testOf(bound: Bound, resource: Resource, tables: Tables): Test {
  switch (bound.kind) {
    case 'test': {
      const { holds } = bound;
      const read = readerOf(bound.path, resource, tables);
      return (item) => holds(read(item));
    }
    case 'linked': {
      const referred = tables.links.get(bound) as ReadonlySet<unknown>;
      const read = ownReader(resource, bound.link.on);
      return (item) => {
        const value = read(item);
        return Array.isArray(value) ? value.some((one) => referred.has(one)) : referred.has(value);
      };
    }
    case 'not': {
      const test = testOf(bound.of, resource, tables);
      return (item) => !test(item);
    }
    case 'and':
      return allOf(bound.of.map((one) => testOf(one, resource, tables)));
    case 'or': {
      const tests = bound.of.map((one) => testOf(one, resource, tables));
      return (item) => tests.some((test) => test(item));
    }
  }
}

export function allOf(tests: readonly Test[]): Test {
  const [first] = tests;
  if (first === undefined) return () => true;
  return tests.length === 1 ? first : (item) => tests.every((test) => test(item));
}
