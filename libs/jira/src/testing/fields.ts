import { refused } from './refusal.ts';

export type Fields = Record<string, unknown>;

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The posted object. */
export function bodyOf(body: unknown): Fields {
  if (isFields(body)) return body;
  throw refused(400, 'Unexpected end-of-input');
}

/** A value by name of an object that may be none. */
export const at = (value: unknown, ...path: string[]): unknown =>
  path.reduce<unknown>((inner, name) => (isFields(inner) ? inner[name] : undefined), value);

/** A value as a message shows it. */
export const shown = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value ?? null));
