import { describe, expect, it } from '@jest/globals';
import { fuzzRuns } from '@opsbook/context/testing';
import * as fc from 'fast-check';
import { OPERATORS, type Operator, type TestedKind, affirm } from '../condition/operators.ts';
import { ValueFault, valueTest } from './value-test.ts';

const NOW = Date.UTC(2026, 2, 31, 12);

const holds = (kind: TestedKind, operator: Operator, values: string[], value: unknown): boolean =>
  valueTest({ name: 'x', kind, operator, values, now: NOW }).holds(value);

/** Kind, operator, what it is compared to, values of which it is true, values of which it is false. */
const CASES: [TestedKind, Operator, string[], unknown[], unknown[]][] = [
  ['text', '=', ['a'], ['a'], ['A', 'ab', '', null]],
  ['text', '=', [''], [''], ['a', null]],
  ['text', 'in', ['a', 'b'], ['a', 'b'], ['c', null]],
  ['text', '~', ['b+'], ['abb'], ['a', 'B', null]],
  ['text', '~', ['^b'], ['ba'], ['ab', null]],
  ['text', '~*', ['b+'], ['aB'], ['a', null]],
  ['text', 'iequals', ['Web'], ['web', 'WEB'], ['webs', null]],
  ['text', 'contains', ['b'], ['abc'], ['a', 'B', null]],
  ['text', 'is null', [], [null], ['', 'a']],
  ['entry', '=', ['1'], ['1'], ['1.0', null]],
  ['entry', 'in', ['1', '2'], ['1'], ['3', null]],
  ['entry', '<', ['10'], ['9', '-1'], ['10', '11', 'few', '', null]],
  ['entry', '<=', ['10'], ['9', '10'], ['11', 'few', null]],
  ['entry', '>', ['9'], ['10', '9.5'], ['9', 'many', null]],
  ['entry', '>=', ['9'], ['10', '9'], ['8', null]],
  ['entry', '~', ['^a'], ['ab'], ['b', null]],
  ['entry', '~*', ['^A'], ['ab'], ['b', null]],
  ['entry', 'iequals', ['A'], ['a'], ['b', null]],
  ['entry', 'contains', ['a'], ['bab'], ['b', null]],
  ['entry', 'is null', [], [null], ['']],
  ['number', '=', ['1.0'], [1], [2, 0, null]],
  ['number', 'in', ['1', '2'], [1, 2], [3, null]],
  ['number', '<', ['0'], [-1], [0, 1, null]],
  ['number', '<=', ['0'], [-1, 0], [1, null]],
  ['number', '>', ['-1'], [0], [-1, -2, null]],
  ['number', '>=', ['1e3'], [1000, 1001], [999, null]],
  ['number', 'is null', [], [null], [0]],
  ['boolean', '=', ['TRUE'], [true], [false, null]],
  ['boolean', 'in', ['true', 'false'], [true, false], [null]],
  ['boolean', 'is null', [], [null], [false]],
  ['time', '=', ['2026-01-31'], ['2026-01-31T00:00:00.000Z'], ['2026-01-31T00:00:00.001Z', null]],
  ['time', 'in', ['2026-01-31T01:00+01:00'], ['2026-01-31T00:00:00.000Z'], ['2026-01-31T01:00:00.000Z', null]],
  ['time', '<', ['60d'], ['2026-01-30T11:59:59.999Z'], ['2026-01-30T12:00:00.000Z', '2026-03-31T12:00:00.000Z', null]],
  ['time', '<=', ['60d'], ['2026-01-30T12:00:00.000Z'], ['2026-01-30T12:00:00.001Z', null]],
  ['time', '>', ['2h30m'], ['2026-03-31T09:30:00.001Z'], ['2026-03-31T09:30:00.000Z', null]],
  ['time', '>=', ['2h30m'], ['2026-03-31T09:30:00.000Z'], ['2026-03-31T09:29:59.999Z', null]],
  ['time', '<', ['2026-03-29 01:30'], ['2026-03-29T01:29:59.999Z'], ['2026-03-29T01:30:00.000Z', null]],
  ['time', 'is null', [], [null], ['2026-03-29T01:29:59.999Z']],
  ['list', 'contains', ['a'], [['b', 'a']], [['ab'], [], null]],
  ['list', '~', ['^a'], [['b', 'ab']], [['ba'], [], null]],
  ['list', '~*', ['^A'], [['ab']], [[], null]],
  ['list', 'is null', [], [null, []], [['']]],
  ['map', 'contains', ['a'], [{ a: '' }], [{ b: 'a' }, {}, null]],
  ['map', 'contains', ['a=1=2'], [{ a: '1=2' }], [{ a: '1' }, { 'a=1': '2' }, {}, null]],
  ['map', 'contains', ['constructor'], [{ constructor: '1' }], [{}]],
  ['map', 'is null', [], [null, {}], [{ a: '1' }]],
];

const NEGATION: Partial<Record<Operator, Operator>> = {
  '=': '!=',
  in: 'not in',
  '~': '!~',
  '~*': '!~*',
  iequals: 'not iequals',
  contains: 'not contains',
  'is null': 'is not null',
};

describe('valueTest', () => {
  it.each(CASES)('%s %s %j', (kind, operator, values, yes, no) => {
    expect(yes.filter((value) => !holds(kind, operator, values, value))).toEqual([]);
    expect(no.filter((value) => holds(kind, operator, values, value))).toEqual([]);
  });

  it.each(CASES.filter(([, operator]) => operator in NEGATION))(
    'the opposite of %s %s %j',
    (kind, operator, values, yes, no) => {
      const opposite = NEGATION[operator]!;
      expect(yes.filter((value) => holds(kind, opposite, values, value))).toEqual([]);
      expect(no.filter((value) => !holds(kind, opposite, values, value))).toEqual([]);
    },
  );

  it('knows a case of every operator of every kind', () => {
    const tried = new Set(CASES.map(([kind, operator]) => `${kind} ${operator}`));
    const all = Object.entries(OPERATORS).flatMap(([kind, operators]) =>
      operators.map((operator) => `${kind} ${affirm(operator).affirmed}`),
    );
    expect([...new Set(all)].filter((one) => !tried.has(one))).toEqual([]);
  });

  it.each<[TestedKind, Operator, string[], string, string]>([
    ['text', '<', ['1'], 'QUERY_BAD_OPERATOR', "'x' is a text: it knows = != in"],
    ['list', '=', ['1'], 'QUERY_BAD_OPERATOR', "'x' is a list: it knows"],
    ['number', '=', ['many'], 'QUERY_BAD_VALUE', "'x' is a number, not 'many'"],
    ['number', '<', ['0x10'], 'QUERY_BAD_VALUE', "'0x10'"],
    ['number', '<', ['Infinity'], 'QUERY_BAD_VALUE', "'Infinity'"],
    ['number', '=', ['1e999'], 'QUERY_BAD_VALUE', "'1e999'"],
    ['boolean', '=', ['yes'], 'QUERY_BAD_VALUE', "is true or false, not 'yes'"],
    ['time', '<', ['soon'], 'QUERY_BAD_VALUE', "'x' is a time, not 'soon'"],
    ['time', '<', ['2026-02-30'], 'QUERY_BAD_VALUE', "'2026-02-30'"],
    ['time', '<', ['2026-01-01T25:00'], 'QUERY_BAD_VALUE', "'2026-01-01T25:00'"],
    ['time', '<', ['200000d'], 'QUERY_BAD_VALUE', "'200000d'"],
    ['time', '=', ['60d'], 'QUERY_BAD_VALUE', 'an age is for < and >'],
    ['entry', '<', ['a'], 'QUERY_BAD_VALUE', "compared with a number, not 'a'"],
    ['text', '~', ['(a\nb'], 'QUERY_BAD_PATTERN', "'(a\\u000ab' cannot be matched: missing closing )"],
    ['text', '=', [], 'QUERY_BAD_VALUE', "'=' takes 1"],
    ['text', '=', ['a', 'b'], 'QUERY_BAD_VALUE', "'=' takes 1"],
    ['text', 'in', [], 'QUERY_BAD_VALUE', 'one value or more'],
    ['text', 'is null', ['a'], 'QUERY_BAD_VALUE', "'is null' takes 0"],
  ])('refuses %s %s %j', (kind, operator, values, code, message) => {
    expect(() => holds(kind, operator, values, null)).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(message) }),
    );
  });

  it('tests or refuses anything', () => {
    const kinds = Object.keys(OPERATORS) as TestedKind[];
    const operators = [...new Set(Object.values(OPERATORS).flat())];
    const value = fc.oneof(
      fc.constant(null),
      fc.string(),
      fc.double(),
      fc.boolean(),
      fc.array(fc.string()),
      fc.dictionary(fc.string(), fc.string()),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...kinds),
        fc.constantFrom(...operators),
        fc.array(fc.string(), { maxLength: 3 }),
        value,
        (kind, operator, values, one) => {
          try {
            expect(typeof holds(kind, operator, values, one)).toBe('boolean');
          } catch (error) {
            expect(error).toBeInstanceOf(ValueFault);
          }
        },
      ),
      { numRuns: fuzzRuns(500) },
    );
  });
});
