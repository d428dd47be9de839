import { Secret, UnknownInPlan, unknownName } from '@opsbook/context';
import { RunbookError } from './errors.ts';
import type { Json } from './json.ts';

/**
 * The JSON form of a step's result. Refuses what would come back from the journal as something else (functions, dates,
 * class instances, NaN, cycles) with `RESULT_NOT_JSON`, and a {@link Secret} with `SECRET_IN_RESULT`, naming the place.
 * Throws {@link UnknownInPlan} where a plan holds a value that is not known yet.
 */
export function toJson(value: unknown, step: string): Json | undefined {
  return convert(value, step, '', new Set());
}

function convert(value: unknown, step: string, at: string, parents: Set<object>): Json | undefined {
  if (value === null || value === undefined || typeof value === 'boolean' || typeof value === 'string') {
    return value;
  }
  if (typeof value === 'number') return Number.isFinite(value) ? value : refuse(step, at, String(value));
  if (typeof value !== 'object') {
    const name = unknownName(value);
    if (name !== undefined) throw new UnknownInPlan(name);
    return refuse(step, at, `a ${typeof value}`);
  }
  if (value instanceof Secret) {
    throw new RunbookError('SECRET_IN_RESULT', `the result of '${step}' holds a secret at ${at || 'its root'}`);
  }
  if (parents.has(value)) return refuse(step, at, 'a cycle');
  parents.add(value);
  try {
    if (Array.isArray(value))
      return Array.from(value, (item, i) => convert(item, step, `${at}[${i}]`, parents) ?? null);
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null) {
      return refuse(step, at, `a ${value.constructor.name}`);
    }
    const entries = Object.entries(value).map(
      ([key, item]) => [key, convert(item, step, at === '' ? key : `${at}.${key}`, parents)] as const,
    );
    // As the journal gives it back: without what is undefined.
    return Object.fromEntries(entries.filter(([, item]) => item !== undefined));
  } finally {
    parents.delete(value);
  }
}

function refuse(step: string, at: string, what: string): never {
  throw new RunbookError(
    'RESULT_NOT_JSON',
    `the result of '${step}' is no JSON: ${at || 'it'} is ${what}. Return what JSON can carry`,
  );
}
