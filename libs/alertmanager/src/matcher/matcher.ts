import { formatMatcher } from './format-matcher.ts';

export type MatcherOperator = '=' | '!=' | '=~' | '!~';

/** One condition on a label. A label that is absent counts as empty; a regular expression has to match all of the value. */
export interface Matcher {
  name: string;
  operator: MatcherOperator;
  value: string;
}

/** Whether two lists say the same: as sets, in whatever order and however often. */
export function sameMatchers(a: readonly Matcher[], b: readonly Matcher[]): boolean {
  const left = new Set(a.map(formatMatcher));
  const right = new Set(b.map(formatMatcher));
  return left.size === right.size && [...left].every((one) => right.has(one));
}
