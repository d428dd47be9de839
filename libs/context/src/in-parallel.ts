/**
 * The results in the order of the items, with so many under way at once. After the first failure nothing more is begun; what
 * is under way is waited for, and then that failure is thrown.
 * @param atOnce at least 1
 */
export async function inParallel<T, R>(
  items: readonly T[],
  atOnce: number,
  fn: (item: T) => PromiseLike<R>,
): Promise<R[]> {
  const results: R[] = [];
  const failures: unknown[] = [];
  const left = items.entries();
  const lane = async () => {
    for (const [index, item] of left) {
      if (failures.length > 0) return;
      try {
        results[index] = await fn(item);
      } catch (error) {
        failures.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, lane));
  if (failures.length > 0) throw failures[0];
  return results;
}
