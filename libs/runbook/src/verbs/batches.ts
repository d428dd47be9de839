import { RunbookError } from '../errors.ts';
import type { EachOptions } from '../run-context.ts';

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

/** The limit of lanes at once per group, as slots take it. */
export const limitOf =
  <I>({ by, max }: { by: (item: I) => string; max: number }) =>
  ({ item }: Keyed<I>) => ({ group: by(item), max });

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
