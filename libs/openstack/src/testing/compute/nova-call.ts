import type { SimulatorRequest } from '@opsbook/http/testing';
import type { Caller } from '../identity/tokens.ts';
import type { World } from '../world.ts';

/** One request to nova, after the token and the microversion have been looked at. */
export interface NovaCall {
  world: World;
  request: SimulatorRequest;
  caller: Caller;
  /** `req-<uuid>`, the name of the action if it begins one. */
  requestId: string;
  /** Whether the request speaks at least that microversion. */
  speaks: (version: string) => boolean;
  /** Nova's own address as it goes into links: `http://127.0.0.1:41234/compute`. */
  linkBase: string;
}

/** The pattern's `:name` segment. */
export const param = ({ request }: NovaCall, name: string): string => request.params[name] ?? '';
