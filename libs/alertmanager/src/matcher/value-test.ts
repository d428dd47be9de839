import { regexp } from '../re2/regexp.ts';
import type { Matcher } from './matcher.ts';

/**
 * Whether a value passes a matcher. The expression is anchored as Alertmanager does it, by what is put around it, so that
 * `a)|(?:b` has the same odd meaning here.
 * @throws ALERTMANAGER_REGEXP, ALERTMANAGER_REGEXP_LIMIT
 */
export function valueTest({ operator, value }: Matcher): (text: string) => boolean {
  switch (operator) {
    case '=':
      return (text) => text === value;
    case '!=':
      return (text) => text !== value;
    case '=~':
      return regexp(`^(?:${value})$`);
    case '!~': {
      const test = regexp(`^(?:${value})$`);
      return (text) => !test(text);
    }
  }
}

/** The matcher, its regular expression checked as Alertmanager does when it reads one. */
export function checkedMatcher(matcher: Matcher): Matcher {
  valueTest(matcher);
  return matcher;
}
