import { readFileSync } from 'node:fs';
import type { Json } from '@opsbook/runbook';
import { ConfigError, type ServeSettings } from '@opsbook/services';
import * as z from 'zod';

type Entry = Pick<ServeSettings['webhooks'][string], 'schema' | 'schemaFile'>;

/** Faults that are told. */
const TOLD = 20;

/**
 * What is wrong with a body by the JSON Schema of its source; undefined where it has none.
 * @throws ConfigError CONFIG_NOT_FOUND, CONFIG_INVALID for a schema that cannot be read or is none
 */
export function schemaCheck(name: string, { schema, schemaFile }: Entry): ((body: Json) => string[]) | undefined {
  const path = `serve.webhooks.${name}.${schemaFile === undefined ? 'schema' : 'schemaFile'}`;
  const given = schemaFile === undefined ? schema : parsed(schemaFile, path);
  if (given === undefined) return undefined;
  const check = compiled(given, path);
  return (body) => {
    const read = check.safeParse(body);
    if (read.success) return [];
    const faults = read.error.issues.map((issue) => `${placeOf(issue.path)}: ${issue.message}`);
    return faults.length > TOLD ? [...faults.slice(0, TOLD), `and ${faults.length - TOLD} more`] : faults;
  };
}

function compiled(schema: unknown, path: string): z.ZodType {
  try {
    return z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0], { defaultTarget: 'draft-7' });
  } catch (error) {
    throw invalid('CONFIG_INVALID', path, `is no JSON Schema that can be used: ${(error as Error).message}`);
  }
}

function parsed(file: string, path: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const code = error instanceof SyntaxError ? 'CONFIG_INVALID' : 'CONFIG_NOT_FOUND';
    throw invalid(code, path, `${file} cannot be read: ${(error as Error).message}`);
  }
}

const invalid = (code: 'CONFIG_INVALID' | 'CONFIG_NOT_FOUND', path: string, message: string) =>
  new ConfigError(code, 'the daemon cannot be configured so:', [{ path, message }]);

const placeOf = (path: readonly PropertyKey[]): string =>
  path.length === 0 ? 'body' : path.map((step) => (typeof step === 'number' ? `[${step}]` : String(step))).join('.');
