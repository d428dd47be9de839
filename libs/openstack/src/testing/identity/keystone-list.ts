import type { SimulatorAnswer } from '@opsbook/http/testing';
import type { KeystoneCall } from './keystone-call.ts';

/** A list as keystone answers it: never in pages, cut at `listLimit` if there is one. */
export function listAnswer({ world, base, path, query }: KeystoneCall, key: string, items: object[]): SimulatorAnswer {
  const { listLimit } = world.settings;
  const asked = query.size === 0 ? '' : `?${query.toString()}`;
  const cut = items.length > listLimit;
  return {
    status: 200,
    body: {
      [key]: cut ? items.slice(0, listLimit) : items,
      links: { next: null, self: `${base}${path}${asked}`, previous: null },
      ...(cut && { truncated: true }),
    },
  };
}

/** Whether a query's filters fit; the others of the query are passed over. */
export function matches(query: URLSearchParams, fields: Record<string, string | boolean | null>): boolean {
  return Object.entries(fields).every(([name, value]) => {
    const wanted = query.get(name);
    if (wanted === null) return true;
    if (typeof value === 'boolean') return value === !/^(0|false|f|no|off|n)$/i.test(wanted);
    // The database takes upper and lower case for the same.
    return value?.toLowerCase() === wanted.toLowerCase();
  });
}

/** What a token of a domain may see of a list: that domain's. */
export const seenBy = <T extends { domainId: string }>({ caller }: KeystoneCall, all: readonly T[]): T[] =>
  all.filter(({ domainId }) => caller.token.domainId === null || caller.token.domainId === domainId);

export const linked = (base: string, path: string) => ({ links: { self: `${base}${path}` } });

/** A flag of a query: any value but 0 is yes, `false` too. */
export const isAsked = (query: URLSearchParams, name: string): boolean => query.has(name) && query.get(name) !== '0';
