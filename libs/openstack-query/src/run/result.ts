import type { OpenStackClient } from '@opsbook/openstack';
import type { Plan } from '../plan/plan.ts';
import { compareBy } from './compare.ts';
import { grouper } from './grouper.ts';
import { type OpenSource, openSource } from './open-source.ts';
import { readerOf } from './tables.ts';

/** A row's values, in the order of the columns. */
export type Row = readonly unknown[];

/** Some rows, in order. Where a query groups, each chunk is a group with all of its rows. */
export interface Chunk<T = Row> {
  /** The group's value or name; undefined where the query does not group. */
  readonly group?: unknown;
  readonly rows: readonly T[];
}

/** What a query found. Nothing is asked before the chunks are read. */
export interface Result {
  readonly columns: readonly string[];
  readonly grouped: boolean;
  readonly chunks: AsyncIterable<Chunk>;
}

/** Rows handed on together where all had to be waited for. */
const BATCH = 1000;

export const resultOf = (cloud: OpenStackClient, plan: Plan): Result => ({
  columns: plan.columns.map(({ name }) => name),
  grouped: plan.grouping !== undefined,
  chunks: {
    [Symbol.asyncIterator]: () =>
      found(cloud, plan, ({ tables }) => {
        const reads = plan.columns.map((path) => readerOf(path, plan.source.resource, tables));
        return (item) => reads.map((read) => read(item));
      }),
  },
});

/** The resources themselves, instead of rows. */
export const itemsOf = (cloud: OpenStackClient, plan: Plan): AsyncGenerator<Chunk<unknown>, void, undefined> =>
  found(cloud, plan, () => (item) => item);

async function* found<T>(
  cloud: OpenStackClient,
  plan: Plan,
  shape: (open: OpenSource) => (item: unknown) => T,
): AsyncGenerator<Chunk<T>, void, undefined> {
  const { sort, grouping, limit = Infinity } = plan;
  if (limit === 0 && grouping === undefined) return;
  const open = await openSource(cloud, plan.source, plan.scope);
  const read = shape(open);
  if (sort.length === 0 && grouping === undefined) {
    yield* streamed(open, read, limit);
    return;
  }
  const groupOf = grouping && grouper(grouping, plan.source.resource, open.tables);
  const entries = await sorted(open, plan, { read, group: groupOf?.keyOf ?? (() => undefined) });
  if (groupOf === undefined) {
    for (let i = 0; i < entries.length; i += BATCH) {
      yield { rows: entries.slice(i, i + BATCH).map(({ shown }) => shown) };
    }
    return;
  }
  // By value in the order in which they come up.
  const groups = new Map<unknown, T[]>(groupOf.given.map((name) => [name, []]));
  for (const { group, shown } of entries) {
    if (group === undefined) continue;
    const rows = groups.get(group) ?? [];
    groups.set(group, rows);
    rows.push(shown);
  }
  for (const [group, rows] of groups) yield { group, rows };
}

interface Entry<T> {
  /** All that is kept of a resource that is not to be shown yet. */
  shown: T;
  keys: unknown[];
  group: unknown;
}

/** Those that fit, in order and no more than the limit. */
async function sorted<T>(
  open: OpenSource,
  plan: Plan,
  { read, group }: { read: (item: unknown) => T; group: (item: unknown) => unknown },
): Promise<Entry<T>[]> {
  const { sort, source, limit = Infinity } = plan;
  const keys = sort.map(({ path }) => readerOf(path, source.resource, open.tables));
  const entries: Entry<T>[] = [];
  const most = sort.length === 0 ? limit : Infinity;
  for await (const page of limit === 0 ? [] : open.pages()) {
    for (const item of page) {
      if (!open.fits(item)) continue;
      entries.push({ shown: read(item), keys: keys.map((key) => key(item)), group: group(item) });
      if (entries.length >= most) break;
    }
    if (entries.length >= most) break;
  }
  const compare = compareBy(sort);
  if (sort.length > 0) entries.sort((a, b) => compare(a.keys, b.keys));
  return entries.slice(0, limit);
}

/** Of each page what fits, as it comes in. */
async function* streamed<T>(
  open: OpenSource,
  read: (item: unknown) => T,
  limit: number,
): AsyncGenerator<Chunk<T>, void, undefined> {
  let left = limit;
  for await (const page of open.pages()) {
    const rows: T[] = [];
    for (const item of page) {
      if (!open.fits(item)) continue;
      rows.push(read(item));
      if (rows.length >= left) break;
    }
    left -= rows.length;
    if (rows.length > 0) yield { rows };
    if (left <= 0) return;
  }
}
