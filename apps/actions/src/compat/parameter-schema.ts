import * as z from 'zod';
import type { CompatAction, CompatParameter } from './compat-action.ts';

/** What an action of the cloud pack may be given, as the original's metadata says it. */
export const parameterSchema = ({ parameters }: Pick<CompatAction, 'parameters'>): z.ZodObject =>
  z.strictObject(Object.fromEntries(Object.entries(parameters).map(([name, one]) => [name, schemaOf(one)])));

function schemaOf(parameter: CompatParameter): z.ZodType {
  const { description, default: usual, required = false, immutable } = parameter;
  const value = valueOf(parameter);
  const given = usual !== undefined ? value.default(usual) : required ? value : value.optional();
  return given.meta({ description, ...(immutable && { immutable }) });
}

function valueOf({ type, enum: values }: CompatParameter): z.ZodType {
  switch (type) {
    case 'array':
      return z.array(z.unknown());
    case 'boolean':
      return z.boolean();
    case 'integer':
      return z.int();
    case 'string':
      return values === undefined ? z.string() : z.enum(values);
  }
}
