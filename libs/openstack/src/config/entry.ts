/** A mapping out of a configuration file. */
export type Entry = Record<string, unknown>;

export const isEntry = (value: unknown): value is Entry =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `over` laid on `under`, mapping by mapping; any other value replaces the one below. */
export function merged(under: Entry, over: Entry): Entry {
  const result: Entry = { ...under };
  for (const [key, value] of Object.entries(over)) {
    const below = result[key];
    result[key] = isEntry(value) && isEntry(below) ? merged(below, value) : value;
  }
  return result;
}

/** Keys with `_` for `-`, all the way down: clouds.yaml has them both ways. */
export function normalized(entry: Entry): Entry {
  const pairs = Object.entries(entry).map(([key, value]) => [
    key.replaceAll('-', '_'),
    isEntry(value) ? normalized(value) : value,
  ]);
  return Object.fromEntries(pairs) as Entry;
}
