import type { QueryValue } from '@opsbook/http';
import { OpenStackError } from './errors.ts';

/** The service's name for each of our fields. */
export type Names<T> = { readonly [K in keyof Required<T>]: string };

/**
 * A creation, change or filter under the service's names; what is undefined is left out, null is sent.
 * @throws OPENSTACK_BAD_REQUEST for a name that is none: a filter that is passed over would let everything through
 */
export function rename(names: Readonly<Record<string, string>>, given: object): Record<string, unknown> {
  const wanted = Object.entries(given).filter(([, value]) => value !== undefined);
  const unknown = wanted.map(([name]) => name).filter((name) => !Object.hasOwn(names, name));
  if (unknown.length > 0) {
    const has = Object.keys(names).join(', ');
    const message = `there is no ${unknown.map((name) => `'${name}'`).join(', ')} here; there are ${has}`;
    throw new OpenStackError('OPENSTACK_BAD_REQUEST', message);
  }
  return Object.fromEntries(wanted.map(([name, value]) => [names[name] ?? name, value as unknown]));
}

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

/** Filters of which an empty list asks for nothing: everything has all of no tags. */
const EMPTY_IS_ALL = new Set(['tags', 'notTags', 'notAnyTag']);

/** Whether a filter wants one of no values: sent, it would be no filter at all, and everything would fit it. */
export const fitsNothing = (filter: object): boolean =>
  Object.entries(filter).some(([name, value]) => Array.isArray(value) && value.length === 0 && !EMPTY_IS_ALL.has(name));
