import type { SimulatorAnswer } from '@opsbook/http/testing';
import { badRequest } from '../compute/nova-errors.ts';
import type { Refusal } from '../refusal.ts';
import type { CinderCall } from './cinder-api.ts';

const CONTROLS = new Set(['limit', 'marker', 'offset', 'sort', 'sort_key', 'sort_dir', 'all_tenants', 'with_count']);

export interface ListOptions<R> {
  collection: string;
  /** What others than admins may filter by; admins by anything, and by what cinder does not know they find nothing. */
  filters: readonly string[];
  /** Whether a record fits a filter; undefined: cinder does not know it. */
  fits: (record: R, name: string, value: string) => boolean | undefined;
  view: (record: R) => object;
  lost: (marker: string) => Refusal;
  linksKey?: string;
}

/** Filters and cuts what the caller may see, newest first. */
export function listAnswer<R extends { id: string; projectId: string }>(
  call: CinderCall,
  all: readonly R[],
  options: ListOptions<R>,
): SimulatorAnswer {
  const { caller, request } = call;
  const asked = new Map([...request.query].filter(([name]) => !CONTROLS.has(name)));
  const unknown = [...asked.keys()].filter((name) => !options.filters.includes(name));
  if (!caller.admin && unknown.length > 0) {
    throw badRequest(`Invalid filters ${unknown.join(', ')} are found in query options.`);
  }
  const tenants = request.query.get('all_tenants');
  const everywhere = caller.admin && tenants !== null && !/^(0|false|f|no|n|off)$/i.test(tenants);
  const found = all.filter(
    (record) =>
      (everywhere || record.projectId === caller.projectId) &&
      [...asked].every(([name, value]) => options.fits(record, name, value) ?? false),
  );
  const { items, links } = pageOf(call, found.toReversed(), options);
  return { status: 200, body: { [options.collection]: items.map(options.view), ...links } };
}

interface PageOptions {
  collection: string;
  lost: (marker: string) => Refusal;
  linksKey?: string;
}

/** One page; a full one has a link to the next, even when nothing follows. */
export function pageOf<R extends { id: string }>(
  call: CinderCall,
  all: readonly R[],
  { collection, lost, linksKey = `${collection}_links` }: PageOptions,
): { items: R[]; links: Record<string, object[]> } {
  const { query, path } = call.request;
  const asked = query.get('limit');
  if (asked !== null && !/^-?\d+$/.test(asked)) throw badRequest('limit param must be an integer');
  if (asked?.startsWith('-') === true) throw badRequest('limit param must be positive');
  const cap = call.world.settings.pageCap;
  const limit = asked === null ? cap : Math.min(Number(asked), cap);
  const marker = query.get('marker');
  const start = marker === null ? 0 : all.findIndex(({ id }) => id === marker) + 1;
  if (marker !== null && start === 0) throw lost(marker);
  const items = all.slice(start, start + limit);
  const last = items.at(-1);
  if (last === undefined || items.length < limit) return { items, links: {} };
  const next = new URLSearchParams(query);
  next.set('marker', last.id);
  const href = `${call.linkBase}${path.replace('/block-storage', '')}?${next.toString()}`;
  return { items, links: { [linksKey]: [{ rel: 'next', href }] } };
}

/** Whether a text fits: cinder's database passes over case. */
export const sameText = (text: string | null, value: string): boolean =>
  text !== null && text.toLowerCase() === value.toLowerCase();

/** The filter `metadata`, which is a Python dict or JSON; one that is neither fits nothing. */
export function fitsMetadata(metadata: Record<string, string>, value: string): boolean {
  let wanted: Record<string, unknown>;
  try {
    wanted = JSON.parse(value.replaceAll("'", '"')) as Record<string, unknown>;
  } catch {
    return false;
  }
  return Object.entries(wanted).every(([key, one]) => metadata[key] === one);
}
