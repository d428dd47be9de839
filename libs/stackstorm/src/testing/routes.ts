import type { SimulatorAnswer, SimulatorRequest, SimulatorServer } from '@opsbook/http/testing';
import type { Auth } from './auth.ts';
import { Call } from './call.ts';
import { Refusal, notFound } from './refusal.ts';

type Handle = (call: Call) => SimulatorAnswer;

/** The API's paths, each for whoever is known. */
export class Routes {
  readonly #server: SimulatorServer;
  readonly #auth: Auth;

  constructor(server: SimulatorServer, auth: Auth) {
    this.#server = server;
    this.#auth = auth;
  }

  /** @param path below `/api/v1` */
  add(method: string, path: string, handle: Handle): void {
    this.open(method, `/api/v1${path}`, (request) => {
      // The path is decoded before it is taken apart: an encoded slash is one.
      const apart = Object.values(request.params).some((param) => param.includes('/'));
      if (apart && !path.startsWith('/webhooks')) throw notFound('The resource could not be found.');
      return handle(new Call(request, this.#auth.userOf(request)));
    });
  }

  /** The whole path, for everybody. */
  open(method: string, path: string, handle: (request: SimulatorRequest) => SimulatorAnswer): void {
    this.#server.route(method, path, (request) => answered(() => handle(request)));
  }
}

/** A refusal as the answer that it is. */
export function answered(handle: () => SimulatorAnswer): SimulatorAnswer {
  try {
    return handle();
  } catch (error) {
    if (!(error instanceof Refusal)) return { status: 500, body: { faultstring: 'Internal Server Error' } };
    return { status: error.status, body: { ...error.more, faultstring: error.message } };
  }
}
