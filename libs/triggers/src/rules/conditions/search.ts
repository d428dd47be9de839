import type { Json } from '@opsbook/runbook';
import { type Condition, all, any } from './condition.ts';
import type { FieldPath } from './field-path.ts';

/** The first word says how many items, `2any` that one condition is enough for an item. */
export const SEARCHES = ['any', 'all', 'any2any', 'all2any'] as const;

/**
 * Asks the items of a list, as `item`; an object counts as a list of one. Of an empty list every item meets anything, and none does.
 */
export function search(field: FieldPath, how: (typeof SEARCHES)[number], parts: readonly Condition[]): Condition {
  const one = how.endsWith('2any') ? any(parts) : all(parts);
  const every = how.startsWith('all');
  return {
    text: `of ${field.text} ${every ? 'every item' : 'an item'} meets: ${one.text}`,
    field,
    test(payload, now) {
      const value = field.get(payload);
      if (value === undefined || value === null || typeof value !== 'object') return 'is no list';
      const items: readonly Json[] = Array.isArray(value) ? value : [value];
      // An item about which nobody can tell does not meet it.
      const meets = (item: Json) => one.test({ ...payload, item }, now) === true;
      return every ? items.every(meets) : items.some(meets);
    },
  };
}
