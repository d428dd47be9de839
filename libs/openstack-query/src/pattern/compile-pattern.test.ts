import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { fuzzRuns } from '../fuzz.test-support.ts';
import { compilePattern } from './compile-pattern.ts';
import { PatternFault } from './pattern-fault.ts';

const atom = fc.constantFrom(
  'a',
  'b',
  'B',
  '0',
  '.',
  '[ab]',
  '[^a]',
  '\\d',
  '\\w',
  '\\W',
  '^',
  '$',
  '\\b',
  '\\B',
  'é',
  '😀',
);
const quantifier = fc.constantFrom('', '', '*', '+', '?', '{2}', '{1,}', '{0,2}', '*?', '+?');

const repeated = (one: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.tuple(one, quantifier).map(([what, times]) => (/^(\^|\$|\\b|\\B)$/.test(what) ? what : what + times));
const choice = (piece: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc
    .array(fc.array(repeated(piece), { maxLength: 3 }), { minLength: 1, maxLength: 3 })
    .map((ways) => ways.map((way) => way.join('')).join('|'));
const group = (inner: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.tuple(fc.constantFrom('(', '(?:'), inner).map(([open, what]) => `${open}${what})`);
// Two groups deep: what goes back takes too long on much more.
const inner = choice(fc.oneof(atom, atom, group(choice(atom))));
const pattern = choice(fc.oneof(atom, atom, group(inner)));
const subject = fc
  .array(fc.constantFrom('a', 'b', 'A', 'B', '0', '_', ' ', 'é', '😀', '\n'), { maxLength: 12 })
  .map((all) => all.join(''));

describe('compilePattern', () => {
  it('fits what the engine of the language fits', () => {
    fc.assert(
      fc.property(pattern, subject, fc.boolean(), (source, text, ignoreCase) => {
        // This engine also looks between the two halves of a character, where by its specification nothing is.
        fc.pre(!(source.includes('\\B') && text.includes('😀')));
        const native = new RegExp(source, ignoreCase ? 'iu' : 'u');
        expect(compilePattern(source, { ignoreCase })(text)).toBe(native.test(text));
      }),
      fuzzRuns(500),
    );
  });

  it('gives an answer or a fault for any text', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...Array.from('ab()[]{}?*+|\\^$.<:=!2,')) })),
        (source) => {
          try {
            expect(typeof compilePattern(source)('some text')).toBe('boolean');
          } catch (error) {
            expect(error).toBeInstanceOf(PatternFault);
          }
        },
      ),
      fuzzRuns(1000),
    );
  });

  it('takes expressions on which an engine that goes back hangs', () => {
    const text = 'a'.repeat(5000);
    for (const hostile of ['(a+)+$x', '(a|a)*b', '(a*)*b', '^(a?){200}a{200}b$', '(.*)*x', '.*.*.*.*.*.*x']) {
      expect(compilePattern(hostile)(text)).toBe(false);
    }
  });

  it.each([
    ['(a', 0, 'this ( is not closed'],
    ['ab)', 2, 'this ) closes nothing'],
    ['a[bc', 1, 'this [ is not closed'],
    ['x*+', 2, 'nothing to repeat'],
    ['a{2,1}', 1, 'out of order'],
    ['a{x}', 1, 'no number of repeats'],
    ['(?=a)', 0, 'need backtracking'],
    ['(?<!a)', 0, 'need backtracking'],
    ['(a)\\1', 3, 'references back'],
    ['\\q', 0, '\\q is not known'],
    ['a\\', 1, 'a lone \\'],
    ['[z-a]', 0, 'not valid'],
    ['a{1001}', 1, 'more than 1000 repeats'],
    ['((a{1000}){1000}){1000}', 0, 'too large'],
    ['(){1000}(){1000}((((){1000}){1000}){1000}){1000}', 0, 'too large'],
    ['('.repeat(200), 100, 'deeper than 100'],
  ])('refuses %s', (source, at, message) => {
    expect(() => compilePattern(source)).toThrow(
      expect.objectContaining({ at, message: expect.stringContaining(message) }),
    );
  });

  it('is not anchored by itself, and takes needless escapes', () => {
    expect(compilePattern('eb-1')('web-12')).toBe(true);
    expect(compilePattern('^eb')('web-12')).toBe(false);
    expect(compilePattern('web\\-1\\@x')('web-1@x')).toBe(true);
  });
});
