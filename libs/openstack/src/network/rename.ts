import type { QueryValue } from '@opsbook/http';

/** Neutron's name for each of our fields. */
export type Names<T> = { readonly [K in keyof Required<T>]: string };

/** A creation, change or filter under neutron's names; what is undefined is left out, null is sent. */
export const rename = (names: Readonly<Record<string, string>>, given: object): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(given).flatMap(([name, value]) => {
      const known = names[name];
      return known === undefined || value === undefined ? [] : [[known, value as unknown]];
    }),
  );

/** The same for a query: several values are alternatives, except of tags, which are written with commas. */
export function renameQuery(
  names: Readonly<Record<string, string>>,
  given: object,
): Record<string, QueryValue | QueryValue[]> {
  const renamed = Object.entries(rename(names, given)).map(([name, value]) => [
    name,
    Array.isArray(value) && name.includes('tags') ? value.join(',') || undefined : value,
  ]);
  return Object.fromEntries(renamed) as Record<string, QueryValue | QueryValue[]>;
}

/** Whether a filter wants one of no values: sent, it would be no filter at all, and everything would fit it. */
export const fitsNothing = (filter: object): boolean =>
  Object.entries(filter).some(
    ([name, value]) => Array.isArray(value) && value.length === 0 && name !== 'tags' && name !== 'notTags',
  );
