import { AlertmanagerError } from '../errors.ts';
import type { Matcher } from '../matcher/matcher.ts';
import { type MatchersInput, toMatchers } from '../matcher/matchers-input.ts';
import { regexp } from '../re2/regexp.ts';

/**
 * The matchers of a silence to be made. Alertmanager refuses one that would silence everything: each of its matchers passes
 * the empty text, where a regular expression need not match all of it and a negation never counts as passing.
 * @throws ALERTMANAGER_INVALID_INPUT, ALERTMANAGER_MATCHER, ALERTMANAGER_REGEXP, ALERTMANAGER_REGEXP_LIMIT
 */
export function silenceMatchers(input: MatchersInput): Matcher[] {
  const matchers = toMatchers(input);
  if (!matchers.every(passesEmpty)) return matchers;
  const why = matchers.length === 0 ? 'there are none' : 'at least one must not match the empty text';
  const fault = `matchers: ${why}; such a silence would hold for every alert`;
  throw new AlertmanagerError('ALERTMANAGER_INVALID_INPUT', fault, { faults: [fault] });
}

function passesEmpty({ operator, value }: Matcher): boolean {
  if (operator === '=') return value === '';
  return operator === '=~' && regexp(value)('');
}
