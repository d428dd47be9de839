import type { Fault, Json } from '@opsbook/runbook';
import type { JsonSchema } from './json-schema.ts';

/**
 * Keys that the schema does not name, at any depth. A schema that would drop them in silence is no excuse: whoever wrote
 * `maxFailure` meant something by it.
 */
export function unknownKeys(value: Json | undefined, schema: JsonSchema, path = ''): Fault[] {
  if (Array.isArray(value)) {
    return value.flatMap((item, i) => unknownKeys(item, schema.items ?? {}, `${path}[${i}]`));
  }
  if (value === null || typeof value !== 'object' || schema.properties === undefined) return [];
  const { properties, additionalProperties = false } = schema;
  const known = Object.keys(properties);
  return Object.entries(value).flatMap(([key, item]): Fault[] => {
    const at = path === '' ? key : `${path}.${key}`;
    const own = properties[key];
    if (own !== undefined) return unknownKeys(item, own, at);
    if (additionalProperties !== false) return [];
    return [{ path: at, message: `is not known here; known are ${known.length === 0 ? 'none' : known.join(', ')}` }];
  });
}
