import { RunbookError } from '../errors.ts';
import type { EachOptions, GroupLimit } from '../run-context.ts';
import type { Seat } from './slots.ts';

/** An item with its place in paths and its name for people. */
export interface Keyed<I> {
  item: I;
  key: string;
  label: string;
}

/** Throws `INVALID_NAME` for an empty key, `DUPLICATE_STEP` for one that two items have. */
export function keysOf<I>(
  path: string,
  items: readonly I[],
  { key, label }: Pick<EachOptions<I>, 'key' | 'label'>,
): Keyed<I>[] {
  const seen = new Set<string>();
  return items.map((item) => {
    // Keys come from the world (a name may hold a slash); paths must stay readable and unambiguous.
    const own = key(item).replace(/[%/#]/g, encodeURIComponent);
    if (own === '') throw new RunbookError('INVALID_NAME', `an item of '${path}' has an empty key`);
    if (seen.has(own)) throw new RunbookError('DUPLICATE_STEP', `two items of '${path}' have the key '${own}'`);
    seen.add(own);
    return { item, key: own, label: label?.(item) ?? own };
  });
}

/** A count, or a share of the items. */
export const failuresAllowed = (max: number, items: number): number =>
  max > 0 && max < 1 ? Math.floor(max * items) : max;

/** The places that an item needs under all of the limits. Each limit has groups of its own, whatever their names. */
export function seatsOf<I>(limit: EachOptions<I>['limit']): (keyed: Keyed<I>) => Seat[] {
  const limits: readonly GroupLimit<I>[] = limit === undefined ? [] : 'by' in limit ? [limit] : limit;
  return ({ item }) =>
    limits.flatMap(({ by, max }, index) => {
      const groups = by(item);
      const names = typeof groups === 'string' ? [groups] : [...new Set(groups)];
      return names.map((name) => ({ group: `${index}/${name}`, max }));
    });
}

/** The items cut by the sizes of the ramp, of which the last one repeats. */
export function batches<T>(items: T[], ramp: readonly number[] | undefined): T[][] {
  if (ramp === undefined || ramp.length === 0) return items.length === 0 ? [] : [items];
  const found: T[][] = [];
  for (let at = 0; at < items.length;) {
    const size = Math.max(1, ramp[Math.min(found.length, ramp.length - 1)] ?? 1);
    found.push(items.slice(at, at + size));
    at += size;
  }
  return found;
}
