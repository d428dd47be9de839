export type MatcherOperator = '=' | '!=' | '=~' | '!~';

/** One condition on a label. A label that is absent counts as empty; a regular expression has to match all of the value. */
export interface Matcher {
  name: string;
  operator: MatcherOperator;
  value: string;
}
