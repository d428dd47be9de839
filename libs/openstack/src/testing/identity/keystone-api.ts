import type { SimulatorAnswer, SimulatorRequest, SimulatorServer } from '@opsbook/http/testing';
import { Refusal } from '../refusal.ts';
import type { World } from '../world.ts';
import type { KeystoneCall } from './keystone-call.ts';
import { forbidden, unauthorized } from './keystone-errors.ts';
import type { Rule } from './keystone-policy.ts';
import { callerOf } from './tokens.ts';

export const KEYSTONE_ROOT = '/identity';

/** Answers one request to keystone; errors are thrown as {@link Refusal}. */
export type KeystoneHandler = (request: SimulatorRequest) => SimulatorAnswer;

/** Registers keystone's routes, each with its request id, and behind the policy where it has a rule. */
export class KeystoneApi {
  readonly world: World;
  readonly #server: SimulatorServer;

  constructor(server: SimulatorServer, world: World) {
    this.#server = server;
    this.world = world;
  }

  route(method: string, path: string, handler: KeystoneHandler): void {
    this.#server.route(method, `${KEYSTONE_ROOT}${path}`, (request) => {
      this.world.timeline.settle();
      const headers = { 'x-openstack-request-id': `req-${this.world.ids.uuid('request')}` };
      try {
        const answer = handler(request);
        return { ...answer, headers: { ...headers, ...answer.headers } };
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        return { ...error.answer, headers: { ...headers, ...error.answer.headers } };
      }
    });
  }

  /** @param rule the policy's, without `identity:`; @param may whom it lets through; undefined: everybody with a token */
  guarded(
    method: string,
    path: string,
    rule: string | ((call: KeystoneCall) => string),
    may: Rule | undefined,
    handler: (call: KeystoneCall) => SimulatorAnswer,
  ): void {
    this.route(method, `/v3${path}`, ({ headers, params, query, body, path: whole }) => {
      const caller = callerOf(this.world, headers['x-auth-token']);
      if (caller === undefined) throw unauthorized();
      const base = `${this.#server.url}${KEYSTONE_ROOT}/v3`;
      const at = whole.slice(`${KEYSTONE_ROOT}/v3`.length);
      const call = { world: this.world, caller, params, query, body, base, path: at };
      if (may?.(call) === false) throw forbidden(`identity:${typeof rule === 'string' ? rule : rule(call)}`);
      return handler(call);
    });
  }
}

/** What keystone answers to a path that it does not know: a page of HTML, whatever the Accept. */
export const keystoneNowhere = (): SimulatorAnswer => ({
  status: 404,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body: '<!doctype html>\n<html lang=en>\n<title>404 Not Found</title>\n<h1>Not Found</h1>\n<p>The requested URL was not found on the server. If you entered the URL manually please check your spelling and try again.</p>\n',
});
