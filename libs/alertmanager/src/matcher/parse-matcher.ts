import { type AlertmanagerError, isAlertmanagerError } from '../errors.ts';
import type { Matcher } from './matcher.ts';
import { noMatcher } from './no-matcher.ts';
import { parseClassicMatcher, parseClassicMatchers } from './parse-classic.ts';
import { parseUtf8Matcher, parseUtf8Matchers } from './parse-utf8.ts';

/**
 * Which parser of Alertmanager reads the text: `classic` is that of 0.26 and before; `utf8` the newer one, which
 * `utf8-strict-mode` uses alone; `fallback`, the default since 0.27, takes the newer one's result, but the classic one's
 * where that can read the text and means something else.
 */
export type MatcherSyntax = 'fallback' | 'classic' | 'utf8';

export interface ParseOptions {
  /** Default `fallback`. */
  syntax?: MatcherSyntax;
}

/**
 * One matcher: `severity=~"warning|critical"`.
 * @throws ALERTMANAGER_MATCHER, ALERTMANAGER_REGEXP, ALERTMANAGER_REGEXP_LIMIT
 */
export function parseMatcher(text: string, { syntax = 'fallback' }: ParseOptions = {}): Matcher {
  const input = wellFormed(text);
  if (syntax === 'classic') return parseClassicMatcher(input);
  if (input.startsWith('{') || input.endsWith('}')) throw noMatcher(input, 'one matcher has no braces around it');
  return syntax === 'utf8' ? parseUtf8Matcher(input) : either(input, parseUtf8Matcher, parseClassicMatcher);
}

/**
 * A list of matchers: `{alertname="HostDown", host!="hv1"}`; the braces may be left out.
 * @throws ALERTMANAGER_MATCHER, ALERTMANAGER_REGEXP, ALERTMANAGER_REGEXP_LIMIT
 */
export function parseMatchers(text: string, { syntax = 'fallback' }: ParseOptions = {}): Matcher[] {
  const input = wellFormed(text);
  if (syntax === 'classic') return parseClassicMatchers(input);
  return syntax === 'utf8' ? parseUtf8Matchers(input) : either(input, parseUtf8Matchers, parseClassicMatchers);
}

function either<T>(input: string, newer: (text: string) => T, classic: (text: string) => T): T {
  const old = attempt(input, classic);
  if ('result' in old) return old.result;
  const modern = attempt(input, newer);
  if ('result' in modern) return modern.result;
  throw preferred(modern.error, old.error);
}

// What is too large to be matched here is no sign of another syntax; and a bad expression says more than a bad format.
const preferred = (modern: AlertmanagerError, old: AlertmanagerError): AlertmanagerError =>
  modern.code === 'ALERTMANAGER_MATCHER' ? old : modern;

function attempt<T>(input: string, parse: (text: string) => T): { result: T } | { error: AlertmanagerError } {
  try {
    return { result: parse(input) };
  } catch (error) {
    if (!isAlertmanagerError(error)) throw error;
    return { error };
  }
}

// Half of a surrogate pair has no UTF-8: Alertmanager would be sent another character.
function wellFormed(text: string): string {
  // A value that a plan does not know says so when it is made a text.
  const plain = ''.concat(text);
  if (!plain.isWellFormed()) throw noMatcher(plain.toWellFormed(), 'it is not well-formed Unicode');
  return plain;
}
