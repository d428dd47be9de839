import type { Json } from '@opsbook/runbook';

/** What CEL computes with: integers are bigint, maps are `Map`, so that no field of a payload can be taken for one of its prototype. */
export type CelValue = null | boolean | number | bigint | string | CelValue[] | Map<string, CelValue>;

// An event's payload is asked by many rules, and never changed.
const known = new WeakMap<object, CelValue>();

/** Whole numbers become integers, as who writes `body.count + 1` expects; those that JSON could not hold exactly stay doubles. */
export function toCel(value: Json | undefined): CelValue {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : value;
  if (value === undefined) return null;
  if (value === null || typeof value !== 'object') return value;
  const made = known.get(value);
  if (made !== undefined) return made;
  const converted = Array.isArray(value)
    ? value.map(toCel)
    : new Map(Object.entries(value).flatMap(([key, item]) => (item === undefined ? [] : [[key, toCel(item)]])));
  known.set(value, converted);
  return converted;
}

/** JSON of what an expression came to; a time becomes ISO 8601. @throws Error for what is no JSON */
export function fromCel(value: unknown): Json {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'bigint') return exactly(value);
  if (typeof value === 'number') {
    if (Number.isFinite(value)) return value;
    throw new Error(`it comes to ${value}, which is no number`);
  }
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(fromCel);
  if (value instanceof Map) return fromEntries([...value.entries()]);
  if (typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype) {
    return fromEntries(Object.entries(value));
  }
  throw new Error('it comes to what is neither a text, a number, true or false, a list, a map nor null');
}

function exactly(value: bigint): number {
  const number = Number(value);
  if (Number.isSafeInteger(number)) return number;
  throw new Error(`it comes to ${value}, which is beyond 2^53: write string(...) for a text`);
}

function fromEntries(entries: readonly (readonly [unknown, unknown])[]): Json {
  // Defines properties and sets none, so that a key `__proto__` is a key like any other.
  return Object.fromEntries(
    entries.map(([key, item]) => [typeof key === 'string' ? key : textOfKey(key), fromCel(item)]),
  );
}

function textOfKey(key: unknown): string {
  if (typeof key === 'bigint' || typeof key === 'number' || typeof key === 'boolean') return String(key);
  throw new Error('a key of a map is no text');
}
