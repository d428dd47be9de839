import { stripVTControlCharacters } from 'node:util';

// Control characters, ends of lines, and what turns the direction of writing.
const HIDDEN = /[\p{Cc}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
const SUSPECT = /[^\x20-\x7e]/;

/** A text as it may stand on a screen: without colours, and with `\u000a` for what would move the cursor or hide words. */
export function visible(text: string): string {
  if (!SUSPECT.test(text)) return text;
  return stripVTControlCharacters(text).replace(
    HIDDEN,
    (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
