import type { Json } from '@opsbook/runbook';
import { type JsonSchema, alternatives, textOf } from './json-schema.ts';

/** A value, or why a text cannot be one. */
export type Coerced = { value: Json; fault?: never } | { fault: string; value?: never };

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** Reads a text as what the schema asks for. A text stays a text wherever the schema allows one. */
export function coerce(text: string, schema: JsonSchema): Coerced {
  // On a command line this is nearly always a shell variable that was not set.
  if (text === '') return { fault: 'is empty' };
  const options = alternatives(schema);
  const exact = options.flatMap((one) => one.enum ?? (one.const === undefined ? [] : [one.const]));
  const meant = exact.find((item) => textOf(item) === text);
  if (meant !== undefined) return { value: meant };
  const open = options.filter((one) => one.enum === undefined && one.const === undefined);
  if (open.some(({ type }) => type === undefined || type === 'string')) return { value: text };
  if (open.length === 0) return { fault: `must be one of ${exact.map(textOf).join(', ')}` };
  const tried = open.map((one) => as(text, one));
  return tried.find(({ fault }) => fault === undefined) ?? (tried[0] as Coerced);
}

/**
 * Reads what was given for an array: each text holds one element, several with commas between (unless texts are taken whole), or
 * a JSON array.
 */
export function coerceArray(
  texts: readonly string[],
  schema: JsonSchema,
): { value: Json[]; faults: [number, string][] } {
  const items = schema.items ?? {};
  const isWhole =
    items['x-whole'] === true || alternatives(items).every(({ type }) => type === 'object' || type === 'array');
  const parts = texts.flatMap((text): (string | Json[])[] => {
    const whole = text.startsWith('[') ? parseJson(text) : undefined;
    if (Array.isArray(whole)) return [whole];
    return isWhole ? [text] : text.split(',').map((part) => part.trim());
  });
  const value: Json[] = [];
  const faults: [number, string][] = [];
  for (const part of parts) {
    if (typeof part !== 'string') {
      value.push(...part);
      continue;
    }
    const coerced = coerce(part, items);
    if (coerced.fault !== undefined) faults.push([value.length, coerced.fault]);
    value.push(coerced.value ?? null);
  }
  return { value, faults };
}

/** The alternative of a schema that is an array, if a text cannot be anything else. */
export function arrayOf(schema: JsonSchema): JsonSchema | undefined {
  const options = alternatives(schema).filter(({ type }) => type !== 'null');
  return options.length === 1 && options[0]?.type === 'array' ? options[0] : undefined;
}

function as(text: string, { type }: JsonSchema): Coerced {
  switch (type) {
    case 'number':
    case 'integer': {
      const value = Number(text);
      if (!NUMBER.test(text) || !Number.isFinite(value)) return { fault: `must be a number, not '${text}'` };
      return { value };
    }
    case 'boolean':
      return text === 'true' || text === 'false'
        ? { value: text === 'true' }
        : { fault: `must be true or false, not '${text}'` };
    case 'null':
      return text === 'null' ? { value: null } : { fault: `must be null, not '${text}'` };
    case 'object':
    case 'array': {
      const value = parseJson(text);
      return value === undefined ? { fault: `must be JSON (${type}), not '${text}'` } : { value };
    }
    case undefined:
    default:
      return { value: text };
  }
}

function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
