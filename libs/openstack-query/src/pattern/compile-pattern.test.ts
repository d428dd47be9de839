import { describe, expect, it } from '@jest/globals';
import { fuzzRuns } from '@opsbook/context/testing';
import * as fc from 'fast-check';
import { compilePattern } from './compile-pattern.ts';
import { PatternFault } from './pattern-fault.ts';

describe('compilePattern', () => {
  it.each<[string, string[], string[]]>([
    ['eb-1', ['web-12', 'eb-1'], ['web-2', 'WEB-1']],
    ['^eb', ['eb-1'], ['web-12', 'a\neb']],
    ['eb$', ['web'], ['web-1', 'web\n']],
    ['^web-(1|2)$', ['web-1', 'web-2'], ['web-12', 'web-3']],
    ['', ['', 'a'], []],
    ['a.c', ['abc', 'a😀c', 'aéc'], ['ac', 'a\nc']],
    ['^[^a-c\\d]{2}$', ['xy', '😀é'], ['xa', 'x1', 'xyz']],
    ['\\bweb\\b', ['a web-1'], ['webs', 'cobweb']],
    ['^\\p{Lu}+$', ['ÄÖ', 'AB'], ['ä', 'A1']],
    ['^\\x{1F600}\\x{e9}$', ['😀é'], ['😀e']],
    ['web\\-1\\@x', ['web-1@x'], ['web-1x']],
    ['(?i)web', ['WEB'], ['w-e-b']],
  ])('%s fits anywhere in a text', (pattern, yes, no) => {
    const fits = compilePattern(pattern);
    expect(yes.filter((text) => !fits(text))).toEqual([]);
    expect(no.filter((text) => fits(text))).toEqual([]);
  });

  it('fits in whatever letter case when asked to', () => {
    const fits = compilePattern('^wÉb-[a-c]$', { ignoreCase: true });
    expect(['WéB-B', 'wÉb-a'].filter((text) => !fits(text))).toEqual([]);
    expect(fits('WEB-B')).toBe(false);
  });

  it('gives an answer or a fault for any text', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.string({ unit: fc.constantFrom(...Array.from('ab()[]{}?*+|\\^$.<:=!2,-PpLix')) }),
        ),
        fc.string({ unit: 'binary' }),
        fc.boolean(),
        (source, text, ignoreCase) => {
          try {
            expect(typeof compilePattern(source, { ignoreCase })(text)).toBe('boolean');
          } catch (error) {
            expect(error).toBeInstanceOf(PatternFault);
            expect((error as PatternFault).at).toBeLessThanOrEqual(source.length);
          }
        },
      ),
      { numRuns: fuzzRuns(1000) },
    );
  });

  it('takes expressions on which an engine that goes back hangs', () => {
    const text = 'a'.repeat(5000);
    for (const hostile of ['(a+)+$x', '(a|a)*b', '(a*)*b', '^(a?){200}a{200}b$', '(.*)*x', '.*.*.*.*.*.*x']) {
      expect(compilePattern(hostile)(text)).toBe(false);
    }
  });

  it.each([
    ['(a', 0, 'missing closing )'],
    ['ab)', 0, 'unexpected )'],
    ['a[bc', 1, 'missing closing ]: [bc'],
    ['x*+', 1, 'invalid nested repetition operator: *+'],
    ['a{2,1}', 1, 'invalid repeat count: {2,1}'],
    ['a(?=b)', 1, 'invalid or unsupported Perl syntax: (?='],
    ['a(?<!b)', 1, 'invalid named capture: (?<!b)'],
    ['(a)\\1', 3, 'invalid escape sequence: \\1'],
    ['\\u0061', 0, 'invalid escape sequence: \\u'],
    ['a\\', 0, 'trailing backslash at end of expression'],
    ['[z-a]', 1, 'invalid character class range: z-a'],
    ['bz-a[z-a]', 0, 'invalid character class range: z-a'],
    ['a{1001}', 1, 'invalid repeat count: {1001}'],
    ['(){1000}(){1000}((((){1000}){1000}){1000}){1000}', 0, 'expression too large'],
  ])('refuses %s and says where', (source, at, message) => {
    for (const ignoreCase of [false, true]) {
      const compile = () => compilePattern(source, { ignoreCase });
      expect(compile).toThrow(PatternFault);
      expect(compile).toThrow(expect.objectContaining({ at, message }));
    }
  });

  it('takes 1000 characters', () => {
    expect(compilePattern('a'.repeat(1000))('a'.repeat(1000))).toBe(true);
    expect(() => compilePattern('a'.repeat(1001))).toThrow(new PatternFault('it has more than 1000 characters', 1000));
  });
});
