/** The conditions of those filters that were given, as SQL, and their values as its parameters. */
export function where<V, F extends Record<string, V | undefined>>(
  filter: F,
  conditions: Record<keyof F, string>,
): { sql: string; parameters: Record<string, V> } {
  const given = Object.entries(filter).filter((entry): entry is [string, V] => entry[1] !== undefined);
  return {
    sql: ['TRUE', ...given.map(([name]) => conditions[name])].join(' AND '),
    parameters: Object.fromEntries(given),
  };
}
