import type { Json } from '@opsbook/runbook';
import { compileTemplate } from '../expressions/compile-template.ts';
import { isTemplate } from '../expressions/split-template.ts';
import type { ConditionSource } from '../schema/condition-schema.ts';
import { suggestion } from '../suggest.ts';
import { type Condition, type Payload, all, any, not } from './condition.ts';
import { type FieldPath, fieldPath } from './field-path.ts';
import { ALIASES, OPERATORS, type Operator, type OperatorName, type Test } from './operators.ts';
import { SEARCHES, search } from './search.ts';
import { showValue } from './show-value.ts';

/** What a condition is compiled for. */
export interface ConditionContext {
  rule: string;
  /** What its fields and expressions may begin with. */
  names: readonly string[];
  /** What is wrong, at its place below the condition; compiling goes on, so that all faults are found. */
  fault(path: readonly (string | number)[], message: string): void;
}

const NEVER: Condition = { text: '', test: () => false };

/** Makes a condition of what a rule's file says. Faults go to the context. */
export function compileCondition(
  source: ConditionSource,
  context: ConditionContext,
  path: readonly (string | number)[],
): Condition {
  const list = (items: readonly ConditionSource[], within: readonly string[], inner = context) =>
    items.map((item, index) => compileCondition(item, inner, [...path, ...within, index]));
  if (source.all !== undefined) return all(list(source.all, ['all']));
  if (source.any !== undefined) return any(list(source.any, ['any']));
  if (source.not !== undefined) return not(compileCondition(source.not, context, [...path, 'not']));
  const field = readField(source.field ?? '', context, path);
  if (field === undefined) return NEVER;
  if (source.search !== undefined) {
    const wanted = source.search;
    const how = SEARCHES.find((name) => wanted[name] !== undefined) ?? 'any';
    const inner = { ...context, names: [...context.names, 'item'] };
    return search(field, how, list(wanted[how] ?? [], ['search', how], inner));
  }
  const [key, pattern] = Object.entries(source).find(([key]) => isOperator(key)) ?? ['', undefined];
  const name: OperatorName = Object.hasOwn(ALIASES, key) ? ALIASES[key as keyof typeof ALIASES] : (key as OperatorName);
  try {
    const { text, test } = comparison(OPERATORS[name], pattern as Json, context);
    const { get } = field;
    return { text: `${field.text} ${text}`, field, test: (payload, now) => test(get(payload) ?? null, now, payload) };
  } catch (error) {
    context.fault([...path, key], (error as Error).message);
    return NEVER;
  }
}

export const isOperator = (key: string): boolean => Object.hasOwn(OPERATORS, key) || Object.hasOwn(ALIASES, key);

function readField(text: string, context: ConditionContext, path: readonly (string | number)[]): FieldPath | undefined {
  try {
    const field = fieldPath(text);
    if (context.names.includes(field.root)) return field;
    const near = suggestion(field.root, context.names);
    const known = near === '' ? `; it has ${context.names.join(', ')}` : near;
    throw new SyntaxError(`the event has no '${field.root}'${known}`);
  } catch (error) {
    context.fault([...path, 'field'], (error as Error).message);
    return undefined;
  }
}

interface Comparison {
  text: string;
  test: (value: Json, now: number, payload: Payload) => boolean | string;
}

function comparison(operator: Operator, pattern: Json, { rule, names }: ConditionContext): Comparison {
  const text = (shown: string) => (shown === '' ? operator.phrase : `${operator.phrase} ${shown}`);
  if (!hasTemplate(pattern)) {
    if (pattern === null && operator !== OPERATORS.nequals)
      throw new SyntaxError('is empty: nothing would ever meet it');
    const show = operator.show ?? showValue;
    return { text: text(show(pattern)), test: operator.compile(pattern) };
  }
  const template = compileTemplate(pattern, [...names, 'now'], { rule, path: 'when' });
  let last: { key: string; test: Test } | undefined;
  return {
    text: text(showValue(pattern)),
    test(value, now, payload) {
      try {
        const rendered = template.render({ ...(payload as Record<string, Json>), now: new Date(now).toISOString() });
        const key = JSON.stringify(rendered);
        if (last?.key !== key) last = { key, test: operator.compile(rendered) };
        return last.test(value, now);
      } catch (error) {
        return `cannot be compared: ${(error as Error).message}`;
      }
    },
  };
}

function hasTemplate(pattern: Json | undefined): boolean {
  if (typeof pattern === 'string') return isTemplate(pattern);
  return pattern !== null && typeof pattern === 'object' && Object.values(pattern).some(hasTemplate);
}
