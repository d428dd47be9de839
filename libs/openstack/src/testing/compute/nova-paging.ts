import type { NovaCall } from './nova-call.ts';
import { badRequest, invalidQuery } from './nova-errors.ts';

/** One page of a list as nova cuts it. */
export interface Page<T> {
  items: T[];
  /** Spread into the body: the link to the next page, if there may be one. */
  links: Record<string, object[]>;
}

export interface PageOptions<T> {
  /** `servers_links`; instance actions say `links`. */
  linksKey: string;
  idOf: (item: T) => string;
  /** Nova's words for a marker that is gone. */
  lost: (marker: string) => string;
}

/**
 * Cuts a list: `limit` is capped silently, and a full page has a link to the next one even when nothing follows.
 * @throws 400 for a marker that is not in the list, and for a limit that is no number
 */
export function pageOf<T>(call: NovaCall, all: readonly T[], { linksKey, idOf, lost }: PageOptions<T>): Page<T> {
  const { query } = call.request;
  const asked = query.get('limit');
  if (asked !== null && !/^[0-9]*$/.test(asked)) {
    throw invalidQuery('limit', asked, `'${asked}' does not match '^[0-9]*$'`);
  }
  const cap = call.world.settings.pageCap;
  const limit = asked === null || asked === '' ? cap : Math.min(Number(asked), cap);
  const marker = query.get('marker');
  let start = 0;
  if (marker !== null) {
    start = all.findIndex((item) => idOf(item) === marker) + 1;
    if (start === 0) throw badRequest(lost(marker));
  }
  const items = all.slice(start, start + limit);
  const last = items.at(-1);
  if (last === undefined || items.length < limit) return { items, links: {} };
  const next = new URLSearchParams(query);
  next.set('marker', idOf(last));
  const href = `${call.linkBase}${call.request.path.replace('/compute', '')}?${next.toString()}`;
  return { items, links: { [linksKey]: [{ rel: 'next', href }] } };
}

/** @throws 400 for a parameter that nova's schema does not have */
export function refuseUnknown(query: URLSearchParams, known: ReadonlySet<string>, say: (name: string) => string): void {
  for (const name of query.keys()) if (!known.has(name) && !name.startsWith('_')) throw badRequest(say(name));
}

/** Nova's usual words for a parameter that is unknown. */
export const additional = (name: string): string => `Additional properties are not allowed ('${name}' was unexpected)`;
