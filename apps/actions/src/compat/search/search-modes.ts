import type { Operator } from '@opsbook/openstack-query';
import type { CompatParameter, Given } from '../compat-action.ts';
import { text } from '../given.ts';

/** What the pack called a way of comparing, and what queries call it. */
export type Modes = Readonly<Record<string, Operator>>;

export const MEMBERSHIP: Modes = { any_in: 'in', not_any_in: 'not in' };

export const COMPARISONS: Modes = {
  LESS_THAN: '<',
  LESS_THAN_OR_EQUAL_TO: '<=',
  GREATER_THAN: '>',
  GREATER_THAN_OR_EQUAL_TO: '>=',
};

/** Older is a time that lies further back. */
export const AGES: Modes = {
  older_than: '<',
  older_than_or_equal_to: '<=',
  younger_than: '>',
  younger_than_or_equal_to: '>=',
};

/** The parameter that chooses one; the first is the usual one. */
export const searchMode = (modes: Modes): CompatParameter => ({
  type: 'string',
  description: 'How it is compared',
  required: true,
  default: Object.keys(modes)[0] ?? '',
  enum: Object.keys(modes),
});

export function operatorOf(modes: Modes, given: Given): Operator {
  const mode = text(given, 'search_mode');
  const operator = modes[mode];
  if (operator === undefined) throw new Error(`${mode} is none of ${Object.keys(modes).join(', ')}`);
  return operator;
}
