/**
 * A value as a JQL string that means exactly this text: always in double quotes, so that reserved words, numbers, EMPTY
 * and operators are text too. What may stand in quotes, and the escapes, are those of Jira's grammar: `\t \n \r \" \\`,
 * and `\uXXXX` for control characters, which it refuses as they are (`JQLLexer.g4` of `@atlassianlabs/jql-parser`).
 */
export const quoteJql = (value: string): string => `"${value.replace(ESCAPED, escape)}"`;

/**
 * A text for the operator `~` on text fields that looks for these words as they are, in this order: what Lucene's query
 * syntax gives a meaning to is text ("Search syntax for text fields", phrase searches).
 */
export const quoteJqlPhrase = (text: string): string => quoteJql(`"${text.replace(/["\\]/g, '\\$&')}"`);

// Control characters and non-characters as the grammar lists them; the surrogates of others pass in pairs.
const ESCAPED = /["\\\p{Cc}\ufdd0-\ufdef\ufffe\uffff]/gu;

const NAMED: Readonly<Record<string, string>> = { '"': '\\"', '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

const escape = (character: string): string =>
  NAMED[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
