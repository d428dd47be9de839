/** What a step may return: it is written to the journal and read back after a crash. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json | undefined };

/** JSON with sorted keys: the same text for the same value. */
export function canonicalJson(value: Json | undefined): string {
  return JSON.stringify(value, (_key, item: unknown) =>
    item !== null && typeof item === 'object' && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );
}
