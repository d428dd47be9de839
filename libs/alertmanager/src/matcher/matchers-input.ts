import { AlertmanagerError } from '../errors.ts';
import type { Matcher } from './matcher.ts';
import { checkedMatcher } from './value-test.ts';
import { parseMatchers } from './parse-matcher.ts';

/** Matchers as a list, or as text: `{alertname="HostDown",host=~"hv1|hv2"}`. */
export type MatchersInput = string | readonly Matcher[];

const OPERATORS: readonly unknown[] = ['=', '!=', '=~', '!~'];

/** @throws ALERTMANAGER_MATCHER, ALERTMANAGER_REGEXP, ALERTMANAGER_REGEXP_LIMIT; UnknownInPlan for what a plan does not know */
export function toMatchers(input: MatchersInput): Matcher[] {
  if (!Array.isArray(input)) return parseMatchers(input as string);
  return (input as readonly Matcher[]).map(({ name, operator, value }) => {
    const matcher = { name, operator, value };
    if (!OPERATORS.includes(matcher.operator) || !`${matcher.name}${matcher.value}`.isWellFormed()) {
      throw new AlertmanagerError('ALERTMANAGER_MATCHER', `${JSON.stringify(matcher)} is no matcher`);
    }
    return checkedMatcher(matcher);
  });
}
