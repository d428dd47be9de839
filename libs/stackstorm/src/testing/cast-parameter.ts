import { badRequest } from './refusal.ts';

/** A parameter as the type that its action declares: what templates give is text. Source: st2common/util/casts.py. */
export function castParameter(value: unknown, type: unknown): unknown {
  if (value === null) return null;
  if (type === 'string') {
    if (typeof value === 'string') return value;
    throw badRequest(`Value "${JSON.stringify(value)}" must either be a string or None. Got "${pythonType(value)}".`);
  }
  if (typeof value !== 'string') return type === 'integer' && typeof value === 'number' ? Math.trunc(value) : value;
  switch (type) {
    case 'integer':
      if (!/^\s*[-+]?\d+\s*$/.test(value)) throw badRequest(`invalid literal for int() with base 10: '${value}'`);
      return Number(value);
    case 'number':
      if (value.trim() === '' || Number.isNaN(Number(value)))
        throw badRequest(`could not convert string to float: '${value}'`);
      return Number(value);
    case 'boolean':
    case 'array':
    case 'object':
      return literal(type === 'boolean' ? value.toLowerCase() : value);
    default:
      return value;
  }
}

function literal(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw badRequest(`malformed node or string: ${text}`);
  }
}

function pythonType(value: unknown): string {
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float';
  return typeof value === 'boolean' ? 'bool' : 'dict';
}
