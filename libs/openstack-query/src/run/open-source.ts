import type { OpenStackClient } from '@opsbook/openstack';
import type { BoundLink, Source } from '../plan/bound.ts';
import { resourceOf } from '../resources/catalogue.ts';
import { type Scope, joinOf } from '../resources/resource.ts';
import { narrowedFilter } from './narrowed-filter.ts';
import { type Tables, ownReader } from './tables.ts';
import { type Test, allOf, testOf } from './test-of.ts';

/** A source whose joins and links are listed. */
export interface OpenSource {
  readonly tables: Tables;
  readonly fits: Test;
  /** Those that the service gives, page by page; to be tested with `fits`. */
  readonly pages: () => AsyncIterable<Iterable<unknown>>;
}

const NOTHING: AsyncIterable<never> = {
  [Symbol.asyncIterator]: () => ({ next: () => Promise.resolve({ done: true, value: undefined }) }),
};

const FULL_PAGE = 1000;

/** Lists what a source needs beside it, each kind once and all at the same time. */
export async function openSource(cloud: OpenStackClient, source: Source, scope: Scope): Promise<OpenSource> {
  const { resource } = source;
  const around: Scope = { ...scope, page: FULL_PAGE };
  const [joins, links] = await Promise.all([joinTables(cloud, source, around), linkSets(cloud, source.links, around)]);
  const tables = { joins, links };
  return {
    tables,
    fits: allOf(source.where.map((bound) => testOf(bound, resource, tables))),
    pages() {
      const filter = narrowedFilter(source, tables);
      return filter === undefined ? NOTHING : resource.list(cloud, filter, scope).pages();
    },
  };
}

async function joinTables(cloud: OpenStackClient, { resource, joins }: Source, scope: Scope): Promise<Tables['joins']> {
  // Two joins to the same kind share its list.
  const lists = new Map<string, Promise<unknown[]>>();
  const listed = (kind: string): Promise<unknown[]> => {
    const list = lists.get(kind) ?? Promise.resolve(resourceOf(kind).list(cloud, {}, scope));
    lists.set(kind, list);
    return list;
  };
  const tables = [...joins].map(async (name) => {
    const { to, on } = joinOf(resource, name);
    const key = ownReader(resourceOf(to), on);
    const table = new Map<unknown, unknown>();
    for (const item of await listed(to)) table.set(key(item), item);
    return [name, table] as const;
  });
  return new Map(await Promise.all(tables));
}

async function linkSets(cloud: OpenStackClient, links: readonly BoundLink[], scope: Scope): Promise<Tables['links']> {
  const sets = links.map(async (bound) => {
    const { link, source } = bound;
    const { pages, fits } = await openSource(cloud, source, scope);
    const refer = ownReader(link.from, link.by);
    const referred = new Set<unknown>();
    for await (const page of pages()) {
      for (const item of page) {
        if (!fits(item)) continue;
        const value = refer(item);
        for (const one of Array.isArray(value) ? (value as unknown[]) : [value]) if (one !== null) referred.add(one);
      }
    }
    return [bound, referred] as const;
  });
  return new Map(await Promise.all(sets));
}
