import { type Given, asText } from '../given.ts';
import { badRequest } from './keystone-errors.ts';

/** How a field of a body is checked. */
export interface Field {
  type: 'string' | 'boolean' | 'array' | 'object';
  nullable?: boolean;
  maxLength?: number;
  /** Of a text. */
  minLength?: number;
  pattern?: RegExp;
  required?: boolean;
}

export type Schema = Readonly<Record<string, Field>>;

export const NAME: Field = { type: 'string', minLength: 1, maxLength: 255, required: true };
export const SHORT_NAME: Field = { ...NAME, maxLength: 64 };
export const TEXT: Field = { type: 'string', nullable: true };
export const FLAG: Field = { type: 'boolean' };
export const ID: Field = { type: 'string', minLength: 1, maxLength: 64, pattern: /^[a-zA-Z0-9-]+$/ };
export const OPTIONS: Field = { type: 'object' };
export const TAGS: Field = { type: 'array' };

/** What a body holds under the key. */
export function bodyOf(body: unknown, key: string): Given {
  const held = typeof body === 'object' && body !== null ? (body as Given)[key] : undefined;
  return typeof held === 'object' && held !== null ? (held as Given) : {};
}

/** @throws 400 in the words of jsonschema, of which the first line says what is wrong */
export function checkNew(given: Given, schema: Schema): void {
  for (const [name, { required }] of Object.entries(schema)) {
    if (required === true && !(name in given)) throw schemaFault(`'${name}' is a required property`, 'required');
  }
  checkFields(given, schema);
}

/** The same for a change, which needs no field but one. */
export function checkChange(given: Given, schema: Schema): void {
  if (Object.keys(given).length === 0) throw schemaFault('{} does not have enough properties', 'minProperties');
  checkFields(given, schema);
}

function checkFields(given: Given, schema: Schema): void {
  for (const [name, value] of Object.entries(given)) {
    const field = schema[name];
    const fault = field === undefined ? undefined : faultOf(value, field);
    if (fault !== undefined) throw schemaFault(`Invalid input for field '${name}': ${fault}`, 'type');
    if (name === 'tags') refuseTwice(value as string[], "Invalid input for field 'tags': ");
  }
}

/** Tags are a set. */
export function refuseTwice(tags: readonly string[], prefix = ''): void {
  if (new Set(tags).size === tags.length) return;
  throw schemaFault(`${prefix}[${tags.map(quoted).join(', ')}] has non-unique elements`, 'uniqueItems');
}

export const schemaFault = (message: string, keyword: string): Error =>
  badRequest(`${message}\n\nFailed validating '${keyword}' in schema:\n    {}\n\nOn instance:\n    {}`);

function faultOf(value: unknown, field: Field): string | undefined {
  if (value === null) return field.nullable === true ? undefined : `None is not of type '${field.type}'`;
  const type = Array.isArray(value) ? 'array' : typeof value;
  if (type !== field.type) return `${quoted(value)} is not of type '${field.type}'`;
  if (typeof value !== 'string') return undefined;
  if (value.length < (field.minLength ?? 0)) return `${quoted(value)} is too short`;
  if (value.length > (field.maxLength ?? Infinity)) return `${quoted(value)} is too long`;
  return field.pattern?.test(value) === false ? `${quoted(value)} does not match '${field.pattern.source}'` : undefined;
}

const quoted = (value: unknown): string => (typeof value === 'string' ? `'${value}'` : asText(value));
