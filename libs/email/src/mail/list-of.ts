/** One or several as a list; nothing as an empty one. */
export const listOf = <T extends string | object>(given: T | readonly T[] | undefined): readonly T[] =>
  given === undefined ? [] : Array.isArray(given) ? (given as readonly T[]) : [given as T];
