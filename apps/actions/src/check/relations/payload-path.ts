/** A schema as far as its properties matter. */
type Schema = Record<string, unknown>;

/** Whether a payload of this schema may have a value there. Where the schema says no properties, anything may be. */
export function mayHave(schema: Schema | null | undefined, path: readonly string[]): boolean {
  const [key, ...rest] = path;
  if (key === undefined || !schema) return true;
  const forms = ['anyOf', 'oneOf', 'allOf'].flatMap((kind) => schema[kind] ?? []);
  if (forms.length > 0) return forms.some((form) => mayHave(form as Schema, path));
  const { type, properties, additionalProperties, items } = schema;
  if (/^(\d+|\*)$/.test(key)) return type === undefined || (type === 'array' && mayHave(asSchema(items), rest));
  const property = asSchema(properties)?.[key];
  if (property !== undefined) return mayHave(asSchema(property), rest);
  if (asSchema(additionalProperties)) return mayHave(asSchema(additionalProperties), rest);
  if (properties !== undefined) return additionalProperties === true;
  return type === undefined || type === 'object';
}

const asSchema = (value: unknown): Schema | undefined =>
  typeof value === 'object' && value !== null ? (value as Schema) : undefined;

/**
 * The path of a criterion's key, `trigger.labels['x-y'].list[0]#note`: a JSONPath, of which what follows `#` is dropped
 * (st2 `st2reactor/rules/filter.py`).
 * @returns undefined for what is no such path
 */
export function criterionPath(key: string): string[] | undefined {
  const path = key.split('#', 1)[0] ?? '';
  const steps = /^[A-Za-z_]\w*(\.[A-Za-z_]\w*|\.'[^']*'|\.\*|\[(\d+|\*|'[^']*'|"[^"]*")\])*$/;
  if (!steps.test(path)) return undefined;
  return [...path.matchAll(/[A-Za-z_]\w*|\d+|\*|'([^']*)'|"([^"]*)"/g)].map(
    ([whole, single, double]) => single ?? double ?? whole,
  );
}
