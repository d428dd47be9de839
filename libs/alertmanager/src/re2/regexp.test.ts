import { describe, expect, test } from '@jest/globals';
import { fuzzRuns } from '@opsbook/context/testing';
import fc from 'fast-check';
import { isAlertmanagerError } from '../errors.ts';
import { regexp } from './regexp.ts';

const codeOf = (source: string): string => {
  try {
    regexp(source);
    return 'none';
  } catch (error) {
    if (isAlertmanagerError(error)) return error.code;
    throw error;
  }
};

// What an expression means is held to the real service by the contract suite; here is what that one cannot show.
describe('a regular expression', () => {
  test('is searched for anywhere unless it is anchored', () => {
    expect(regexp('b+')('abbc')).toBe(true);
    expect(regexp('^b')('ab')).toBe(false);
    expect(regexp('')('')).toBe(true);
  });

  test('takes its time in proportion to the text, whatever would make a backtracking one explode', () => {
    const text = 'a'.repeat(3000);
    for (const source of ['^(a+)+$', '^(a|aa)+$', '^(a|a?)+$', '^(.*)*$', '(a*)*(a*)*']) {
      expect([source, regexp(source.replace('$', 'b$'))(text)]).toEqual([source, !source.includes('$')]);
    }
    expect(regexp(`^${'a?'.repeat(100)}${'a'.repeat(100)}$`)('a'.repeat(100))).toBe(true);
  });

  test('may name its groups as newer versions of Go do', () => {
    expect(regexp('^(?<n>a)$')('a')).toBe(true);
    expect(codeOf('(?<n!>a)')).toBe('ALERTMANAGER_REGEXP');
  });

  test('that is too large or too deep is told by a code of its own', () => {
    expect(codeOf('a{1000}'.repeat(19))).toBe('none');
    expect(codeOf('a{1000}'.repeat(21))).toBe('ALERTMANAGER_REGEXP_LIMIT');
    expect(codeOf(`${'('.repeat(500)}${')'.repeat(500)}`)).toBe('none');
    expect(codeOf('('.repeat(100_000))).toBe('ALERTMANAGER_REGEXP_LIMIT');
    expect(codeOf(`a*${'(?i)*'.repeat(100_000)}`)).toBe('ALERTMANAGER_REGEXP_LIMIT');
    expect(codeOf(`\\Q${'a'.repeat(300_000)}`)).toBe('ALERTMANAGER_REGEXP_LIMIT');
    expect(codeOf('((((a{10}){10}){10}){10})')).toBe('ALERTMANAGER_REGEXP');
  });

  test('agrees with the one of JavaScript where the two dialects are one', () => {
    const leaf = fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '\\d', '\\w', '\\W', '(?:)', '^', '$', '\\b', '\\B');
    const { source } = fc.letrec<{ source: string }>((tie) => ({
      source: fc.oneof(
        { depthSize: 'small', maxDepth: 4 },
        leaf,
        fc
          .tuple(tie('source'), fc.constantFrom('*', '+', '?', '*?', '{2}', '{1,3}'))
          .map(([one, times]) => `(?:${one})${times}`),
        fc.tuple(tie('source'), tie('source')).map(([one, other]) => one + other),
        fc.tuple(tie('source'), tie('source')).map(([one, other]) => `(${one}|${other})`),
      ),
    }));
    const text = fc.array(fc.constantFrom('a', 'b', '1', ' ', '\n'), { maxLength: 6 }).map((chars) => chars.join(''));
    const check = fc.property(source, text, (one, value) => {
      // In JavaScript the dot leaves out further line ends, none of which is in these texts.
      if (regexp(one)(value) !== new RegExp(one, 'u').test(value))
        throw new Error(`${one} of ${JSON.stringify(value)}`);
    });
    fc.assert(check, { numRuns: fuzzRuns(500), seed: 3 });
  });

  test('of any kind is read or refused, and never anything else', () => {
    const any = fc.array(
      fc.oneof(
        fc.string({ unit: 'binary', maxLength: 2 }),
        fc.constantFrom(
          '(',
          ')',
          '[',
          ']',
          '\\',
          '{1,',
          '}',
          '*',
          '(?',
          'i',
          ':',
          '-',
          '\\p{',
          '\\x{',
          'P<',
          '>',
          '|',
          '^',
          '[:',
          ':]',
          '\\Q',
          '\\E',
        ),
      ),
      { maxLength: 10 },
    );
    let read = 0;
    const check = fc.property(any, (parts) => {
      if (codeOf(parts.join('')) === 'none') read += 1;
    });
    fc.assert(check, { numRuns: fuzzRuns(500), seed: 4 });
    expect(read).toBeGreaterThan(50);
  });
});
