import { formatMatcher } from './format-matcher.ts';
import type { Matcher } from './matcher.ts';

/** Whether two lists say the same: as sets, in whatever order and however often. */
export function sameMatchers(a: readonly Matcher[], b: readonly Matcher[]): boolean {
  const left = new Set(a.map(formatMatcher));
  const right = new Set(b.map(formatMatcher));
  return left.size === right.size && [...left].every((one) => right.has(one));
}
