import type { Cursor } from './cursor.ts';
import { type Node, refused } from './syntax.ts';

const MOST_REPEATS = 1000;

/** How often what stands before is repeated. */
export interface Quantifier {
  min: number;
  max: number;
  counted: boolean;
}

/** `*`, `+`, `?` or a count in braces; undefined, and nothing taken, where none is next (braces may stand for themselves). */
export function parseQuantifier(cursor: Cursor): Quantifier | undefined {
  if (cursor.accept('*')) return { min: 0, max: Infinity, counted: false };
  if (cursor.accept('+')) return { min: 1, max: Infinity, counted: false };
  if (cursor.accept('?')) return { min: 0, max: 1, counted: false };
  return cursor.peek() === '{' ? parseCount(cursor) : undefined;
}

function parseCount(cursor: Cursor): Quantifier | undefined {
  const start = cursor.position;
  cursor.next();
  const inside = cursor.takeUntil('}');
  const [, low, comma, high] = /^(0|[1-9]\d*)(,?)(0|[1-9]\d*)?$/.exec(inside ?? '') ?? [];
  if (low === undefined || (comma === '' && high !== undefined)) {
    cursor.position = start;
    return undefined;
  }
  const min = Number(low);
  const max = high !== undefined ? Number(high) : comma === ',' ? Infinity : min;
  const written = cursor.since(start);
  if (min > MOST_REPEATS || (max !== Infinity && max > MOST_REPEATS) || min > max) {
    throw refused(`a repeat count that is not 0 to ${MOST_REPEATS} in order`, written);
  }
  return { min, max, counted: true };
}

/** Whether counts inside counts multiply to no more than 1000, as RE2 asks. */
export function repeatsFit(node: Node, most = MOST_REPEATS): boolean {
  switch (node.kind) {
    case 'char':
    case 'assert':
      return true;
    case 'concat':
    case 'alternate':
      return node.of.every((part) => repeatsFit(part, most));
    case 'repeat': {
      if (!node.counted) return repeatsFit(node.of, most);
      const times = node.max === Infinity ? node.min : node.max;
      if (node.max === 0) return true;
      if (times > most) return false;
      return repeatsFit(node.of, times > 0 ? Math.floor(most / times) : most);
    }
  }
}
