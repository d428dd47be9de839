import type { RouteOptions, SimulatorAnswer, SimulatorRequest, SimulatorServer } from '@opsbook/http/testing';
import { type Caller, callerOf } from '../identity/tokens.ts';
import { Refusal } from '../refusal.ts';
import { webobError } from '../webob-error.ts';
import type { World } from '../world.ts';
import type { SimulatedImage } from './image-records.ts';

export const GLANCE_ROOT = '/image';

/** One request to glance, after the token has been looked at. */
export interface GlanceCall {
  world: World;
  request: SimulatorRequest;
  caller: Caller;
  /** Glance's own address. */
  base: string;
}

/** Answers one request to glance; errors are thrown as {@link Refusal}. */
export type GlanceHandler = (call: GlanceCall) => SimulatorAnswer | Promise<SimulatorAnswer>;

/** Registers glance's routes, each behind the token. */
export class GlanceApi {
  readonly #server: SimulatorServer;
  readonly #world: World;

  constructor(server: SimulatorServer, world: World) {
    this.#server = server;
    this.#world = world;
  }

  route(method: string, path: string, handler: GlanceHandler, options?: RouteOptions): void {
    const serve = (request: SimulatorRequest) => this.#answer(request, handler);
    this.#server.route(method, `${GLANCE_ROOT}/v2${path}`, serve, options);
  }

  async #answer(request: SimulatorRequest, handler: GlanceHandler): Promise<SimulatorAnswer> {
    const world = this.#world;
    world.timeline.settle();
    const caller = callerOf(world, request.headers['x-auth-token']);
    // Seen: this one answer of glance has no request id.
    if (caller === undefined) return unauthenticated(request).answer;
    const headers = { 'x-openstack-request-id': `req-${world.ids.uuid('request')}` };
    try {
      const base = `${this.#server.url}${GLANCE_ROOT}`;
      const given = await handler({ world, request, caller, base });
      return { ...given, headers: { ...given.headers, ...headers } };
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      const { answer } = error instanceof Refusal ? error : webobError(request, 500, text);
      return { ...answer, headers: { ...answer.headers, ...headers } };
    }
  }
}

const unauthenticated = (request: SimulatorRequest): Refusal =>
  webobError(
    request,
    401,
    'This server could not verify that you are authorized to access the document you requested. Either you supplied the wrong credentials (e.g., bad password), or your browser does not understand how to supply the credentials required.',
  );

/** @param words what is said of one that is not there or not visible; `{id}` is its id */
export function visibleImage({ world, request, caller }: GlanceCall, words = 'No image found with ID {id}') {
  const id = request.params['id'] ?? '';
  const image = world.state.images.find((one) => one.id === id);
  if (image === undefined || !isVisible(image, caller)) throw webobError(request, 404, words.replace('{id}', id));
  return image;
}

export const isOwner = (image: SimulatedImage, { admin, projectId }: Caller): boolean =>
  admin || image.owner === projectId;

export const isVisible = (image: SimulatedImage, caller: Caller): boolean =>
  isOwner(image, caller) ||
  image.visibility === 'public' ||
  image.visibility === 'community' ||
  (image.visibility === 'shared' && membership(image, caller.projectId) !== undefined);

export const membership = (image: SimulatedImage, projectId: string) =>
  image.members?.find((one) => one.projectId === projectId);

/** Only the owner's project and admins change an image. */
export function ownImage(call: GlanceCall): SimulatedImage {
  const image = visibleImage(call);
  if (!isOwner(image, call.caller)) throw webobError(call.request, 403, 'You do not own this image');
  return image;
}

export function change(world: World, image: SimulatedImage, changes: Partial<SimulatedImage>): void {
  Object.assign(image, changes, { updatedAt: world.stamp() });
}
