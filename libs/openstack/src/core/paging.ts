import type { HttpResponse } from '@opsbook/http';
import { misread } from './check-answer.ts';
import type { Attempted } from './error-from-http.ts';
import { OpenStackError, isOpenStackError } from './errors.ts';
import { Listing } from './listing.ts';
import type { Operation, ServiceClient } from './service-client.ts';

/** How a service's answer holds a list. */
export interface ListShape<Raw, T> {
  /** The key of the items: `servers`. */
  key: string;
  /** The key of the links to other pages where it is not `<key>_links`. */
  linksKey?: string;
  /** What identifies an item: its id in most lists. */
  idOf: (raw: Raw) => string | number;
  map: (raw: Raw) => T;
}

// A list from which something is deleted while it is read loses its marker; more often than this is another trouble.
const MOST_RESTARTS = 3;

/**
 * All pages of a list, read one after another as they are wanted. Only the *marker* of a `next` link is used: the address is
 * rebuilt on our endpoint, because a service behind a proxy names itself wrongly. A list whose marker is deleted while it
 * is read starts over, and no item comes twice.
 */
export function listing<Raw, T>(client: ServiceClient, build: () => Operation, shape: ListShape<Raw, T>): Listing<T> {
  return new Listing(() => pages(client, build(), shape));
}

async function* pages<Raw, T>(client: ServiceClient, first: Operation, shape: ListShape<Raw, T>) {
  const seen = new Set<string | number>();
  const markers = new Set<string>();
  let restarts = 0;
  let marker: string | undefined;
  for (;;) {
    const operation = marker === undefined ? first : { ...first, query: { ...first.query, marker } };
    let answer: Answer;
    try {
      answer = await client.request<ListBody>({ ...operation, key: shape.key });
    } catch (error) {
      if (marker === undefined || !isLostMarker(error, marker) || (restarts += 1) > MOST_RESTARTS) throw error;
      marker = undefined;
      markers.clear();
      continue;
    }
    const { body } = answer;
    yield unseen(answer, seen, shape, client.attempted(first));
    const link = nextLink(body, shape.linksKey ?? `${shape.key}_links`);
    if (link === undefined) {
      refuseTruncated(body, first);
      return;
    }
    marker = markerOf(link, first);
    // Neutron's subnets, security groups and rules begin anew, without a word, behind a marker that is gone.
    if (markers.has(marker)) {
      if ((restarts += 1) > MOST_RESTARTS) throw broken(first, `the pages go round at ${marker}`);
      markers.clear();
    }
    markers.add(marker);
  }
}

function* unseen<Raw, T>(
  answer: Answer,
  seen: Set<string | number>,
  { key, idOf, map }: ListShape<Raw, T>,
  attempted: Attempted,
) {
  try {
    const page = answer.body[key];
    if (!Array.isArray(page)) throw new TypeError(`'${key}' is no list`);
    for (const raw of page as Raw[]) {
      const id = idOf(raw);
      if (seen.has(id)) continue;
      seen.add(id);
      yield map(raw);
    }
  } catch (error) {
    throw misread(error, answer, attempted);
  }
}

type Answer = HttpResponse<ListBody>;

type ListBody = Record<string, unknown> & { next?: string | null; truncated?: boolean };

function nextLink(body: ListBody, linksKey: string): string | undefined {
  const links = body[linksKey];
  const href = Array.isArray(links)
    ? (links as ({ rel?: string; href?: string } | null)[]).find((link) => link?.rel === 'next')?.href
    : body.next;
  return href ?? undefined;
}

// A link that cannot be followed must not pass for the end of the list.
function markerOf(link: string, operation: Operation): string {
  const marker = URL.parse(link, 'http://service.invalid')?.searchParams.get('marker');
  if (!marker) throw broken(operation, `the link to the next page has no marker (${link})`);
  return marker;
}

const broken = ({ label }: Operation, what: string) => new OpenStackError('OPENSTACK_UNAVAILABLE', `${label}: ${what}`);

// Nova and glance answer 400, neutron and cinder 404, each naming the marker.
function isLostMarker(error: unknown, marker: string): error is OpenStackError {
  if (!isOpenStackError(error) || (error.status !== 400 && error.status !== 404)) return false;
  return error.serviceMessage?.includes(marker) ?? false;
}

// Keystone has no pages: a deployment's list_limit cuts the list, and says so in this field only.
function refuseTruncated(body: ListBody, operation: Operation): void {
  if (body.truncated !== true) return;
  throw new OpenStackError(
    'OPENSTACK_TRUNCATED',
    `${operation.label}: the service cut the list and has no pages; filter it`,
  );
}
