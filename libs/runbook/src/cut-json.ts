import type { Json } from './json.ts';

/** Bytes of JSON that the audit trail keeps of one value. */
const MOST = 16 * 1024;

/** The value, or `{ cut: bytes }` in place of one that is too long to be kept. */
export function cutJson(value: Json): Json {
  const bytes = Buffer.byteLength(JSON.stringify(value));
  return bytes > MOST ? { cut: bytes } : value;
}
