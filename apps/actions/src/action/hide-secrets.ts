import { type Json, giveSecret } from '@opsbook/runbook';

/** The part of JSON Schema that leads to a runbook's secrets. */
interface Schema {
  secret?: boolean;
  properties?: Record<string, Schema>;
  items?: Schema;
}

/**
 * Replaces what was given for a secret input by a reference to it, which is all that is recorded. Here a secret is always its
 * value, also when it looks like `env:...` or `file:...`: what StackStorm's users may ask for must not read this host's files.
 * @param schema of the runbook's input
 */
export function hideSecrets(schema: Schema, params: Readonly<Record<string, Json>>): Record<string, Json> {
  return hidden(params, schema, '') as Record<string, Json>;
}

function hidden(value: Json, schema: Schema | undefined, path: string): Json {
  if (schema === undefined) return value;
  if (schema.secret === true && typeof value === 'string' && value !== '') return giveSecret(path, value);
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((item, i) => hidden(item, schema.items, `${path}[${i}]`));
  const entries = Object.entries(value as Record<string, Json>);
  return Object.fromEntries(
    entries.map(([key, item]) => [key, hidden(item, schema.properties?.[key], path === '' ? key : `${path}.${key}`)]),
  );
}
