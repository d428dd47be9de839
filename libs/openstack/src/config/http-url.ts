import type { Fields } from './fields.ts';

/** The value if it is an http or https URL without credentials in it. */
export function httpUrl(fields: Fields, name: string, value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  const url = URL.parse(value);
  if (url === null || !/^https?:$/.test(url.protocol)) {
    fields.fault(name, 'must be an http or https URL');
    return undefined;
  }
  if (url.username !== '' || url.password !== '') {
    fields.fault(name, 'must not hold a user or password');
    return undefined;
  }
  return value;
}
