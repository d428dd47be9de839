import { FilterFault } from './filter-tokens.ts';

/**
 * `*` and `?` as wildcards, `\\` before one to mean it. Bytes of UTF-8 are compared, and the case of ASCII letters does not matter.
 * Source: third-party/mmatch.
 */
export function matches(pattern: string, text: string): boolean {
  const source = bytes(pattern).replace(/\\([*?])|[\s\S]/g, (all, escaped: string | undefined) => {
    if (escaped !== undefined) return `\\${escaped}`;
    if (all === '*') return '[\\s\\S]*';
    return all === '?' ? '[\\s\\S]' : all.replace(/[\\^$.|+()[\]{}]/, '\\$&');
  });
  return new RegExp(`^${source}$`).test(bytes(text));
}

const bytes = (text: string): string =>
  Buffer.from(text)
    .toString('latin1')
    .replace(/[A-Z]/g, (letter) => letter.toLowerCase());

export const asText = (value: unknown): string =>
  typeof value === 'string' ? value : isNothing(value) ? '' : JSON.stringify(value);

/** Source: lib/base/value.cpp, Value::ToBool. */
export const isTrue = (value: unknown): boolean =>
  typeof value === 'object' && value !== null ? Object.keys(value).length > 0 : Boolean(value);

/** Source: lib/base/value-operators.cpp. */
export const COMPARISONS: Readonly<Record<string, (a: unknown, b: unknown) => boolean>> = {
  '==': equal,
  '!=': (a, b) => !equal(a, b),
  '<': (a, b) => order('<', a, b) < 0,
  '>': (a, b) => order('>', a, b) > 0,
  '<=': (a, b) => order('<=', a, b) <= 0,
  '>=': (a, b) => order('>=', a, b) >= 0,
  in: (a, b) => {
    if (b === null || b === undefined) return false;
    if (!Array.isArray(b)) throw new FilterFault(`Invalid right side argument for 'in' operator: ${JSON.stringify(b)}`);
    return b.some((one) => equal(a, one));
  },
};

/** Nothing is an empty text too; a truth is a number. */
function equal(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((one, index) => equal(one, b[index]));
  if (isNumber(a) && isNumber(b)) return Number(a) === Number(b);
  return isText(a) && isText(b) ? (a ?? '') === (b ?? '') : a === b;
}

function order(operator: string, a: unknown, b: unknown): number {
  if (isText(a) && isText(b)) return (a ?? '') < (b ?? '') ? -1 : Number((a ?? '') > (b ?? ''));
  if ((isNumber(a) || isNothing(a)) && (isNumber(b) || isNothing(b))) return Number(a ?? 0) - Number(b ?? 0);
  const types = `'${typeOf(a)}' and '${typeOf(b)}'`;
  throw new FilterFault(
    `Error while evaluating expression: Operator ${operator} cannot be applied to values of type ${types}`,
  );
}

const isNothing = (value: unknown): value is null | undefined => value === null || value === undefined;
const isText = (value: unknown): value is string | null | undefined => typeof value === 'string' || isNothing(value);
const isNumber = (value: unknown): value is number | boolean => typeof value === 'number' || typeof value === 'boolean';

export function fieldOf(object: unknown, field: string): unknown {
  // A variable of nothing is nothing; an object has the fields of its type.
  if (isNothing(object)) return null;
  if (typeof object === 'object') {
    const fields = object as Record<string, unknown>;
    if (Object.hasOwn(fields, field)) return fields[field];
    if (!Array.isArray(object) && !('type' in fields)) return null;
  }
  throw new FilterFault(`Invalid field access (for value of type '${typeOf(object)}'): '${field}'`);
}

function typeOf(value: unknown): string {
  if (Array.isArray(value)) return 'Array';
  if (typeof value === 'object' && value !== null) return 'type' in value ? String(value.type) : 'Dictionary';
  if (typeof value === 'string') return 'String';
  return isNothing(value) ? 'Empty' : typeof value === 'number' ? 'Number' : 'Boolean';
}
