import { scrub, scrubJson } from '@opsbook/context';

/** A value as the file keeps it: JSON, free of every secret that this process has met. */
export function toText(value: unknown): string {
  const text = JSON.stringify(value);
  // One look at the whole instead of one at each string. A secret stands in it as it is known, unless its own quotes or line
  // breaks were escaped twice: then there is a backslash in a string.
  return text.includes('\\\\') || scrub(text) !== text ? JSON.stringify(scrubJson(value)) : text;
}

/** The same for what may be absent: SQL's NULL, which is another thing than JSON's null. */
export const toTextOrNull = (value: unknown): string | null => (value === undefined ? null : toText(value));

export const fromText = (text: string): unknown => JSON.parse(text);
