import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { type Comparable, compareByName, without } from './compare-by-name.ts';

const one = (name: string, fields: Comparable['fields'] = {}, id = `${name}-id`): Comparable => ({ id, name, fields });

it('tells what is missing, extra, different and alike', () => {
  const here = [one('b', { vcpus: 1, ram: 2 }), one('a'), one('c', { x: null })];
  const there = [one('d'), one('c', {}, 'c2'), one('b', { vcpus: 4, ram: 2, 'extraSpecs.k': 'v' }, 'b2')];
  expect(compareByName(here, there)).toEqual({
    same: 1,
    missing: [{ name: 'a', id: 'a-id' }],
    extra: [{ name: 'd', id: 'd-id' }],
    different: [
      {
        name: 'b',
        id: 'b-id',
        otherId: 'b2',
        fields: [
          { field: 'extraSpecs.k', value: null, other: 'v' },
          { field: 'vcpus', value: 1, other: 4 },
        ],
      },
    ],
    ambiguous: [],
  });
});

it('does not guess where several have a name', () => {
  const twice = [one('a', {}, '1'), one('a', { x: 1 }, '2')];
  const ambiguous = [{ name: 'a', ids: ['1', '2'], otherIds: ['a-id'] }];
  expect(compareByName(twice, [one('a')])).toMatchObject({ same: 0, missing: [], different: [], ambiguous });
  expect(compareByName([], twice)).toMatchObject({ extra: [], ambiguous: [{ ids: [], otherIds: ['1', '2'] }] });
});

it('leaves out fields by name, and by what they begin with', () => {
  const given = one('a', { 'properties.owner_a': 'x', 'properties.owner_b': 'y', 'properties.os': 'z', size: 1 });
  expect(without(given, ['properties.owner_*', 'siz']).fields).toEqual({ 'properties.os': 'z', size: 1 });
  expect(without(given, ['size', '*']).fields).toEqual({});
});

it('is the same seen from the other side', () => {
  const some = fc.array(
    fc.record({
      id: fc.uuid(),
      name: fc.constantFrom('a', 'b', 'c', 'constructor', '__proto__'),
      fields: fc.dictionary(fc.constantFrom('x', 'y'), fc.constantFrom<string | number | null>(1, '1', null)),
    }),
    { maxLength: 6 },
  );
  const numRuns = Number(process.env['OPSBOOK_FUZZ_RUNS'] ?? 300);
  fc.assert(
    fc.property(some, some, (all, others) => {
      const [there, back] = [compareByName(all, others), compareByName(others, all)];
      expect(back.missing).toEqual(there.extra);
      expect(back.extra).toEqual(there.missing);
      expect(back.same).toBe(there.same);
      expect(back.different.map(({ name }) => name)).toEqual(there.different.map(({ name }) => name));
      const { same, missing, different, ambiguous } = there;
      const names = new Set(all.map(({ name }) => name));
      const only = ambiguous.filter(({ ids }) => ids.length > 0).length;
      expect(same + missing.length + different.length + only).toBe(names.size);
    }),
    { numRuns },
  );
});
