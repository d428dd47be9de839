import type { SimulatorAnswer, SimulatorRequest, SimulatorServer } from '@opsbook/http/testing';
import { compareVersions } from '../../core/microversion.ts';
import { badRequest } from '../compute/nova-errors.ts';
import { type Caller, callerOf } from '../identity/tokens.ts';
import { Refusal } from '../refusal.ts';
import { unauthenticated } from '../unauthenticated.ts';
import type { World } from '../world.ts';
import { cinderError, policy } from './cinder-errors.ts';
import { askedVersion } from './cinder-microversion.ts';

export const CINDER_ROOT = '/block-storage';

/** One request to cinder, after the token, the project and the microversion have been looked at. */
export interface CinderCall {
  world: World;
  request: SimulatorRequest;
  caller: Caller;
  requestId: string;
  /** Whether the request speaks at least that microversion. */
  speaks: (version: string) => boolean;
  /** Cinder's own address as it goes into links. */
  linkBase: string;
}

/** Answers one request to cinder; errors are thrown as {@link Refusal}. */
export type CinderHandler = (call: CinderCall) => SimulatorAnswer;

export interface CinderRouteOptions {
  /** The policy rule that lets admins only through. */
  adminRule?: string;
  /** Before it, cinder does not know the path. */
  since?: string;
}

/** Registers cinder's routes, with and without the project in the path. */
export class CinderApi {
  readonly world: World;
  readonly #server: SimulatorServer;

  constructor(server: SimulatorServer, world: World) {
    this.#server = server;
    this.world = world;
  }

  route(method: string, path: string, handler: CinderHandler, { adminRule, since }: CinderRouteOptions = {}): void {
    const guarded: CinderHandler = (call) => {
      const { project } = call.request.params;
      if (project !== undefined && project !== call.caller.projectId) throw badRequest('Malformed request url');
      if (since !== undefined && !call.speaks(since)) throw cinderError(404, 'The resource could not be found.');
      if (adminRule !== undefined && !call.caller.admin) throw policy(adminRule);
      return handler(call);
    };
    for (const base of ['/v3', '/v3/:project']) {
      this.#server.route(method, `${CINDER_ROOT}${base}${path}`, (request) => this.answer(request, guarded));
    }
  }

  /** What is around every answer: request id, version headers, errors as bodies. */
  answer(request: SimulatorRequest, handler: CinderHandler): SimulatorAnswer {
    const { world } = this;
    world.timeline.settle();
    const requestId = `req-${world.ids.uuid('request')}`;
    const headers: Record<string, string> = { 'x-openstack-request-id': requestId };
    try {
      const caller = callerOf(world, request.headers['x-auth-token']);
      if (caller === undefined) throw unauthenticated(this.#server.url);
      headers['x-compute-request-id'] = requestId;
      const version = askedVersion(request.headers, world.settings.newestVolumeMicroversion);
      Object.assign(headers, { 'openstack-api-version': `volume ${version}`, vary: 'OpenStack-API-Version' });
      const linkBase = world.settings.linkHost ?? `${this.#server.url}${CINDER_ROOT}`;
      const speaks = (wanted: string) => compareVersions(version, wanted) >= 0;
      const answer = handler({ world, request, caller, requestId, speaks, linkBase });
      return { ...answer, headers: { 'content-type': 'application/json', ...headers, ...answer.headers } };
    } catch (error) {
      const { answer } = error instanceof Refusal ? error : unexpected();
      return { ...answer, headers: { ...headers, ...answer.headers } };
    }
  }
}

const unexpected = (): Refusal =>
  cinderError(500, 'The server has either erred or is incapable of performing the requested operation.');

/** The pattern's `:name` segment. */
export const param = ({ request }: CinderCall, name: string): string => request.params[name] ?? '';

/** Whether the caller may see what belongs to a project. */
export const mine = ({ caller }: CinderCall, { projectId }: { projectId: string }): boolean =>
  caller.admin || caller.projectId === projectId;
