/**
 * A text as a literal of Icinga's configuration language, quotes included, for filters and configuration that are written by hand.
 * The queries of this library need none: their values travel beside the filter (`filter_vars`).
 *
 * Source: Icinga 2 documentation, "Language Reference", "String Literals Escape Sequences"; lib/config/config_lexer.ll. What has no
 * escape of its own is written in octal.
 */
export const quoteIcinga = (text: string): string =>
  `"${text.replace(/["\\\p{Cc}]/gu, (one) => ESCAPES[one] ?? octal(one))}"`;

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

// An escape is one byte: a control character beyond ASCII is left as it is, in UTF-8.
const octal = (one: string): string =>
  one > '\x7f' ? one : `\\${(one.codePointAt(0) ?? 0).toString(8).padStart(3, '0')}`;
