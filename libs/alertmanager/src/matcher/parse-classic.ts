import type { Matcher, MatcherOperator } from './matcher.ts';
import { noMatcher } from './no-matcher.ts';
import { checkedMatcher } from './value-test.ts';
import { isRegexpSpace, isUnicodeSpace, trim } from './white-space.ts';

/** One matcher as Alertmanager up to 0.26 reads it, and later ones with `classic-mode`. */
export function parseClassicMatcher(text: string): Matcher {
  const [, name, operator, rest] =
    /^[\t\n\f\r ]*([a-zA-Z_:][a-zA-Z0-9_:]*)[\t\n\f\r ]*(=~|=|!=|!~)([^]*)$/.exec(text) ?? [];
  if (name === undefined || operator === undefined || rest === undefined) throw noMatcher(text, 'bad format');
  const value = unescape(trim(rest, isRegexpSpace));
  if (value === undefined) throw noMatcher(text, 'a double quote that is not escaped, or not closed');
  return checkedMatcher({ name, operator: operator as MatcherOperator, value });
}

/** A list of matchers, with or without braces around it, by the same parser. */
export function parseClassicMatchers(text: string): Matcher[] {
  return split(text.replace(/^\{/, '').replace(/\}$/, '')).map(parseClassicMatcher);
}

// A value may be in double quotes, which must not stand inside it unescaped. A backslash that escapes nothing stands for
// itself.
function unescape(raw: string): string | undefined {
  const quoted = raw.startsWith('"');
  const inner = quoted ? raw.slice(1) : raw;
  let value = '';
  let closed = !quoted;
  for (let at = 0; at < inner.length; at += 1) {
    const char = inner[at] ?? '';
    const following = inner[at + 1];
    if (char === '"') {
      if (closed || following !== undefined) return undefined;
      closed = true;
    } else if (char === '\\' && following !== undefined) {
      at += 1;
      value += ESCAPES[following] ?? `\\${following}`;
    } else {
      value += char;
    }
  }
  return closed ? value : undefined;
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', '"': '"', '\\': '\\' };

// At the commas outside of double quotes. Only the last part may be empty.
function split(list: string): string[] {
  const parts: string[] = [];
  let part = '';
  let quoted = false;
  let escaped = false;
  for (const char of list) {
    if (char === ',' && !quoted) {
      // What was escaped before the comma stays so behind it, as in the original.
      parts.push(part);
      part = '';
      continue;
    }
    if (char === '"') {
      if (escaped) escaped = false;
      else quoted = !quoted;
    } else if (char === '\\') {
      escaped = !escaped;
    } else if (char !== ',') {
      escaped = false;
    }
    part += char;
  }
  const last = trim(part, isUnicodeSpace);
  return last === '' ? parts : [...parts, last];
}
