import { isUnicodeSpace } from './white-space.ts';
import { noMatcher } from './no-matcher.ts';

export interface Token {
  kind: '{' | '}' | ',' | 'operator' | 'quoted' | 'unquoted';
  /** As it was written. */
  text: string;
}

/** Whether a character has to be quoted in the UTF-8 syntax. */
export const isReserved = (char: string): boolean => '{}!=~,\\"\'`'.includes(char) || isUnicodeSpace(char);

/** The tokens of the UTF-8 syntax of Alertmanager 0.27 and later. */
export function tokensOf(input: string): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < input.length;) {
    const char = input[at] ?? '';
    if (isUnicodeSpace(char)) {
      at += 1;
      continue;
    }
    const token = tokenAt(input, at, char);
    tokens.push(token);
    at += token.text.length;
  }
  return tokens;
}

function tokenAt(input: string, at: number, char: string): Token {
  if (char === '{' || char === '}' || char === ',') return { kind: char, text: char };
  const operator = ['=~', '=', '!=', '!~'].find((one) => input.startsWith(one, at));
  if (operator !== undefined) return { kind: 'operator', text: operator };
  if (char === '"') return { kind: 'quoted', text: quotedAt(input, at) };
  if (isReserved(char)) throw noMatcher(input, `'${char}' is not expected at ${at}`);
  let end = at;
  while (end < input.length && !isReserved(input[end] ?? '')) end += 1;
  return { kind: 'unquoted', text: input.slice(at, end) };
}

function quotedAt(input: string, start: number): string {
  for (let at = start + 1; at < input.length; at += 1) {
    if (input[at] === '\\') at += 1;
    else if (input[at] === '"') return input.slice(start, at + 1);
  }
  throw noMatcher(input, 'a quote is not closed');
}
