import { describe, expect, test } from '@jest/globals';
import { unknown } from '@opsbook/context';
import { fuzzRuns } from '@opsbook/context/testing';
import fc from 'fast-check';
import {
  type Matcher,
  type MatcherSyntax,
  formatMatcher,
  formatMatchers,
  isAlertmanagerError,
  labelTest,
  parseMatcher,
  parseMatchers,
  sameMatchers,
} from '../index.ts';

const codeOf = (run: () => unknown): string => {
  try {
    return `none: ${JSON.stringify(run())}`;
  } catch (error) {
    if (isAlertmanagerError(error)) return error.code;
    throw error;
  }
};
const shown = (text: string, syntax?: MatcherSyntax): string =>
  formatMatchers(parseMatchers(text, syntax === undefined ? {} : { syntax }));

describe('a list of matchers', () => {
  test.each([
    ['{a="b", c=~"d|e"}', '{a="b",c=~"d|e"}'],
    ['a="b",c!~d,', '{a="b",c!~"d"}'],
    ['a=b, c!=d', '{a="b",c!="d"}'],
    ['', '{}'],
    ['{}', '{}'],
    [' {a="b"} ', '{a="b"}'],
    ['{a="x,y\\"z{}"}', '{a="x,y\\"z{}"}'],
    // Only the newer syntax has these:
    ['{"foo bar"="b"}', '{"foo bar"="b"}'],
    ['"a"="b"', '{a="b"}'],
    ['façade=🙂', '{façade="🙂"}'],
    ['a="\\xf0\\x9f\\x99\\x82\\u0041\\101\\t"', '{a="\\\\xf0\\\\x9f\\\\x99\\\\x82\\\\u0041\\\\101\\\\t"}'],
    ['"a b"="\\xf0\\x9f\\x99\\x82\\u0041\\101\\t\\a"', '{"a b"="🙂AA\\t\\a"}'],
    ['"\\U0001F642 x"=y', '{"🙂 x"="y"}'],
    // Only the classic one these:
    ['{', '{}'],
    ['a=b}', '{a="b"}'],
    ['a=', '{a=""}'],
    ['a==b', '{a="=b"}'],
    ['a={b,c=d', '{a="{b",c="d"}'],
    ['a="\\d"', '{a="\\\\d"}'],
  ])('%j is %j', (text, meant) => {
    expect(shown(text)).toBe(meant);
  });

  test.each([
    ['a="\\101"', 'utf8', '{a="A"}'],
    ['a="\\101"', 'classic', '{a="\\\\101"}'],
    ['{ a = b , "c d" != e, }', 'utf8', '{a="b","c d"!="e"}'],
    ['a\u00a0=b', 'utf8', '{a="b"}'],
    ['1=2', 'utf8', '{1="2"}'],
    ['""=x', 'utf8', '{""="x"}'],
  ] as const)('%j in the syntax %s is %j', (text, syntax, meant) => {
    expect(shown(text, syntax)).toBe(meant);
  });

  test.each([
    [
      'fallback',
      [
        'a',
        '=b',
        'a=b,,c=d',
        'a="b',
        'a="b"c',
        '"a b"="c" d',
        '{"a b"=c',
        '"a b"=c}',
        '"a b"="\\ud800"',
        '"a b"="\\xff"',
        '"a b"="\\400"',
        '"a b"="\\q"',
        "'a b'=c",
        '"a b"',
        '"a b"=',
        '"a\nb"=c',
        'a=\ud800',
      ],
    ],
    [
      'utf8',
      [
        '{',
        '}',
        ',',
        'a=',
        'a==b',
        'a="\\d"',
        'a=b c=d',
        'a=b}',
        '{a=b}}',
        '{{a=b}',
        'a=!b',
        'a!b',
        'a=b,,',
        '{,}',
        '{a=b',
        "a='b'",
        'a=`b`',
        'a="\\x4"',
        'a="\\u12"',
        'a="\\\'"',
        'a="\\',
      ],
    ],
    ['classic', ['"a"="b"', 'é=b', 'a-b=c', '1=2', ',', 'a="b"c"']],
  ] as const)('in the syntax %s is refused where it is none', (syntax, texts) => {
    for (const text of texts) {
      expect([text, codeOf(() => parseMatchers(text, { syntax }))]).toEqual([text, 'ALERTMANAGER_MATCHER']);
    }
  });

  test('is the same in another order, and where one stands twice', () => {
    const one = parseMatchers('a=b,c=~d');
    expect(sameMatchers(one, parseMatchers('c=~d,a=b,a=b'))).toBe(true);
    expect(sameMatchers(one, parseMatchers('c=d,a=b'))).toBe(false);
    expect(sameMatchers(one, parseMatchers('a=b'))).toBe(false);
  });

  test('says in a plan that it is not known yet', () => {
    expect(() => parseMatchers(unknown('host'))).toThrow('host is not known until the plan is applied');
  });
});

describe('a single matcher', () => {
  test('has no braces around it, and is one', () => {
    expect(parseMatcher('a=~"b{2}c"')).toEqual({ name: 'a', operator: '=~', value: 'b{2}c' });
    for (const text of ['{a=b}', 'a=b}', '{a=b', '', '"a b"=c,"d e"=f']) {
      expect([text, codeOf(() => parseMatcher(text))]).toEqual([text, 'ALERTMANAGER_MATCHER']);
    }
    expect(codeOf(() => parseMatcher('{a=b}', { syntax: 'utf8' }))).toBe('ALERTMANAGER_MATCHER');
  });

  test('says which expression is bad', () => {
    expect(codeOf(() => parseMatcher('a=~"("'))).toBe('ALERTMANAGER_REGEXP');
    expect(codeOf(() => parseMatcher('"a b"=~"("'))).toBe('ALERTMANAGER_REGEXP');
    expect(codeOf(() => parseMatcher(`a=~"${'.{1000}'.repeat(21)}"`))).toBe('ALERTMANAGER_REGEXP_LIMIT');
  });
});

test('labels pass as Alertmanager decides: an absent one is empty, an expression covers the whole value', () => {
  const passes = (text: string, labels: Record<string, string>) => labelTest(parseMatchers(text))(labels);
  expect(passes('a=""', {})).toBe(true);
  expect(passes('a!=x,b!~".+"', {})).toBe(true);
  expect(passes('a=~"x?"', {})).toBe(true);
  expect(passes('constructor=""', {})).toBe(true);
  expect(passes('a=~b', { a: 'abc' })).toBe(false);
  expect(passes('a=~"b|.*c"', { a: 'abc' })).toBe(true);
  expect(passes('a=~"a.c"', { a: 'a\nc' })).toBe(false);
  expect(passes('a=b,c=d', { a: 'b', c: 'x' })).toBe(false);
  expect(passes('', {})).toBe(true);
});

describe('any text', () => {
  const bits = fc.constantFrom(
    'a',
    'é',
    '🙂',
    '=',
    '~',
    '!',
    '"',
    "'",
    '`',
    '\\',
    'n',
    'x4',
    'u0041',
    ' ',
    '\u00a0',
    '\n',
    '\0',
    '\x7f',
    '\u200b',
    ',',
    '{',
    '}',
    '(',
    ')',
    '[',
    '*',
    '.',
    '{2}',
    '(?i)',
    '\ud800',
  );
  const text = fc.oneof(
    fc.array(bits, { maxLength: 12 }).map((parts) => parts.join('')),
    fc.string({ unit: 'binary', maxLength: 12 }),
  );
  const syntax = fc.constantFrom('fallback' as const, 'classic' as const, 'utf8' as const);

  test('is read, or refused with an error of this library; what is read is written so that it is read again', () => {
    let read = 0;
    const check = fc.property(text, syntax, (input, chosen) => {
      let matchers: Matcher[];
      try {
        matchers = parseMatchers(input, { syntax: chosen });
      } catch (error) {
        if (!isAlertmanagerError(error)) throw error;
        return;
      }
      read += 1;
      expect(parseMatchers(formatMatchers(matchers), { syntax: chosen })).toEqual(matchers);
    });
    fc.assert(check, { numRuns: fuzzRuns(500), seed: 1 });
    expect(read).toBeGreaterThan(20);
  });

  test('is a value, and a name, that is read back as it was, in a list and alone', () => {
    const whole = fc.string({ unit: 'grapheme-composite', maxLength: 8 });
    const value = fc.oneof(whole, fc.string({ unit: 'binary', maxLength: 8 }), text).map((one) => one.toWellFormed());
    const operator = fc.constantFrom('=' as const, '!=' as const);
    const matcher: fc.Arbitrary<Matcher> = fc.record({
      name: fc.oneof(fc.constantFrom('a', 'host'), value),
      operator,
      value,
    });
    const check = fc.property(fc.array(matcher, { maxLength: 3 }), (matchers) => {
      const written = formatMatchers(matchers);
      if (JSON.stringify(parseMatchers(written)) !== JSON.stringify(matchers)) throw new Error(written);
      for (const one of matchers) {
        if (JSON.stringify(parseMatcher(formatMatcher(one))) !== JSON.stringify(one))
          throw new Error(formatMatcher(one));
      }
    });
    fc.assert(check, { numRuns: fuzzRuns(500), seed: 2 });
  });
});
