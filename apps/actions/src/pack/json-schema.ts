import type { AnyRunbook, Json } from '@opsbook/runbook';
import * as z from 'zod';

/** A schema of draft 7, as zod writes it. */
export interface JsonSchema {
  [key: string]: unknown;
  type?: string | string[];
  enum?: Json[];
  const?: Json;
  default?: Json;
  description?: string;
  pattern?: string;
  format?: string;
  items?: JsonSchema | boolean;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: JsonSchema | boolean;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  allOf?: JsonSchema[];
  $ref?: string;
  secret?: boolean;
  /** Of an element: its text is taken whole, with the commas in it. */
  'x-whole'?: boolean;
}

const schemaOf = (schema: z.ZodType, io: 'input' | 'output'): JsonSchema =>
  z.toJSONSchema(schema, { io, target: 'draft-7', unrepresentable: 'any' }) as JsonSchema;

/** What a runbook takes, before defaults and transformations. */
export const inputSchema = (runbook: AnyRunbook): JsonSchema => schemaOf(runbook.input as z.ZodType, 'input');

/** What a runbook returns. */
export const outputSchema = (runbook: AnyRunbook): JsonSchema => schemaOf(runbook.output as z.ZodType, 'output');

/** What a value must be to be sent. */
export const valueSchema = (schema: z.ZodType): JsonSchema => schemaOf(schema, 'input');
