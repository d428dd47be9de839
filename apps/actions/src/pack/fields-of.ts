import type { AnyRunbook } from '@opsbook/runbook';
import { type JsonSchema, inputSchema } from './json-schema.ts';
import { parameterName } from './names.ts';

/** One field of a runbook's input. */
export interface Field {
  name: string;
  /** Of the action's parameter. */
  parameter: string;
  schema: JsonSchema;
  required: boolean;
}

/** The fields of a runbook's input, in the order in which they were written. */
export function fieldsOf(runbook: AnyRunbook): Field[] {
  const { properties = {}, required = [] } = inputSchema(runbook);
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    parameter: parameterName(name),
    schema,
    required: required.includes(name),
  }));
}
