import { reveal } from './reveal.ts';

export const isBytes = (body: unknown): body is Uint8Array => body instanceof Uint8Array;

/**
 * Bytes as they are; anything else as JSON with its Secrets revealed. Throws what JSON.stringify throws, and UnknownInPlan
 * for an unknown value.
 */
export function encodeBody(body: unknown): Buffer {
  if (isBytes(body)) return Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  // A Secret's own toJSON has already masked `value`; its holder still has the Secret itself.
  const text = JSON.stringify(body, function (this: Record<string, unknown>, key, value: unknown) {
    const original = this[key];
    const revealed = reveal(original);
    return revealed === original ? value : revealed;
  }) as string | undefined;
  if (text === undefined) throw new TypeError(`a ${typeof body} has no JSON form`);
  return Buffer.from(text);
}
