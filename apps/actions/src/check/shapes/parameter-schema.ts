import * as z from 'zod';

/** Names that a map of parameters may have, as Python reads `^\w+$` (st2 `st2common/models/api/action.py`). */
export const NAME = /^[\p{L}\p{N}_]+$/u;

const TYPES = ['array', 'boolean', 'integer', 'null', 'number', 'object', 'string'] as const;
const size = z.int().nonnegative();
const unique = (values: readonly unknown[]): boolean =>
  new Set(values.map((value) => JSON.stringify(value))).size === values.length;
const one = z.enum(TYPES);
const list = z.array(z.lazy(() => nestedSchema)).min(1);
const map = z.record(
  z.string(),
  z.lazy(() => nestedSchema),
);

/** Keywords that mean the same at every depth (st2 `st2common/util/schema/action_params.json`). */
const keywords = {
  id: z.string(),
  $schema: z.string(),
  title: z.string(),
  description: z.string(),
  default: z.unknown(),
  multipleOf: z.number().nonnegative(),
  maximum: z.number(),
  exclusiveMaximum: z.boolean(),
  minimum: z.number(),
  exclusiveMinimum: z.boolean(),
  maxLength: size,
  minLength: size,
  pattern: z.string(),
  format: z.string(),
  additionalItems: z.union([z.boolean(), z.lazy(() => nestedSchema)]),
  items: z.union([z.lazy(() => nestedSchema), list]),
  maxItems: size,
  minItems: size,
  uniqueItems: z.boolean(),
  maxProperties: size,
  minProperties: size,
  /** Of one parameter or property, as in draft 3. */
  required: z.boolean(),
  secret: z.boolean(),
  additionalProperties: z.union([z.boolean(), z.lazy(() => nestedSchema)]),
  definitions: map,
  properties: map,
  patternProperties: map,
  dependencies: z.record(z.string(), z.union([z.lazy(() => nestedSchema), z.array(z.string()).min(1).refine(unique)])),
  enum: z.array(z.unknown()).min(1).refine(unique, 'a value stands there twice'),
  position: z.number().nonnegative(),
  immutable: z.boolean(),
  allOf: list,
  anyOf: list,
  oneOf: list,
  not: z.lazy(() => nestedSchema),
};

const needsLimit = (schema: Record<string, unknown>): boolean =>
  (schema['exclusiveMaximum'] === undefined || schema['maximum'] !== undefined) &&
  (schema['exclusiveMinimum'] === undefined || schema['minimum'] !== undefined);
const NEEDS_LIMIT = 'exclusiveMaximum needs maximum, and exclusiveMinimum needs minimum';

/**
 * A schema within a parameter's schema. Here st2 tolerates unknown keys and takes a list of types, since its references lead to
 * `custom.json` without `additionalProperties` (st2 `st2common/util/schema/__init__.py`).
 */
const nestedSchema: z.ZodType<Record<string, unknown>> = z
  .looseObject({ ...keywords, type: z.union([one, z.array(one).min(1).refine(unique)]) })
  .partial()
  .refine(needsLimit, NEEDS_LIMIT);

/** The schema of a parameter of an action, or of a key of `config.schema.yaml`: one type, no unknown keys, no null. */
export const parameterSchema = z
  .strictObject({ ...keywords, type: one })
  .partial()
  .refine(needsLimit, NEEDS_LIMIT);
export type Parameter = z.infer<typeof parameterSchema>;

/** Parameters by name. */
export const parametersShape = z.record(z.string().regex(NAME, 'letters, digits and _ only'), parameterSchema);
export type Parameters = z.infer<typeof parametersShape>;

/** What describes an output is looser: unknown keys pass (st2 `get_action_output_schema`). */
export const outputShape = nestedSchema;
