import type { QueryText } from '@opsbook/openstack-query';
import type { QueryInput } from './query-fields.ts';

/** What makes a query smaller than its texts say. */
export interface Narrowing {
  where?: readonly string[];
  allProjects?: boolean;
}

/** A runbook's input as a query, its own conditions first, so that their places stay. */
export function queryText(
  resource: string,
  { where, with: joins, select, sort, group, rest }: QueryInput,
  { where: narrowed = [], allProjects }: Narrowing = {},
): QueryText {
  return {
    resource,
    where: [...where, ...narrowed],
    ...(joins.length > 0 && { with: joins.join(',') }),
    ...(select.length > 0 && { select: select.join(',') }),
    ...(sort.length > 0 && { sort: sort.join(',') }),
    ...(group.length > 0 && { group }),
    ...(rest !== undefined && { rest }),
    ...(allProjects !== undefined && { allProjects }),
  };
}

/** A value as a condition takes it, whatever is in it. */
export const quoted = (value: string): string => `'${value.replaceAll("'", "''")}'`;
