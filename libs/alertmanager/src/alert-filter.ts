import type { HttpRequest } from '@opsbook/http';
import { formatMatcher } from './matcher/format-matcher.ts';
import { type MatchersInput, toMatchers } from './matcher/matchers-input.ts';

/** Which alerts; without any field: all that are not resolved. */
export interface AlertFilter {
  /** On their labels; all have to hold. */
  matchers?: MatchersInput;
  /** A regular expression (RE2) that the whole name of one of its receivers matches. */
  receiver?: string;
  /** false leaves out those that nothing suppresses. Default true, as with the following. */
  active?: boolean;
  /** false leaves out the silenced ones. */
  silenced?: boolean;
  /** false leaves out the inhibited ones. */
  inhibited?: boolean;
}

/** Also of the list of alerts. */
export interface AlertListFilter extends AlertFilter {
  /** false leaves out those that no group has looked at yet; Alertmanager up to 0.34 passes over it. */
  unprocessed?: boolean;
}

export function alertQuery({ matchers, ...rest }: AlertListFilter): NonNullable<HttpRequest['query']> {
  return { ...rest, ...(matchers !== undefined && { filter: toMatchers(matchers).map(formatMatcher) }) };
}
