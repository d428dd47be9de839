import { POSIX_SETS, not, rangeTest, setTest } from './char-set.ts';
import type { Cursor } from './cursor.ts';
import { parseCharEscape, parseSetEscape } from './parse-escape.ts';
import { type CharTest, refused } from './syntax.ts';

/** A class in brackets; the cursor is at its `[`. */
export function parseClass(cursor: Cursor, fold: boolean): CharTest {
  const start = cursor.position;
  cursor.next();
  const negated = cursor.accept('^');
  const tests: CharTest[] = [];
  // A `]` that comes first stands for itself.
  for (let first = true; first || cursor.peek() !== ']'; first = false) {
    if (cursor.done) throw refused('missing closing ]', cursor.since(start));
    tests.push(parsePosixSet(cursor, fold) ?? parseSetEscape(cursor, fold) ?? parseRange(cursor, fold));
  }
  cursor.next();
  const any: CharTest = (codePoint) => tests.some((test) => test(codePoint));
  return negated ? not(any) : any;
}

// `[:alpha:]`, inside brackets. Without a `:]` to follow its bracket stands for itself.
function parsePosixSet(cursor: Cursor, fold: boolean): CharTest | undefined {
  const start = cursor.position;
  if (!cursor.accept('[:')) return undefined;
  const name = cursor.takeUntil(':]');
  if (name === undefined) {
    cursor.position = start;
    return undefined;
  }
  const inside = POSIX_SETS.get(name.replace(/^\^/, ''));
  if (inside === undefined) throw refused('unknown class of characters', cursor.since(start));
  const test = setTest(inside, fold);
  return name.startsWith('^') ? not(test) : test;
}

function parseRange(cursor: Cursor, fold: boolean): CharTest {
  const start = cursor.position;
  const low = parseChar(cursor);
  let high = low;
  // In `[a-]` the dash stands for itself.
  if (cursor.peek() === '-' && cursor.peek(1) !== ']' && cursor.peek(1) !== '') {
    cursor.next();
    high = parseChar(cursor);
    if (high < low) throw refused('a range that ends before it begins', cursor.since(start));
  }
  return rangeTest(low, high, fold);
}

function parseChar(cursor: Cursor): number {
  if (cursor.done) throw refused('missing closing ]', cursor.rest());
  if (cursor.peek() === '\\') return parseCharEscape(cursor);
  return cursor.next().codePointAt(0) ?? 0;
}
