import type { AnyRunbook, Json } from '@opsbook/runbook';
import * as z from 'zod';

/** The part of JSON Schema (draft 7) that decides how a text is read. */
export interface JsonSchema {
  type?: string | string[];
  enum?: Json[];
  const?: Json;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  allOf?: JsonSchema[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  additionalProperties?: boolean | JsonSchema;
  description?: string;
  default?: Json;
  /** Of an element: its text is taken whole, with the commas in it. */
  'x-whole'?: boolean;
}

const inputSchemas = new WeakMap<AnyRunbook, JsonSchema>();

/** A runbook's input as one writes it, before defaults and transformations. Always the same one, of which nothing may be changed. */
export function inputSchema(runbook: AnyRunbook): JsonSchema {
  const known = inputSchemas.get(runbook);
  if (known !== undefined) return known;
  const options = { io: 'input', target: 'draft-7', unrepresentable: 'any' } as const;
  const made = z.toJSONSchema(runbook.input as z.ZodType, options) as JsonSchema;
  inputSchemas.set(runbook, made);
  return made;
}

/** What a runbook returns. */
export function outputSchema(runbook: AnyRunbook): JsonSchema {
  const options = { io: 'output', target: 'draft-7', unrepresentable: 'any' } as const;
  return z.toJSONSchema(runbook.output as z.ZodType, options) as JsonSchema;
}

/** The alternatives of a schema: itself, unless it is a union. */
export function alternatives(schema: JsonSchema): JsonSchema[] {
  const union = schema.anyOf ?? schema.oneOf;
  if (union !== undefined) return union.flatMap(alternatives);
  if (Array.isArray(schema.type)) return schema.type.map((type) => ({ ...schema, type }));
  return [schema];
}

/** A constant of a schema as one types it. */
export const textOf = (item: Json): string => (typeof item === 'string' ? item : JSON.stringify(item));
