import type { Condition } from './condition.ts';
import { printPath } from './scanner.ts';

/** A condition as text; parsing it gives the same condition again. */
export function printCondition(condition: Condition): string {
  switch (condition.kind) {
    case 'test':
      return printTest(printPath(condition.property), condition.operator, condition.values.map(printValue));
    case 'linked':
      return `${printPath(condition.link)}(${condition.of === undefined ? '' : printCondition(condition.of)})`;
    case 'not':
      return `not ${inner(condition.of)}`;
    case 'and':
    case 'or':
      return condition.of.map(inner).join(` ${condition.kind} `);
  }
}

const inner = (condition: Condition): string =>
  condition.kind === 'test' || condition.kind === 'linked'
    ? printCondition(condition)
    : `(${printCondition(condition)})`;

function printTest(path: string, operator: string, values: readonly string[]): string {
  if (operator === 'in' || operator === 'not in') return `${path} ${operator} (${values.join(', ')})`;
  if (values.length === 0) return `${path} ${operator}`;
  return /[a-z]/.test(operator) ? `${path} ${operator} ${values.join(' ')}` : `${path}${operator}${values.join(' ')}`;
}

const PLAIN = /^[\w@/+.:-]+$/;

const printValue = (value: string): string =>
  PLAIN.test(value) && value !== 'null' ? value : `'${value.replaceAll("'", "''")}'`;
