import type { OpenStackClient } from '@opsbook/openstack';
import { type FormatName, type QueryText, textQuery } from '@opsbook/openstack-query';
import type { Cell, Found } from './found.ts';
import { written } from './written.ts';

/** Asks for one row more than the limit, to know whether there are more. Ages are counted from `now`. */
export async function runQuery(
  cloud: OpenStackClient,
  text: QueryText,
  { now, limit, format }: { now: string; limit: number; format?: FormatName | undefined },
): Promise<Found> {
  // Of a result with groups the first rows in its order are known only when all are there.
  const bounded = text.group === undefined ? { ...text, limit: String(limit + 1) } : text;
  const { columns, grouped, chunks } = textQuery(bounded, Date.parse(now)).result(cloud);
  const kept: { group: unknown; rows: readonly unknown[][] }[] = [];
  let left = limit;
  let truncated = false;
  for await (const { group, rows } of chunks) {
    truncated ||= rows.length > left;
    kept.push({ group, rows: rows.slice(0, left).map((row) => [...row]) });
    left -= Math.min(left, rows.length);
  }
  const named = (row: readonly unknown[]) =>
    Object.fromEntries(columns.map((column, i) => [column, (row[i] ?? null) as Cell]));
  return {
    columns: [...columns],
    rows: grouped ? [] : kept.flatMap(({ rows }) => rows.map(named)),
    groups: grouped ? kept.map(({ group, rows }) => ({ group: (group ?? null) as Cell, rows: rows.map(named) })) : null,
    count: limit - left,
    truncated,
    text: format === undefined ? null : await written({ columns, grouped, chunks: kept }, format, text.resource),
  };
}
