import type { World } from '../world.ts';
import type { Caller } from './tokens.ts';

/** One request to keystone, after token and policy. */
export interface KeystoneCall {
  world: World;
  caller: Caller;
  params: Record<string, string>;
  query: URLSearchParams;
  body: unknown;
  /** `http://127.0.0.1:41234/identity/v3` */
  base: string;
  /** `/projects` */
  path: string;
}
