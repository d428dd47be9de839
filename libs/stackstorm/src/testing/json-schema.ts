/** A schema as StackStorm reads it: draft 4, with `required` as a boolean of each property. */
export type Schema = Readonly<Record<string, unknown>>;

/**
 * What is wrong with a value first, in the words of Python's jsonschema; undefined where nothing is. Knows type, enum, properties,
 * `required`, additionalProperties, items, pattern and the limits of numbers and texts.
 * Source: st2common/util/schema/__init__.py.
 */
export function schemaFault(value: unknown, schema: Schema): string | undefined {
  // Null stands for "not given" everywhere: `allow_default_none`.
  if (value === null || value === undefined) return undefined;
  const types = typeof schema['type'] === 'string' ? [schema['type']] : (schema['type'] as string[] | undefined);
  if (types !== undefined && !types.some((type) => isOf(value, type)))
    return `${repr(value)} is not of type ${types.map((type) => `'${type}'`).join(', ')}`;
  const { enum: choices, pattern, minimum, maximum, minLength, maxLength } = schema as Constraints;
  if (choices !== undefined && !choices.some((one) => JSON.stringify(one) === JSON.stringify(value)))
    return `${repr(value)} is not one of [${choices.map(repr).join(', ')}]`;
  if (typeof value === 'string') {
    if (pattern !== undefined && !new RegExp(pattern, 'u').test(value))
      return `${repr(value)} does not match ${repr(pattern)}`;
    if (minLength !== undefined && lengthOf(value) < minLength) return `${repr(value)} is too short`;
    if (maxLength !== undefined && lengthOf(value) > maxLength) return `${repr(value)} is too long`;
  }
  if (typeof value === 'number') {
    if (minimum !== undefined && value < minimum) return `${value} is less than the minimum of ${minimum}`;
    if (maximum !== undefined && value > maximum) return `${value} is greater than the maximum of ${maximum}`;
  }
  if (Array.isArray(value)) return firstFault(value, schema['items'] as Schema | undefined);
  return typeof value === 'object' ? objectFault(value as Record<string, unknown>, schema) : undefined;
}

interface Constraints {
  enum?: unknown[];
  pattern?: string;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
}

function objectFault(value: Record<string, unknown>, schema: Schema): string | undefined {
  const properties = (schema['properties'] ?? {}) as Record<string, Schema>;
  for (const [name, property] of Object.entries(properties)) {
    if (property['required'] === true && !(name in value) && property['default'] === undefined)
      return `'${name}' is a required property`;
    const fault = schemaFault(value[name], property);
    if (fault !== undefined) return fault;
  }
  const odd = Object.keys(value).filter((name) => !(name in properties));
  if (schema['additionalProperties'] === false && odd.length > 0) {
    const were = odd.length === 1 ? 'was' : 'were';
    return `Additional properties are not allowed (${odd.map((name) => `'${name}'`).join(', ')} ${were} unexpected)`;
  }
  return undefined;
}

function firstFault(values: unknown[], schema: Schema | undefined): string | undefined {
  if (schema === undefined) return undefined;
  for (const value of values) {
    const fault = schemaFault(value, schema);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function isOf(value: unknown, type: string): boolean {
  switch (type) {
    case 'string':
    case 'boolean':
      return typeof value === type;
    case 'integer':
      return Number.isInteger(value);
    case 'number':
      return typeof value === 'number';
    case 'array':
      return Array.isArray(value);
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    default:
      return type === 'any' || (type === 'null' && value === null);
  }
}

/** Python counts code points. */
const lengthOf = (text: string): number => Array.from(text).length;

const repr = (value: unknown): string =>
  typeof value === 'string' ? `'${value}'` : JSON.stringify(value).replaceAll('"', "'");
