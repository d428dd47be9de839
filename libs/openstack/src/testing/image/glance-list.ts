import type { SimulatorAnswer, SimulatorRequest } from '@opsbook/http/testing';
import type { Caller } from '../identity/tokens.ts';
import { webobError } from '../webob-error.ts';
import { type GlanceCall, isVisible, membership } from './glance-api.ts';
import { imageView } from './glance-view.ts';
import type { SimulatedImage } from './image-records.ts';

const LARGEST_PAGE = 1000;
const SORT_KEYS = 'name, status, container_format, disk_format, size, id, created_at, updated_at';
const OPERATORS = ['gte', 'gt', 'lte', 'lt', 'neq', 'eq'];
const WITH_OPERATOR = new Set(['id', 'name', 'status', 'container_format', 'disk_format']);
const PAGING = new Set(['limit', 'marker', 'sort_key', 'sort_dir', 'sort', 'member_status', 'visibility', 'os_hidden']);

/** `GET /v2/images` */
export function listImages({ world, request, caller }: GlanceCall): SimulatorAnswer {
  const { query } = request;
  const refuse = (message: string) => webobError(request, 400, message);
  const asked = query.get('limit');
  if (asked !== null && !/^\d+$/.test(asked)) throw refuse('limit param must be positive');
  checkFilters(request);
  const limit = Math.min(asked === null ? world.settings.imagePage : Number(asked), LARGEST_PAGE);
  const found = sorted(
    request,
    world.state.images.filter((image) => isListed(image, caller, query) && fits(request, image)).toReversed(),
  );
  const marker = query.get('marker');
  const start = marker === null ? 0 : found.findIndex(({ id }) => id === marker) + 1;
  if (marker !== null && start === 0) throw refuse(`No image found with ID ${marker}`);
  const images = found.slice(start, start + limit);
  const last = images.at(-1);
  // A full page has a next one, even when nothing follows.
  const more = last !== undefined && images.length === limit;
  const first = new URLSearchParams(query);
  first.delete('marker');
  const next = new URLSearchParams(first);
  next.set('marker', last?.id ?? '');
  return {
    status: 200,
    body: {
      images: images.map(imageView),
      first: `/v2/images${first.size > 0 ? `?${first.toString()}` : ''}`,
      schema: '/v2/schemas/images',
      ...(more && { next: `/v2/images?${next.toString()}` }),
    },
  };
}

function checkFilters(request: SimulatorRequest): void {
  const { query } = request;
  const refuse = (message: string) => webobError(request, 400, message);
  const oneOf = (name: string, values: string[], message: (value: string) => string) => {
    const value = query.get(name);
    if (value !== null && !values.includes(value)) throw refuse(message(value));
  };
  const levels = ['public', 'private', 'shared', 'community', 'all'];
  oneOf('visibility', levels, (value) => `Invalid visibility value: ${value}`);
  oneOf('member_status', ['pending', 'accepted', 'rejected', 'all'], (value) => `Invalid status: ${value}`);
  for (const name of ['protected', 'os_hidden']) {
    oneOf(
      name,
      ['true', 'false'],
      (value) => `Invalid value '${value}' for '${name}' filter. Valid values are 'true' or 'false'.`,
    );
  }
  for (const name of WITH_OPERATOR) {
    const [, operator = 'eq'] = /^([^:]*):/.exec(query.get(name) ?? '') ?? [];
    if (operator !== 'eq' && operator !== 'in') throw refuse(`Unable to filter by unknown operator '${operator}'.`);
  }
  for (const name of ['size_min', 'size_max']) {
    if (!/^\d*$/.test(query.get(name) ?? '')) throw refuse('Unable to filter on a range with a non-numeric value.');
  }
}

/** Whose image is on which list. */
function isListed(image: SimulatedImage, caller: Caller, query: URLSearchParams): boolean {
  if (!isVisible(image, caller) || (image.hidden ?? false) !== (query.get('os_hidden') === 'true')) return false;
  const level = query.get('visibility');
  if (level !== null && level !== 'all' && image.visibility !== level) return false;
  const own = caller.admin || image.owner === caller.projectId;
  if (own || image.visibility === 'public') return true;
  if (image.visibility === 'community') return level === 'community' || level === 'all';
  const wanted = query.get('member_status') ?? 'accepted';
  return wanted === 'all' || membership(image, caller.projectId)?.status === wanted;
}

/** Any other parameter compares a field or a property; one that the image does not have fits nothing. */
function fits(request: SimulatorRequest, image: SimulatedImage): boolean {
  const view = imageView(image);
  return [...request.query].every(([name, value]) => {
    if (PAGING.has(name)) return true;
    if (name === 'tag') return image.tags.includes(value);
    if (name === 'size_min') return (image.sizeBytes ?? 0) >= Number(value);
    if (name === 'size_max') return (image.sizeBytes ?? Infinity) <= Number(value);
    if (name === 'created_at' || name === 'updated_at') return compares(request, name, String(view[name]), value);
    if (!WITH_OPERATOR.has(name)) return String(view[name]) === value;
    if (value.startsWith('in:')) return valuesOf(value.slice(3)).includes(String(view[name]));
    return String(view[name]) === value.replace(/^eq:/, '');
  });
}

// What is quoted may hold commas.
const valuesOf = (text: string): string[] =>
  [...text.matchAll(/"((?:[^"\\]|\\.)*)"|([^,]+)/g)].map(([, quoted, plain]) =>
    quoted === undefined ? (plain ?? '') : quoted.replace(/\\(.)/g, '$1'),
  );

function compares(request: SimulatorRequest, name: string, stamp: string, value: string): boolean {
  const [op = '', ...rest] = value.split(':');
  if (!OPERATORS.includes(op)) throw webobError(request, 400, 'Unable to filter on a unknown operator.');
  const wanted = Date.parse(rest.join(':'));
  if (Number.isNaN(wanted)) {
    throw webobError(request, 400, `Bad "${name}" query filter format. Use ISO 8601 DateTime notation.`);
  }
  const difference = Date.parse(stamp) - wanted;
  if (op === 'eq' || op === 'neq') return (difference === 0) === (op === 'eq');
  return (op.endsWith('e') && difference === 0) || (op.startsWith('g') ? difference > 0 : difference < 0);
}

function sorted(request: SimulatorRequest, images: SimulatedImage[]): SimulatedImage[] {
  const { query } = request;
  const keys = query.get('sort')?.split(',') ?? [
    ...(query.has('sort_key') ? [`${query.get('sort_key') ?? ''}:${query.get('sort_dir') ?? 'desc'}`] : []),
  ];
  const order = keys.map((text) => {
    const [key = '', direction = 'desc'] = text.split(':');
    if (!SORT_KEYS.split(', ').includes(key)) {
      throw webobError(request, 400, `Invalid sort key: ${key}. It must be one of the following: ${SORT_KEYS}.`);
    }
    if (direction !== 'asc' && direction !== 'desc') {
      throw webobError(request, 400, `Invalid sort direction: ${direction}`);
    }
    return { key, sign: direction === 'asc' ? 1 : -1 };
  });
  return images.toSorted((a, b) => {
    for (const { key, sign } of order) {
      const [one, other] = [imageView(a)[key] ?? '', imageView(b)[key] ?? ''] as (string | number)[];
      if (one! < other!) return -sign;
      if (one! > other!) return sign;
    }
    return 0;
  });
}
