import { isReserved } from './lexer.ts';
import type { Matcher } from './matcher.ts';
import { quote } from './quote.ts';

/** The matcher as text that every parser reads back as it was: `host="hv1"`; a name that needs it is quoted. */
export function formatMatcher({ name, operator, value }: Matcher): string {
  const quoted = name === '' || Array.from(name).some(isReserved);
  if (quoted) return `${quote(name)}${operator}${quote(value)}`;
  return `${name}${operator}"${value.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n')}"`;
}

/** A list of matchers as text: `{alertname="HostDown",host="hv1"}`. */
export const formatMatchers = (matchers: readonly Matcher[]): string => `{${matchers.map(formatMatcher).join(',')}}`;
