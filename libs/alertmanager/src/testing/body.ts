import { checked } from './refusal.ts';

export type Fields = Record<string, unknown>;

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The posted JSON. @param name what the API calls it */
export function bodyOf(body: unknown, name: string): unknown {
  if (body === undefined || body === null) throw checked(422, 602, `${name} in body is required`);
  // The server leaves JSON that it cannot parse as text.
  if (typeof body === 'string') throw unreadable(name, 'unexpected EOF');
  return body;
}

/** JSON that is none, or of another shape. */
export const unreadable = (name: string, why: string) =>
  checked(400, 400, `parsing ${name} body from "" failed, because ${why}`);

export const required = (path: string) => checked(422, 602, `${path} in body is required`);
