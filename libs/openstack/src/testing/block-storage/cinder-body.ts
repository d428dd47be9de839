import type { CinderCall } from './cinder-api.ts';
import { type Given, asText } from '../given.ts';
import { badRequest, invalidField } from '../compute/nova-errors.ts';

const TRUE = [true, 'True', 'TRUE', 'true', '1', 'ON', 'On', 'on', 'YES', 'Yes', 'yes', 'y', 't'];
const FALSE = [false, 'False', 'FALSE', 'false', '0', 'OFF', 'Off', 'off', 'NO', 'No', 'no', 'n', 'f'];

/** What stands under a body's only key. @throws 400 when it is not there */
export function given({ request }: CinderCall, key: string): Given {
  const inside = (request.body as Record<string, unknown> | undefined)?.[key];
  if (inside === undefined) throw badRequest(`'${key}' is a required property`);
  return inside as Given;
}

/** @throws 400 in the words of a schema that knows these properties */
export function checkKeys(
  field: string,
  body: Given,
  known: readonly string[],
  required: readonly string[] = [],
): void {
  for (const name of required) {
    if (body[name] === undefined) throw invalidField(field, body, `'${name}' is a required property`);
  }
  const unknown = Object.keys(body).filter((name) => !known.includes(name));
  if (unknown.length === 0) return;
  const names = unknown.map((name) => `'${name}'`).join(', ');
  const were = unknown.length === 1 ? 'was' : 'were';
  throw invalidField(field, body, `Additional properties are not allowed (${names} ${were} unexpected)`);
}

/** @throws 400 unless it is one of cinder's words for yes or no */
export function flag(field: string, value: unknown): boolean {
  if (TRUE.includes(value as never)) return true;
  if (FALSE.includes(value as never)) return false;
  const words = [...TRUE, ...FALSE].map((word) => (typeof word === 'string' ? `'${word}'` : pythonOf(word)));
  throw invalidField(field, value, `'${asText(value)}' is not one of [${words.join(', ')}]`);
}

const pythonOf = (value: boolean): string => (value ? 'True' : 'False');

/** A size in GiB. @throws 400 */
export function size(field: string, value: unknown): number {
  if (value === null) throw invalidField(field, null, "None is not of type 'integer', 'string'");
  if (typeof value === 'string' && !/^[0-9]+$/.test(value)) {
    throw invalidField(field, value, `'${value}' does not match '^[0-9]+$'`);
  }
  const number = Number(value);
  if (number < 1) throw invalidField(field, value, `${number} is less than the minimum of 1`);
  return number;
}

/** @throws 400 unless all values are texts */
export function metadataOf(value: unknown): Record<string, string> {
  const metadata = (value ?? {}) as Record<string, unknown>;
  for (const [key, one] of Object.entries(metadata)) {
    if (typeof one !== 'string') throw invalidField(key, one, `${asText(one)} is not of type 'string'`);
  }
  return { ...metadata } as Record<string, string>;
}

/** A name or description, which may be null. @throws 400 when it is too long */
export function textOrNull(field: string, value: unknown): string | null {
  if (value === undefined || value === null) return null;
  const text = asText(value);
  if (text.length > 255) {
    throw badRequest(`Invalid input received: ${field} has ${text.length} characters, more than 255.`);
  }
  return text;
}

/** @throws 400 for an id that is no UUID */
export function checkUuid(field: string, value: unknown): void {
  if (value === undefined || value === null) return;
  const text = asText(value);
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) return;
  throw invalidField(field, text, `'${text}' is not valid under any of the given schemas`);
}
