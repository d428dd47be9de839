import type { JsonSchema } from './json-schema.ts';

/** A schema as StackStorm takes it: draft 4, but `required` is a boolean on each property, and `type` is one type. */
export type St2Schema = Record<string, unknown>;

const AS_IT_IS = ['description', 'minLength', 'maxLength', 'minItems', 'maxItems', 'uniqueItems', 'multipleOf'];
/** Signs of a regular expression that Python does not know, or knows as something else. */
const NOT_PYTHON = /\\[pPuckx/]|\(\?<[A-Za-z]|\(\?[a-z-]+:|\[\^?\]/;

/** What has no type is a text for StackStorm (st2 `st2common/util/schema/__init__.py`, `modify_schema_allow_default_none`). */
const ANYTHING = {
  anyOf: ['array', 'boolean', 'integer', 'null', 'number', 'object', 'string'].map((type) => ({ type })),
};

/**
 * Rewrites a schema of draft 7 in what StackStorm accepts (st2 `st2common/util/schema/action_params.json`). What cannot be said
 * there is left out: the runbook checks its whole input before it does anything.
 */
export function st2Schema(schema: JsonSchema): St2Schema {
  if (isAnything(schema))
    return { ...(schema.description !== undefined && { description: schema.description }), ...ANYTHING };
  const { type, format, pattern, secret, items, properties, additionalProperties } = schema;
  return {
    ...typesOf(type),
    ...Object.fromEntries(AS_IT_IS.filter((key) => schema[key] !== undefined).map((key) => [key, schema[key]])),
    ...enumOf(schema),
    ...defaultOf(schema),
    ...limits(schema),
    // StackStorm knows no `format`, and zod's patterns for one fill half a page. That of a secret is one for its reference.
    ...(pattern !== undefined && format === undefined && secret !== true && !NOT_PYTHON.test(pattern) && { pattern }),
    ...(secret === true && { secret }),
    ...(typeof items === 'object' && { items: st2Schema(items) }),
    ...(properties !== undefined && { properties: propertiesOf(schema) }),
    ...(additionalProperties !== undefined && {
      additionalProperties:
        typeof additionalProperties === 'boolean'
          ? additionalProperties
          : isAnything(additionalProperties) || st2Schema(additionalProperties),
    }),
    ...alternatives(schema),
  };
}

/** Each property of an object, `required` where the object requires it. */
export function propertiesOf({ properties = {}, required = [] }: JsonSchema): Record<string, St2Schema> {
  const entries = Object.entries(properties);
  return Object.fromEntries(
    entries.map(([name, schema]) => [
      name,
      { ...st2Schema(schema), ...(required.includes(name) && { required: true }) },
    ]),
  );
}

/** Any JSON is described by zod by a definition that refers to itself. */
const isAnything = ({ $ref, type, anyOf, oneOf, allOf, enum: values, const: constant }: JsonSchema): boolean =>
  $ref !== undefined ||
  (anyOf?.some(isAnything) ??
    allOf?.every(isAnything) ??
    [type, oneOf, values, constant].every((one) => one === undefined));

const typesOf = (type: JsonSchema['type']): St2Schema =>
  type === undefined ? {} : Array.isArray(type) ? { anyOf: type.map((one) => ({ type: one })) } : { type };

/** Only texts: `st2 run <action> -h` joins them (st2 `st2client/st2client/commands/action.py`). */
function enumOf({ enum: values, const: constant }: JsonSchema): St2Schema {
  const all = constant === undefined ? values : [constant];
  return all?.every((value) => typeof value === 'string') === true ? { enum: all } : {};
}

/** A default with braces in it would be rendered as a template; the runbook fills it in itself. */
const defaultOf = ({ default: value }: JsonSchema): St2Schema =>
  value === undefined || /\{[{%]/.test(JSON.stringify(value)) ? {} : { default: value };

/** Draft 4 says by a boolean whether a limit is one of the values; and nobody needs to be told the limits of a number. */
function limits(schema: JsonSchema): St2Schema {
  const { minimum, maximum, exclusiveMinimum: above, exclusiveMaximum: below } = schema;
  return {
    ...(isLimit(minimum) && { minimum }),
    ...(isLimit(maximum) && { maximum }),
    ...(isLimit(above) && { minimum: above, exclusiveMinimum: true }),
    ...(isLimit(below) && { maximum: below, exclusiveMaximum: true }),
  };
}

const isLimit = (limit: unknown): limit is number =>
  typeof limit === 'number' && Math.abs(limit) < Number.MAX_SAFE_INTEGER;

function alternatives(schema: JsonSchema): St2Schema {
  const kinds = ['anyOf', 'oneOf', 'allOf'] as const;
  return Object.fromEntries(
    kinds.flatMap((kind) => {
      const all = schema[kind];
      return all === undefined ? [] : [[kind, all.map(st2Schema)]];
    }),
  );
}
