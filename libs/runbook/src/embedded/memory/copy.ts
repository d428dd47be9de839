import { scrubJson } from '@opsbook/context';

/** What a file would keep: a JSON copy, free of known secrets. */
export function copy<T>(value: T): T {
  return value === undefined ? value : scrubJson(JSON.parse(JSON.stringify(value)) as T);
}
