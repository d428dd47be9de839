import type { SimulatorAnswer, SimulatorRequest, SimulatorServer } from '@opsbook/http/testing';
import { keystoneError, unauthorized } from './keystone-errors.ts';
import { Refusal } from '../refusal.ts';
import { type Caller, callerOf } from './tokens.ts';
import type { World } from '../world.ts';

export const KEYSTONE_ROOT = '/identity';

/** Answers one request to keystone; errors are thrown as {@link Refusal}. */
export type KeystoneHandler = (request: SimulatorRequest) => SimulatorAnswer;

/** Registers keystone's routes, each with its request id, and behind the policy where it has a rule. */
export class KeystoneApi {
  readonly #server: SimulatorServer;
  readonly #world: World;

  constructor(server: SimulatorServer, world: World) {
    this.#server = server;
    this.#world = world;
  }

  route(method: string, path: string, handler: KeystoneHandler): void {
    this.#server.route(method, `${KEYSTONE_ROOT}${path}`, (request) => {
      this.#world.timeline.settle();
      const headers = { 'x-openstack-request-id': `req-${this.#world.ids.uuid('request')}` };
      try {
        const answer = handler(request);
        return { ...answer, headers: { ...headers, ...answer.headers } };
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        return { ...error.answer, headers: { ...headers, ...error.answer.headers } };
      }
    });
  }

  /** For admins, and for whom `own` lets through. @param rule the policy's, without `identity:` */
  guarded(
    path: string,
    rule: string,
    own: (caller: Caller, request: SimulatorRequest) => boolean,
    handler: KeystoneHandler,
  ): void {
    this.route('GET', path, (request) => {
      const caller = callerOf(this.#world, request.headers['x-auth-token']);
      if (caller === undefined) throw unauthorized();
      if (!caller.admin && !own(caller, request)) {
        const message = `You are not authorized to perform the requested action: identity:${rule}.`;
        throw keystoneError(403, 'Forbidden', message);
      }
      return handler(request);
    });
  }
}

/** What keystone answers to a path that it does not know: a page of HTML, whatever the Accept. */
export const keystoneNowhere = (): SimulatorAnswer => ({
  status: 404,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body: '<!doctype html>\n<html lang=en>\n<title>404 Not Found</title>\n<h1>Not Found</h1>\n<p>The requested URL was not found on the server. If you entered the URL manually please check your spelling and try again.</p>\n',
});
