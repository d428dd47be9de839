import type { Cursor } from './cursor.ts';
import { PERL_SETS, not, setTest, unicodeSet } from './char-set.ts';
import { type CharTest, MAX_CODE_POINT, refused } from './syntax.ts';

const CONTROLS: Readonly<Record<string, number>> = { a: 7, f: 12, n: 10, r: 13, t: 9, v: 11 };

/** `\d`, `\W`, `\pL`, `\P{Greek}` and the like; undefined where none is next. */
export function parseSetEscape(cursor: Cursor, fold: boolean): CharTest | undefined {
  if (cursor.peek() !== '\\') return undefined;
  const letter = cursor.peek(1);
  if (letter === 'p' || letter === 'P') return parseUnicodeEscape(cursor, fold);
  const inside = PERL_SETS[letter.toLowerCase()];
  if (inside === undefined || !/^[dswDSW]$/.test(letter)) return undefined;
  cursor.position += 2;
  const test = setTest(inside, fold);
  return letter === letter.toUpperCase() ? not(test) : test;
}

function parseUnicodeEscape(cursor: Cursor, fold: boolean): CharTest {
  const start = cursor.position;
  let negated = cursor.peek(1) === 'P';
  cursor.position += 2;
  let name: string | undefined = cursor.next();
  if (name === '{') name = cursor.takeUntil('}');
  if (name?.startsWith('^') === true) {
    negated = !negated;
    name = name.slice(1);
  }
  const inside = name === undefined ? undefined : unicodeSet(name);
  if (inside === undefined) throw refused('unknown class of characters', cursor.since(start));
  const test = setTest(inside, fold);
  return negated ? not(test) : test;
}

/** The character that an escape stands for; the cursor is at its backslash. */
export function parseCharEscape(cursor: Cursor): number {
  const start = cursor.position;
  cursor.next();
  const char = cursor.next();
  if (char === '') throw refused('trailing backslash', '\\');
  const value = escapedChar(cursor, char);
  if (value === undefined) throw refused('unknown escape', cursor.since(start));
  return value;
}

function escapedChar(cursor: Cursor, char: string): number | undefined {
  if (char === '0') return octal(cursor, 0);
  // A single digit would be a back-reference, which RE2 has not.
  if (/^[1-7]$/.test(char)) return /^[0-7]$/.test(cursor.peek()) ? octal(cursor, Number(char)) : undefined;
  if (char === 'x') return hexadecimal(cursor);
  const control = CONTROLS[char];
  if (control !== undefined) return control;
  return char < '\x80' && !/^[0-9A-Za-z]$/.test(char) ? char.charCodeAt(0) : undefined;
}

function octal(cursor: Cursor, first: number): number {
  let value = first;
  for (let digits = 1; digits < 3 && /^[0-7]$/.test(cursor.peek()); digits += 1) {
    value = value * 8 + Number(cursor.next());
  }
  return value;
}

function hexadecimal(cursor: Cursor): number | undefined {
  const braced = cursor.accept('{');
  const digits = braced ? cursor.takeUntil('}') : cursor.next() + cursor.next();
  if (digits === undefined || !(braced ? /^[0-9A-Fa-f]+$/ : /^[0-9A-Fa-f]{2}$/).test(digits)) return undefined;
  const value = Number.parseInt(digits, 16);
  return value > MAX_CODE_POINT ? undefined : value;
}
