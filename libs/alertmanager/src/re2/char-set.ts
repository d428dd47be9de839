import type { CharTest } from './syntax.ts';

const escaped = (codePoint: number): string => `\\u{${codePoint.toString(16)}}`;

/**
 * The test of a set written as the inside of a class of JavaScript's RegExp. Of one character, with the flag `u`, the two
 * dialects agree: both fold case by Unicode's simple case folding. An expression of one class cannot backtrack.
 */
export function setTest(inside: string, fold: boolean): CharTest {
  const set = new RegExp(`^[${inside}]$`, fold ? 'iu' : 'u');
  return (codePoint) => set.test(String.fromCodePoint(codePoint));
}

/** From `low` to `high`, both included. */
export function rangeTest(low: number, high: number, fold: boolean): CharTest {
  return fold
    ? setTest(`${escaped(low)}-${escaped(high)}`, true)
    : (codePoint) => codePoint >= low && codePoint <= high;
}

/** One character. */
export function literalTest(codePoint: number, fold: boolean): CharTest {
  const char = String.fromCodePoint(codePoint);
  const caseless = char.toLowerCase() === char && char.toUpperCase() === char;
  return fold && !caseless ? setTest(escaped(codePoint), true) : (other) => other === codePoint;
}

export const not =
  (test: CharTest): CharTest =>
  (codePoint) =>
    !test(codePoint);

/** `\d`, `\s` and `\w` are ASCII in RE2. */
export const PERL_SETS: Readonly<Record<string, string>> = { d: '0-9', s: '\\t\\n\\f\\r ', w: '0-9A-Za-z_' };

export const POSIX_SETS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    alnum: '0-9A-Za-z',
    alpha: 'A-Za-z',
    ascii: '\\x00-\\x7F',
    blank: '\\t ',
    cntrl: '\\x00-\\x1F\\x7F',
    digit: '0-9',
    graph: '!-~',
    lower: 'a-z',
    print: ' -~',
    punct: '!-\\/:-@\\[-`\\{-~',
    space: '\\t\\n\\v\\f\\r ',
    upper: 'A-Z',
    word: '0-9A-Za-z_',
    xdigit: '0-9A-Fa-f',
  }),
);

const CATEGORY = /^(L[lmotu]?|M[cen]?|N[dlo]?|P[cdefios]?|S[ckmo]?|Z[lps]?|C[cfos])$/;
// JavaScript also knows every script by a short name of four letters, RE2 does not: these are names in full.
const NAMES_OF_FOUR = new Set(['Ahom', 'Cham', 'Kawi', 'Lisu', 'Miao', 'Modi', 'Newa', 'Thai', 'Toto']);

/** The set behind `\p{name}`: a general category or a script; undefined where RE2 knows none. */
export function unicodeSet(name: string): string | undefined {
  if (name === 'Any') return '\\u{0}-\\u{10FFFF}';
  // Unassigned characters are in JavaScript's C, but not in Go's.
  if (name === 'C') return '\\p{Cc}\\p{Cf}\\p{Co}\\p{Cs}';
  if (CATEGORY.test(name)) return `\\p{${name}}`;
  if (!/^[A-Z][A-Za-z_]+$/.test(name) || (name.length === 4 && !NAMES_OF_FOUR.has(name))) return undefined;
  try {
    new RegExp(`\\p{Script=${name}}`, 'u');
  } catch {
    return undefined;
  }
  return `\\p{Script=${name}}`;
}
