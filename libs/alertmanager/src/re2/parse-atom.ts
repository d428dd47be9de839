import { literalTest } from './char-set.ts';
import type { Cursor } from './cursor.ts';
import { parseClass } from './parse-class.ts';
import { parseCharEscape, parseSetEscape } from './parse-escape.ts';
import type { Assertion, CharTest, Flags, Node } from './syntax.ts';

const NEWLINE = 10;
const ASSERTIONS: ReadonlyMap<string, Assertion> = new Map([
  ['A', 'text-start'],
  ['z', 'text-end'],
  ['b', 'word-edge'],
  ['B', 'no-word-edge'],
]);

/** What is no group, alternative or quantifier; `\Q...\E` gives as many parts as it has characters. */
export function parseAtom(cursor: Cursor, { fold, multiline, dotNewline }: Flags): Node[] {
  switch (cursor.peek()) {
    case '^':
      cursor.next();
      return [{ kind: 'assert', at: multiline ? 'line-start' : 'text-start' }];
    case '$':
      cursor.next();
      return [{ kind: 'assert', at: multiline ? 'line-end' : 'text-end' }];
    case '.':
      cursor.next();
      return [char(dotNewline ? () => true : (codePoint) => codePoint !== NEWLINE)];
    case '[':
      return [char(parseClass(cursor, fold))];
    case '\\':
      return parseEscape(cursor, fold);
    default:
      return [literal(cursor.next(), fold)];
  }
}

function parseEscape(cursor: Cursor, fold: boolean): Node[] {
  const at = ASSERTIONS.get(cursor.peek(1));
  if (at !== undefined) {
    cursor.position += 2;
    return [{ kind: 'assert', at }];
  }
  if (cursor.accept('\\Q')) {
    return Array.from(cursor.takeUntil('\\E') ?? cursor.rest(), (one) => literal(one, fold));
  }
  return [char(parseSetEscape(cursor, fold) ?? literalTest(parseCharEscape(cursor), fold))];
}

const char = (test: CharTest): Node => ({ kind: 'char', test });

const literal = (one: string, fold: boolean): Node => char(literalTest(one.codePointAt(0) ?? 0, fold));
