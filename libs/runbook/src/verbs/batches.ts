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

/** A count, or a share of the items: 0.29 of 100 are 29, although in binary they are a little less. */
export const failuresAllowed = (max: number, items: number): number =>
  max > 0 && max < 1 ? Math.floor(max * items + 1e-9) : max;

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

/**
 * The items cut by the sizes of the ramp, of which the last one repeats.
 * @param wentWell whether a batch that has ended lets the next one have the next size
 */
export function* batches<T>(
  items: readonly T[],
  ramp: readonly number[] | undefined,
  wentWell: (batch: readonly T[]) => boolean,
): Generator<T[], void, void> {
  const sizes = ramp === undefined || ramp.length === 0 ? [items.length] : ramp;
  let reached = 0;
  for (let at = 0; at < items.length;) {
    const size = Math.max(1, sizes[Math.min(reached, sizes.length - 1)] ?? 1);
    const batch = items.slice(at, at + size);
    yield batch;
    at += batch.length;
    if (wentWell(batch)) reached += 1;
  }
}
