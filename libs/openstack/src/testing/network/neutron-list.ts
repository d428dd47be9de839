import type { SimulatorAnswer } from '@opsbook/http/testing';
import { asText } from '../given.ts';
import type { NeutronCall } from './neutron-api.ts';
import type { Attributes } from './neutron-body.ts';
import { httpBadRequest, invalidInput, neutronError } from './neutron-errors.ts';
import type { Refusal } from '../refusal.ts';

/** A resource as neutron shows it. */
export type View = Record<string, unknown>;

export interface ListOptions {
  collection: string;
  attributes: Attributes;
  /** Whether neutron looks for the marker; otherwise a list begins anew behind one that is gone. */
  lost?: ((marker: string) => Refusal) | undefined;
  /** Seen: agents and RBAC policies come in one piece. */
  paged?: boolean | undefined;
}

const CONTROLS = new Set(['limit', 'marker', 'page_reverse', 'fields', 'sort_key', 'sort_dir']);
const TAGS = new Set(['tags', 'tags-any', 'not-tags', 'not-tags-any']);

/** Filters, sorts and cuts what the caller may see. */
export function listAnswer(call: NeutronCall, all: readonly View[], options: ListOptions): SimulatorAnswer {
  const { query } = call.request;
  const { collection, attributes } = options;
  for (const name of query.keys()) refuseUnknownFilter(name, attributes);
  const found = sorted(
    all.filter((view) => fits(view, query)),
    query,
    attributes,
  );
  const page = options.paged === false ? { items: found, links: [] } : cut(call, found, options);
  return {
    status: 200,
    body: {
      [collection]: page.items.map((view) => pick(view, query)),
      ...(page.links.length > 0 && { [`${collection}_links`]: page.links }),
    },
  };
}

/** Only what `fields` asks for. */
export function pick(view: View, query: URLSearchParams): View {
  const fields = query.getAll('fields');
  if (fields.length === 0) return view;
  return Object.fromEntries(Object.entries(view).filter(([name]) => fields.includes(name)));
}

function refuseUnknownFilter(name: string, attributes: Attributes): void {
  if (CONTROLS.has(name)) return;
  if (TAGS.has(name) ? 'tags' in attributes : attributes[name] !== undefined && attributes[name].filter !== false)
    return;
  throw httpBadRequest(`['${name}'] is invalid attribute for filtering`);
}

function fits(view: View, query: URLSearchParams): boolean {
  return [...new Set(query.keys())].every((name) => {
    if (CONTROLS.has(name)) return true;
    const wanted = query.getAll(name);
    if (TAGS.has(name))
      return fitsTags(
        name,
        (view['tags'] ?? []) as string[],
        wanted.flatMap((one) => one.split(',')),
      );
    return wanted.some((value) => equals(view[name], value)) || (name === 'fixed_ips' && fitsIps(view, wanted));
  });
}

function equals(actual: unknown, wanted: string): boolean {
  if (Array.isArray(actual)) return actual.includes(wanted);
  if (typeof actual !== 'boolean') return asText(actual ?? '') === wanted;
  const text = wanted.toLowerCase();
  if (!['true', 'false', '1', '0'].includes(text)) throw invalidInput(`'${wanted}' cannot be converted to boolean`);
  return actual === (text === 'true' || text === '1');
}

function fitsTags(name: string, tags: readonly string[], wanted: readonly string[]): boolean {
  const any = wanted.some((tag) => tags.includes(tag));
  const all = wanted.every((tag) => tags.includes(tag));
  if (name === 'tags') return all;
  if (name === 'tags-any') return any;
  return name === 'not-tags' ? !all : !any;
}

/** `ip_address=10.0.0.1`, `subnet_id=...`, `ip_address_substr=0.0`: each kind has to fit one of the addresses. */
function fitsIps(view: View, wanted: readonly string[]): boolean {
  const ips = view['fixed_ips'] as { ip_address: string; subnet_id: string }[];
  const values = (kind: string) =>
    wanted.flatMap((one) => (one.startsWith(`${kind}=`) ? [one.slice(kind.length + 1)] : []));
  const [addresses, subnets, parts] = [values('ip_address'), values('subnet_id'), values('ip_address_substr')];
  return ips.some(
    (ip) =>
      (addresses.length === 0 || addresses.includes(ip.ip_address)) &&
      (subnets.length === 0 || subnets.includes(ip.subnet_id)) &&
      (parts.length === 0 || parts.some((part) => ip.ip_address.includes(part))),
  );
}

function sorted(views: readonly View[], query: URLSearchParams, attributes: Attributes): readonly View[] {
  const keys = query.getAll('sort_key');
  const directions = query.getAll('sort_dir');
  if (keys.length !== directions.length) throw httpBadRequest('The number of sort_keys and sort_dirs must be same');
  const unknown = keys.filter((key) => attributes[key] === undefined);
  if (unknown.length > 0) {
    throw httpBadRequest(`[${unknown.map((key) => `'${key}'`).join(', ')}] is invalid attribute for sort_keys`);
  }
  // Without a wish, pages are by id.
  const order =
    keys.length === 0
      ? [{ key: 'id', sign: 1 }]
      : keys.map((key, at) => ({ key, sign: directions[at] === 'desc' ? -1 : 1 }));
  return views.toSorted((a, b) => {
    for (const { key, sign } of order) {
      const [x, y] = [String(a[key]), String(b[key])];
      if (x !== y) return x < y ? -sign : sign;
    }
    return 0;
  });
}

function cut(call: NeutronCall, found: readonly View[], { lost }: ListOptions) {
  const { query } = call.request;
  const asked = query.get('limit') ?? '0';
  if (!/^\d+$/.test(asked)) {
    throw neutronError(
      400,
      'BadRequest',
      `Bad limit request: Limit must be an integer 0 or greater and not '${asked}'.`,
    );
  }
  const cap = call.world.settings.networkPageCap;
  const limit = Math.min(Number(asked) || Infinity, cap);
  // Seen: without a limit a marker means nothing.
  const marker = limit === Infinity ? null : query.get('marker');
  const reverse = query.get('page_reverse')?.toLowerCase() === 'true';
  const ordered = reverse ? found.toReversed() : found;
  const at = ordered.findIndex((view) => view['id'] === marker);
  if (marker !== null && at < 0 && lost !== undefined) throw lost(marker);
  const items = ordered.slice(at + 1, at + 1 + limit);
  const page = reverse ? items.toReversed() : items;
  const links = limit === Infinity ? [] : linksOf(call, page, { full: items.length >= limit, marker, reverse });
  return { items: page, links };
}

// A full page has a next one, even when nothing follows; the previous one is offered always.
function linksOf(
  call: NeutronCall,
  page: readonly View[],
  cut: { full: boolean; marker: string | null; reverse: boolean },
) {
  const link = (rel: string, id: unknown, back: boolean) => {
    const query = new URLSearchParams(call.request.query);
    query.delete('page_reverse');
    if (id === undefined) query.delete('marker');
    else query.set('marker', asText(id));
    if (back) query.set('page_reverse', 'True');
    return { rel, href: `${call.linkBase}${call.request.path.replace('/network', '')}?${query.toString()}` };
  };
  const next = cut.reverse ? page.length > 0 : cut.full;
  return [
    ...(next ? [link('next', page.at(-1)?.['id'], false)] : []),
    ...(cut.reverse && !cut.full ? [] : [link('previous', page[0]?.['id'], true)]),
  ];
}
