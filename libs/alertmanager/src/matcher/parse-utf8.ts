import { type Token, tokensOf } from './lexer.ts';
import type { Matcher, MatcherOperator } from './matcher.ts';
import { noMatcher } from './no-matcher.ts';
import { checkedMatcher } from './value-test.ts';
import { unquote } from './quote.ts';

/** A list of matchers in the UTF-8 syntax of Alertmanager 0.27 and later, with or without braces around it. */
export function parseUtf8Matchers(input: string): Matcher[] {
  const tokens = tokensOf(input);
  const matchers: Matcher[] = [];
  let at = 0;
  const is = (kind: Token['kind']): boolean => tokens[at]?.kind === kind;
  const braced = is('{');
  if (braced) at += 1;
  while (at < tokens.length && !is('}')) {
    matchers.push(matcherOf(input, tokens.slice(at, at + 3)));
    at += 3;
    if (!is(',')) break;
    at += 1;
  }
  if (braced !== is('}')) throw noMatcher(input, braced ? 'a closing brace is missing' : 'an opening brace is missing');
  if (braced) at += 1;
  const rest = tokens[at];
  if (rest !== undefined) throw noMatcher(input, `'${rest.text}' is not expected`);
  return matchers;
}

/** One matcher, in or without braces. */
export function parseUtf8Matcher(input: string): Matcher {
  const [matcher, ...others] = parseUtf8Matchers(input);
  if (matcher === undefined || others.length > 0) throw noMatcher(input, `there are ${others.length + 1} of them`);
  return matcher;
}

function matcherOf(input: string, [name, operator, value]: Token[]): Matcher {
  if (operator?.kind !== 'operator') throw noMatcher(input, 'one of =, !=, =~ and !~ is missing');
  return checkedMatcher({
    name: textOf(input, name),
    operator: operator.text as MatcherOperator,
    value: textOf(input, value),
  });
}

function textOf(input: string, token: Token | undefined): string {
  if (token?.kind === 'unquoted') return token.text;
  const text = token?.kind === 'quoted' ? unquote(token.text) : undefined;
  if (text === undefined) throw noMatcher(input, 'the name of a label or its value is missing, or has a bad escape');
  return text;
}
