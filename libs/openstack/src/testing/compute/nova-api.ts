import type { SimulatorAnswer, SimulatorRequest, SimulatorServer } from '@opsbook/http/testing';
import { compareVersions } from '../../core/microversion.ts';
import type { NovaCall } from './nova-call.ts';
import { novaError, policy } from './nova-errors.ts';
import { askedVersion } from './nova-microversion.ts';
import { Refusal } from '../refusal.ts';
import { callerOf } from '../identity/tokens.ts';
import { unauthenticated } from '../unauthenticated.ts';
import type { World } from '../world.ts';

export const NOVA_ROOT = '/compute';

/** Answers one request to nova; errors are thrown as {@link Refusal}. */
export type NovaHandler = (call: NovaCall) => SimulatorAnswer;

export interface NovaRouteOptions {
  /** The policy rule that lets admins only through; without one, everyone comes through. */
  adminRule?: string;
}

/** Registers nova's routes, each behind the token, the microversion and the policy. */
export class NovaApi {
  readonly #server: SimulatorServer;
  readonly #world: World;

  constructor(server: SimulatorServer, world: World) {
    this.#server = server;
    this.#world = world;
  }

  route(method: string, path: string, handler: NovaHandler, { adminRule }: NovaRouteOptions = {}): void {
    this.#server.route(method, `${NOVA_ROOT}/v2.1${path}`, (request) =>
      this.answer(request, (call) => {
        if (adminRule !== undefined && !call.caller.admin) throw policy(adminRule);
        return handler(call);
      }),
    );
  }

  /** What is around every answer: request id, version headers, errors as bodies. */
  answer(request: SimulatorRequest, handler: NovaHandler): SimulatorAnswer {
    const world = this.#world;
    world.timeline.settle();
    const requestId = `req-${world.ids.uuid('request')}`;
    const headers: Record<string, string> = {
      'x-openstack-request-id': requestId,
      'x-compute-request-id': requestId,
      vary: 'OpenStack-API-Version, X-OpenStack-Nova-API-Version',
    };
    try {
      const caller = callerOf(world, request.headers['x-auth-token']);
      if (caller === undefined) throw unauthenticated(this.#server.url);
      const version = askedVersion(request.headers, world.settings.newestMicroversion);
      headers['openstack-api-version'] = `compute ${version}`;
      headers['x-openstack-nova-api-version'] = version;
      const type = request.headers['content-type'] ?? '';
      if (!/^(application\/json|text\/plain|$)/.test(type)) throw novaError(415, 'Unsupported Content-Type');
      const linkBase = world.settings.linkHost ?? `${this.#server.url}${NOVA_ROOT}`;
      const speaks = (wanted: string) => compareVersions(version, wanted) >= 0;
      const answer = handler({ world, request, caller, requestId, speaks, linkBase });
      return { ...answer, headers: { 'content-type': 'application/json', ...headers, ...answer.headers } };
    } catch (error) {
      const { answer } = error instanceof Refusal ? error : unexpected(error);
      return { ...answer, headers: { ...headers, ...answer.headers } };
    }
  }
}

const unexpected = (error: unknown): Refusal =>
  novaError(
    500,
    `Unexpected API Error. Please report this at http://bugs.launchpad.net/nova/ and attach the Nova API log if possible.\n<class '${error instanceof Error ? error.message : String(error)}'>`,
  );
