import type { SimulatorAnswer, SimulatorRequest, SimulatorServer } from '@opsbook/http/testing';
import { compareVersions } from '../../core/microversion.ts';
import { type Caller, callerOf } from '../identity/tokens.ts';
import { Refusal } from '../refusal.ts';
import { unauthenticated } from '../unauthenticated.ts';
import type { World } from '../world.ts';
import { NovaAccounts } from './nova-accounts.ts';
import { badRequest, forbidden, notFound, placementError } from './placement-errors.ts';
import type { SimulatedResourceProvider } from './placement-records.ts';

export const PLACEMENT_ROOT = '/placement';
export const OLDEST = '1.0';
export const NEWEST = '1.39';

/** One request to placement, after token, policy and version have been looked at. */
export interface PlacementCall {
  world: World;
  request: SimulatorRequest;
  caller: Caller;
  speaks: (version: string) => boolean;
}

/** Answers one request to placement; errors are thrown as {@link Refusal}. */
export type PlacementHandler = (call: PlacementCall) => SimulatorAnswer;

/** Registers placement's routes, each behind the token, the policy and the microversion. */
export class PlacementApi {
  readonly world: World;
  readonly #server: SimulatorServer;
  readonly #accounts: NovaAccounts;

  constructor(server: SimulatorServer, world: World) {
    this.#server = server;
    this.world = world;
    this.#accounts = new NovaAccounts(world);
  }

  /** @param rule the policy rule that lets admins only through; undefined: the handler decides */
  route(method: string, path: string, rule: string | undefined, handler: PlacementHandler): void {
    this.#server.route(method, `${PLACEMENT_ROOT}${path}`, (request) =>
      this.answer(request, (call) => {
        if (rule !== undefined && !call.caller.admin) throw forbidden(rule);
        return handler(call);
      }),
    );
  }

  /** What is around every answer: request id, version headers, errors as bodies. */
  answer(request: SimulatorRequest, handler: PlacementHandler): SimulatorAnswer {
    const { world } = this;
    world.timeline.settle();
    const requestId = `req-${world.ids.uuid('request')}`;
    const headers: Record<string, string> = { 'x-openstack-request-id': requestId };
    let code: { code?: string } = {};
    try {
      const caller = callerOf(world, request.headers['x-auth-token']);
      if (caller === undefined) throw unauthenticated(this.#server.url);
      const version = askedVersion(request.headers['openstack-api-version']);
      Object.assign(headers, { 'openstack-api-version': `placement ${version}`, vary: 'openstack-api-version' });
      const speaks = (wanted: string) => compareVersions(version, wanted) >= 0;
      code = speaks('1.23') ? { code: 'placement.undefined_code' } : {};
      this.#accounts.update();
      const answer = handler({ world, request, caller, speaks });
      return { ...answer, headers: { ...headers, ...answer.headers } };
    } catch (error) {
      const { answer } = error instanceof Refusal ? error : placementError(500, String(error));
      return { ...answer, body: named(answer.body, code, requestId), headers: { ...headers, ...answer.headers } };
    }
  }
}

function named(body: unknown, code: object, requestId: string): unknown {
  const { errors } = body as { errors?: object[] };
  if (errors === undefined) return body;
  return { errors: errors.map((error) => ({ ...code, ...error, request_id: requestId })) };
}

function askedVersion(header: string | undefined): string {
  const asked = header
    ?.split(',')
    .map((part) => part.trim().split(/\s+/))
    .find(([service]) => service === 'placement')?.[1];
  if (asked === undefined) return OLDEST;
  if (asked === 'latest') return NEWEST;
  if (!/^\d+\.\d+$/.test(asked)) {
    throw badRequest(
      `Invalid microversion: invalid version string: ${asked}; invalid literal for int() with base 10: '${asked}'`,
    );
  }
  if (compareVersions(asked, NEWEST) > 0 || compareVersions(asked, OLDEST) < 0) {
    const range = { max_version: NEWEST, min_version: OLDEST };
    throw placementError(406, `Invalid microversion: Unacceptable version header: ${asked}`, range);
  }
  return asked;
}

export const param = ({ request }: PlacementCall, name: string): string => request.params[name] ?? '';

/** @param words what each resource says in its own way; `{}` stands for "No resource provider with uuid ... found" */
export function providerOf(call: PlacementCall, words = '{}'): SimulatedResourceProvider {
  const id = param(call, 'id');
  const found = call.world.state.resourceProviders.find((one) => one.id === id);
  if (found === undefined) {
    throw notFound(words.replaceAll('{}', `No resource provider with uuid ${id} found`).replaceAll('{id}', id));
  }
  return found;
}
