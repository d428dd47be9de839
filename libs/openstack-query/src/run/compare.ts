import type { PlannedSort } from '../plan/plan.ts';

// Whatever the locale of the process is: the order is documented.
// Made when a text is sorted: it takes 2 MiB, and most queries sort none.
const natural = () => new Intl.Collator('en', { numeric: true }).compare;

type Compare = (a: readonly unknown[], b: readonly unknown[]) => number;

/** Compares the values of sort keys. Null comes last, ascending or descending. */
export function compareBy(sort: readonly PlannedSort[]): Compare {
  const compares = sort.map(({ path, descending }) => {
    const compare = path.kind === 'text' || path.kind === 'entry' ? natural() : plainly;
    return { compare: compare as (a: unknown, b: unknown) => number, sign: descending ? -1 : 1 };
  });
  return (a, b) => {
    for (const [i, { compare, sign }] of compares.entries()) {
      const [left, right] = [a[i] ?? null, b[i] ?? null];
      if (left === right) continue;
      if (left === null) return 1;
      if (right === null) return -1;
      const order = compare(left, right);
      if (order !== 0) return order * sign;
    }
    return 0;
  };
}

const plainly = (a: number, b: number): number => (a < b ? -1 : a > b ? 1 : 0);
