import type { SimulatorAnswer, SimulatorRequest, SimulatorServer } from '@opsbook/http/testing';

import { type ImagePatch, patchImage } from './glance-patch.ts';
import { imageView } from './glance-view.ts';
import type { SimulatedImage } from './image-records.ts';
import { Refusal } from '../refusal.ts';
import { type Caller, callerOf } from '../identity/tokens.ts';
import { webobError } from '../webob-error.ts';
import type { World } from '../world.ts';

const ROOT = '/image';
const PATCH_TYPE = 'application/openstack-images-v2.1-json-patch';
const LARGEST_PAGE = 1000;

type GlanceHandler = (request: SimulatorRequest, caller: Caller) => SimulatorAnswer;

/** Glance's API, version 2: images. */
export function serveGlance(server: SimulatorServer, world: World): void {
  const serve = (method: string, path: string, handler: GlanceHandler) => {
    server.route(method, `${ROOT}/v2${path}`, (request) => {
      world.timeline.settle();
      return answer(world, request, handler);
    });
  };
  server.route('GET', `${ROOT}/`, () => versions(server.url, 300));
  server.route('GET', ROOT, () => versions(server.url, 300));
  server.route('GET', `${ROOT}/versions`, () => versions(server.url, 200));

  serve('GET', '/images', (request, caller) => list(world, request, caller));
  serve('GET', '/images/:id', (request, caller) => ({
    status: 200,
    body: imageView(visible(world, request, caller)),
  }));
  serve('PATCH', '/images/:id', (request, caller) => {
    const type = request.headers['content-type'] ?? '';
    if (!type.startsWith(PATCH_TYPE)) {
      throw webobError(request, 415, `The request media type ${type} is not supported by this server.`);
    }
    const image = visible(world, request, caller);
    if (!caller.admin && image.owner !== caller.projectId) throw webobError(request, 403, 'You do not own this image');
    patchImage(request, image, request.body as ImagePatch[]);
    image.updatedAt = world.stamp();
    return { status: 200, body: imageView(image) };
  });
  serve('DELETE', '/images/:id', (request, caller) => {
    const image = visible(world, request, caller);
    if (image.protected) {
      throw webobError(request, 403, `Image ${image.id} is protected and cannot be deleted.`);
    }
    if (!caller.admin && image.owner !== caller.projectId) throw webobError(request, 403, 'You do not own this image');
    world.state.images = world.state.images.filter((other) => other !== image);
    return { status: 204 };
  });
}

function answer(world: World, request: SimulatorRequest, handler: GlanceHandler): SimulatorAnswer {
  const caller = callerOf(world, request.headers['x-auth-token']);
  try {
    // Seen: this one answer of glance has no request id.
    if (caller === undefined) return unauthenticated(request).answer;
    const headers = { 'x-openstack-request-id': `req-${world.ids.uuid('request')}` };
    try {
      const given = handler(request, caller);
      return { ...given, headers };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { ...error.answer, headers: { ...error.answer.headers, ...headers } };
    }
  } catch (error) {
    return webobError(request, 500, error instanceof Error ? error.message : String(error)).answer;
  }
}

const unauthenticated = (request: SimulatorRequest): Refusal =>
  webobError(
    request,
    401,
    'This server could not verify that you are authorized to access the document you requested. Either you supplied the wrong credentials (e.g., bad password), or your browser does not understand how to supply the credentials required.',
  );

function list(world: World, request: SimulatorRequest, caller: Caller): SimulatorAnswer {
  const { query } = request;
  const asked = query.get('limit');
  if (asked !== null && !/^\d+$/.test(asked)) throw webobError(request, 400, 'limit param must be positive');
  const limit = Math.min(asked === null ? world.settings.imagePage : Number(asked), LARGEST_PAGE);
  const found = world.state.images.filter((image) => isVisible(image, caller) && fits(image, query)).toReversed();
  const marker = query.get('marker');
  const start = marker === null ? 0 : found.findIndex(({ id }) => id === marker) + 1;
  if (marker !== null && start === 0) throw webobError(request, 400, `No image found with ID ${marker}`);
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

const PAGING = new Set(['limit', 'marker', 'sort_key', 'sort_dir', 'sort']);

/** Any other parameter compares a field or a property; one that the image does not have fits nothing. */
function fits(image: SimulatedImage, query: URLSearchParams): boolean {
  const view = imageView(image) as Record<string, unknown>;
  return [...query].every(([name, value]) => {
    if (PAGING.has(name) || (name === 'visibility' && value === 'all')) return true;
    if (name === 'tag') return image.tags.includes(value);
    return String(view[name]) === value;
  });
}

function visible(world: World, request: SimulatorRequest, caller: Caller): SimulatedImage {
  const id = request.params['id'] ?? '';
  const image = world.state.images.find((one) => one.id === id);
  if (image === undefined || !isVisible(image, caller)) {
    throw webobError(request, 404, `No image found with ID ${id}`);
  }
  return image;
}

const isVisible = (image: SimulatedImage, { admin, projectId }: Caller): boolean =>
  admin || image.visibility === 'public' || image.visibility === 'community' || image.owner === projectId;

const versions = (url: string, status: number): SimulatorAnswer => ({
  status,
  body: { versions: [{ id: 'v2.15', status: 'CURRENT', links: [{ rel: 'self', href: `${url}${ROOT}/v2/` }] }] },
});
