import type { Criterion } from '../../rules/rule.ts';
import { looksLikeTemplate } from '../../templates/parse-template.ts';
import type { PythonValue } from '../templates/python-value.ts';
import { renderTemplate } from '../templates/render-template.ts';
import { jsonPath } from './json-path.ts';
import { OPERATORS } from './operators.ts';

export interface Facts {
  payload: unknown;
  /** Milliseconds since the Unix epoch. */
  now: number;
  /** Called with the reason for a criterion that could not be evaluated: it does not match. */
  failed: (reason: string) => void;
}

/**
 * Whether every criterion of a rule holds for a payload. Without criteria it does; with criteria and an empty payload it does not.
 * Source: st2reactor/rules/filter.py.
 */
export function matchesCriteria(criteria: Readonly<Record<string, Criterion>>, facts: Facts): boolean {
  const entries = Object.entries(criteria);
  if (entries.length > 0 && isEmpty(facts.payload)) return false;
  return entries.every(([key, criterion]) => holds(key, criterion, { trigger: facts.payload }, facts));
}

const isEmpty = (payload: unknown): boolean =>
  payload === null || payload === undefined || (typeof payload === 'object' && Object.keys(payload).length === 0);

function holds(key: string, criterion: Criterion, context: Readonly<Record<string, unknown>>, facts: Facts): boolean {
  const attempt = <T>(reason: string, fn: () => T): { value: T } | undefined => {
    try {
      return { value: fn() };
    } catch (error) {
      facts.failed(`${reason}: ${error instanceof Error ? error.message : String(error)}`);
      return undefined;
    }
  };
  const given = criterion.pattern ?? null;
  const pattern = attempt(`Failed to render pattern value "${JSON.stringify(given)}" for key "${key}"`, () =>
    typeof given === 'string' ? renderedPattern(given, context) : given,
  );
  if (pattern === undefined) return false;
  // What follows a hash only makes the name another one. Several matches: the first one counts.
  const [path = ''] = key.split('#', 1);
  const found = attempt(`Failed transforming criteria key ${key}`, () => jsonPath(path, context) ?? null);
  if (found === undefined) return false;
  const result = attempt('There might be a problem with the criteria in rule', () =>
    criterion.type === 'search'
      ? search(found.value, pattern.value, criterion.condition, facts)
      : operatorOf(criterion.type)(found.value, pattern.value, facts.now),
  );
  return result?.value ?? false;
}

/** A template that is one name gives the value with its type. */
function renderedPattern(pattern: string, context: Readonly<Record<string, unknown>>): unknown {
  if (!looksLikeTemplate(pattern)) return pattern;
  const scope = new Map(Object.entries(context as Record<string, PythonValue>));
  const whole = /^\{\{([^}|]+)\}\}$/.exec(pattern);
  if (whole === null) return renderTemplate(pattern, scope);
  return JSON.parse(renderTemplate(`{{${whole[1]}| to_complex}}`, scope)) as unknown;
}

function operatorOf(type: string) {
  const operator = OPERATORS[type.toLowerCase()];
  if (operator === undefined) throw new Error(`Invalid operator: ${type}`);
  return operator;
}

/** Of a list's items `any` or `all`, and of the pattern's criteria `any` (`2any`) or all, have to hold. An object is a list of one. */
function search(value: unknown, pattern: unknown, condition: string | undefined, facts: Facts): boolean {
  const list = typeof value === 'object' && value !== null && !Array.isArray(value) ? [value] : value;
  if (!['any', 'all', 'any2any', 'all2any'].includes(condition ?? ''))
    throw new Error(
      `The '${condition ?? 'None'}' condition is not recognized for type search, 'any', 'all', 'any2any' and 'all2any' are allowed`,
    );
  if (!Array.isArray(list)) throw new TypeError('the value is no list');
  const children = Object.entries(pattern as Record<string, Criterion>);
  const fits = (item: unknown) => {
    const results = children.map(([key, child]) => holds(key, child, { item }, facts));
    return condition?.endsWith('2any') === true ? results.includes(true) : !results.includes(false);
  };
  const results = list.map(fits);
  return condition?.startsWith('any') === true ? results.includes(true) : !results.includes(false);
}
