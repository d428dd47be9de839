import { isQueryError, textQuery } from '@opsbook/openstack-query';
import * as z from 'zod';
import { queryFields } from './query-fields.ts';
import { queryText } from './query-text.ts';

const readable = z.object(queryFields);

/** Whether the fields of a query have the right types, so that there is a query to look at. */
export const isReadable = (input: unknown): boolean => readable.safeParse(input).success;

/** Tells everything that is wrong with the texts of a query, each at its place. */
export function checkQuery(
  resource: string,
  input: unknown,
  refuse: (path: (string | number)[], message: string) => void,
): void {
  try {
    // Ages are counted when it runs; that they can be read is all that matters here.
    textQuery(queryText(resource, readable.parse(input)), 0);
  } catch (error) {
    if (!isQueryError(error)) throw error;
    for (const { part, at, message } of error.faults) {
      const [name = '', index] = part.split(/[[\]]/);
      const path = index === undefined ? [name] : [name, Number(index)];
      refuse(path, at === undefined ? message : `character ${at + 1}: ${message}`);
    }
  }
}
