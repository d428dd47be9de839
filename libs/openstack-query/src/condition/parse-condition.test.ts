import { describe, expect, it } from '@jest/globals';
import { fuzzRuns } from '@opsbook/context/testing';
import * as fc from 'fast-check';
import type { Condition } from './condition.ts';
import { anyCondition, bare } from './condition.test-support.ts';
import { parseCondition } from './parse-condition.ts';
import { printCondition } from './print-condition.ts';
import { SyntaxFault } from './scanner.ts';

const test = (property: string, operator: string, ...values: string[]) =>
  ({ kind: 'test', property, operator, values }) as Condition;

describe('parseCondition', () => {
  it.each<[string, Condition]>([
    ['status=SHUTOFF', test('status', '=', 'SHUTOFF')],
    [' status  ==  SHUTOFF ', test('status', '=', 'SHUTOFF')],
    ['updated<60d', test('updated', '<', '60d')],
    ['updated >= 2026-01-01T12:00Z', test('updated', '>=', '2026-01-01T12:00Z')],
    ['name~^web-(1|2)$', test('name', '~', '^web-(1|2)$')],
    ['(name~^web-(1|2)$)', test('name', '~', '^web-(1|2)$')],
    ["name !~* 'a b'", test('name', '!~*', 'a b')],
    ["name='it''s'", test('name', '=', "it's")],
    ['name="say ""x"""', test('name', '=', 'say "x"')],
    ["name='null'", test('name', '=', 'null')],
    ['name=a,b', test('name', '=', 'a,b')],
    ['name=or', test('name', '=', 'or')],
    ['status in (ERROR, SHUTOFF)', test('status', 'in', 'ERROR', 'SHUTOFF')],
    ["status NOT IN ('ERROR')", test('status', 'not in', 'ERROR')],
    ['host is null', test('host', 'is null')],
    ['host is not null', test('host', 'is not null')],
    ['tags contains gpu', test('tags', 'contains', 'gpu')],
    ['metadata not contains a=b', test('metadata', 'not contains', 'a=b')],
    ['name iequals WEB', test('name', 'iequals', 'WEB')],
    ['flavor.extraSpecs.hw:cpu_policy = dedicated', test('flavor.extraSpecs.hw:cpu_policy', '=', 'dedicated')],
    ["metadata.'a b.c'=1", test('metadata.a b.c', '=', '1')],
    ["'not'=1", test('not', '=', '1')],
    ['servers()', { kind: 'linked', link: 'servers', of: undefined }],
    [
      'not servers ( host=hv1 )',
      { kind: 'not', of: { kind: 'linked', link: 'servers', of: test('host', '=', 'hv1') } },
    ],
    [
      'a=1 or b=2 and c=3',
      { kind: 'or', of: [test('a', '=', '1'), { kind: 'and', of: [test('b', '=', '2'), test('c', '=', '3')] }] },
    ],
    [
      '(a=1 or b=2) and c=3',
      { kind: 'and', of: [{ kind: 'or', of: [test('a', '=', '1'), test('b', '=', '2')] }, test('c', '=', '3')] },
    ],
    [
      'not (a=1 AND not b=2)',
      { kind: 'not', of: { kind: 'and', of: [test('a', '=', '1'), { kind: 'not', of: test('b', '=', '2') }] } },
    ],
    ['not not a=1', test('a', '=', '1')],
  ])('reads %s', (text, condition) => {
    expect(bare(parseCondition(text))).toEqual(condition);
  });

  it.each<[string, number, string]>([
    ['', 0, 'expected a name, and the text ends'],
    ['status', 6, 'expected an operator'],
    ['status=', 7, 'expected a value, and the text ends'],
    ['status ? x', 7, "expected an operator (= != < <= > >= ~ !~ ~* in contains iequals is), not '? x'"],
    ['a=1 b=2', 4, "expected 'and', 'or' or the end, not 'b=2'"],
    ['a=1 and', 7, 'expected a name'],
    ['(a=1', 0, 'this ( is not closed'],
    ['a=1)', 3, "expected 'and', 'or' or the end"],
    ["a='x", 2, 'this quote is not closed'],
    ["a='x'y", 5, 'a blank belongs behind'],
    ['host=null', 5, 'host is null'],
    ['a in b', 5, 'expected ('],
    ['a in (b', 7, 'expected , or )'],
    ['a in ()', 6, 'expected a value'],
    ['a in (b,)', 8, 'expected a value'],
    ['a is not 5', 9, "expected 'null'"],
    ['a not 5', 6, 'expected in, contains or iequals'],
    ['user.=5', 5, 'expected a name'],
    ['servers(', 0 + 8, 'expected a name'],
    [`${'('.repeat(200)}a=1`, 100, 'deeper than 100'],
    [`${'not '.repeat(200)}a=1`, 0, "times 'not'"],
    ['a'.repeat(10_001), 10_000, '10000 characters'],
  ])('refuses %.40s and says where', (text, at, message) => {
    expect(() => parseCondition(text)).toThrow(
      expect.objectContaining({ at, message: expect.stringContaining(message) }),
    );
  });

  it('keeps the places of property and value', () => {
    expect(parseCondition('a=1 and  user.email ~ x')).toMatchObject({
      of: [{ at: { property: 0, value: 2 } }, { at: { property: 9, value: 22 } }],
    });
  });

  it('reads what was printed', () => {
    fc.assert(
      fc.property(anyCondition, (condition) => {
        expect(bare(parseCondition(printCondition(condition)))).toEqual(bare(condition));
      }),
      { numRuns: fuzzRuns(500) },
    );
  });

  it('gives a condition or a fault for any text', () => {
    const words = fc.constantFrom(
      'a',
      ' ',
      '=',
      '!',
      '~',
      '*',
      '<',
      '(',
      ')',
      "'",
      '"',
      ',',
      '.',
      'not',
      'and',
      'or',
      'in',
      'is',
      'null',
      'contains',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(words, { maxLength: 12 }).map((all) => all.join(' ')),
          fc.string({ unit: words }),
        ),
        (text) => {
          try {
            const condition = parseCondition(text);
            expect(bare(parseCondition(printCondition(condition)))).toEqual(bare(condition));
          } catch (error) {
            expect(error).toBeInstanceOf(SyntaxFault);
          }
        },
      ),
      { numRuns: fuzzRuns(1000) },
    );
  });
});
