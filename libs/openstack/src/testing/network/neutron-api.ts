import type { SimulatorAnswer, SimulatorRequest, SimulatorServer } from '@opsbook/http/testing';
import { neutronError } from './neutron-errors.ts';
import { Refusal } from '../refusal.ts';
import { type Caller, callerOf } from '../identity/tokens.ts';
import { unauthenticated } from '../unauthenticated.ts';
import type { World } from '../world.ts';

export const NEUTRON_ROOT = '/network';

/** One request to neutron, after the token has been looked at. */
export interface NeutronCall {
  world: World;
  request: SimulatorRequest;
  caller: Caller;
  /** Neutron's own address as it goes into links: `http://127.0.0.1:41234/network`. */
  linkBase: string;
}

/** Answers one request to neutron; errors are thrown as {@link Refusal}. */
export type NeutronHandler = (call: NeutronCall) => SimulatorAnswer;

/** Registers neutron's routes, each behind the token. */
export class NeutronApi {
  readonly world: World;
  readonly #server: SimulatorServer;

  constructor(server: SimulatorServer, world: World) {
    this.#server = server;
    this.world = world;
  }

  route(method: string, path: string, handler: NeutronHandler): void {
    this.#server.route(method, `${NEUTRON_ROOT}/v2.0${path}`, (request) => this.answer(request, handler));
  }

  /** What is around every answer: request id, errors as bodies. */
  answer(request: SimulatorRequest, handler: NeutronHandler): SimulatorAnswer {
    const { world } = this;
    world.timeline.settle();
    const headers = { 'x-openstack-request-id': `req-${world.ids.uuid('request')}` };
    try {
      const caller = callerOf(world, request.headers['x-auth-token']);
      if (caller === undefined) throw unauthenticated(this.#server.url);
      const linkBase = world.settings.linkHost ?? `${this.#server.url}${NEUTRON_ROOT}`;
      const answer = handler({ world, request, caller, linkBase });
      return { ...answer, headers: { ...headers, ...answer.headers } };
    } catch (error) {
      const { answer } = error instanceof Refusal ? error : unexpected();
      return { ...answer, headers: { ...headers, ...answer.headers } };
    }
  }
}

const unexpected = (): Refusal =>
  neutronError(500, 'HTTPInternalServerError', 'Request Failed: internal server error while processing your request.');

/** The pattern's `:name` segment. */
export const param = ({ request }: NeutronCall, name: string): string => request.params[name] ?? '';
