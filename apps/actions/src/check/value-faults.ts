import * as z from 'zod';

const DRAFT = { defaultTarget: 'draft-4' } as const;
/** Keywords of StackStorm's that are none of JSON Schema. */
const OWN = new Set(['required', 'secret', 'position', 'immutable', 'default', 'description', 'title', 'format']);

/**
 * What is wrong with a value by a schema of StackStorm's: draft 4, with `required` as a boolean on each property
 * (st2 `st2common/util/schema/__init__.py`, `validate`). What is optional may be null.
 */
export function valueFaults(value: unknown, schema: Record<string, unknown>): { at: string; message: string }[] {
  const result = z.fromJSONSchema(draft4(schema), DRAFT).safeParse(value);
  return result.success
    ? []
    : result.error.issues.map(({ path, message }) => ({ at: path.map(String).join('.'), message }));
}

function draft4(schema: Record<string, unknown>): Record<string, unknown> {
  const plain = Object.fromEntries(
    Object.entries(schema)
      .filter(([key]) => !OWN.has(key))
      .map(([key, value]) => [key, part(key, value)]),
  );
  const { properties } = schema;
  if (!isMap(properties)) return plain;
  const required = Object.entries(properties).flatMap(([name, each]) =>
    isMap(each) && each['required'] === true && !('default' in each) ? [name] : [],
  );
  return { ...plain, ...(required.length > 0 && { required }) };
}

function part(key: string, value: unknown): unknown {
  const each = (schema: unknown): unknown => (isMap(schema) ? draft4(schema) : schema);
  if (key === 'properties' && isMap(value))
    return Object.fromEntries(Object.entries(value).map(([name, schema]) => [name, optional(schema)]));
  if (['anyOf', 'oneOf', 'allOf'].includes(key) && Array.isArray(value)) return value.map(each);
  if (key === 'items' || key === 'additionalProperties') return Array.isArray(value) ? value.map(each) : each(value);
  return value;
}

const optional = (schema: unknown): unknown =>
  !isMap(schema) || schema['required'] === true
    ? isMap(schema)
      ? draft4(schema)
      : schema
    : { anyOf: [draft4(schema), { type: 'null' }] };

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
