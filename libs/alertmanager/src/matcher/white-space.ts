const UNICODE_SPACE = /^[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]$/;

/** What Go's unicode.IsSpace says: JavaScript's `\s` has U+FEFF in addition and lacks U+0085. */
export const isUnicodeSpace = (char: string): boolean => UNICODE_SPACE.test(char);

/** What `\s` of RE2 matches. */
export const isRegexpSpace = (char: string): boolean => /^[\t\n\f\r ]$/.test(char);

/** The text without the white space around it. */
export function trim(text: string, isSpace: (char: string) => boolean): string {
  let start = 0;
  let end = text.length;
  while (start < end && isSpace(text[start] ?? '')) start += 1;
  while (end > start && isSpace(text[end - 1] ?? '')) end -= 1;
  return text.slice(start, end);
}
