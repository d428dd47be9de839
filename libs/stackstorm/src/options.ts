import type { Context, Secret } from '@opsbook/context';
import { type HttpClientOptions, type TlsOptions, baseUrlFaults, loginFaults } from '@opsbook/http';
import { refuse } from './errors.ts';

/**
 * An API key (which does not expire), a token (`ST2_ACTION_AUTH_TOKEN` within an action), or a name and password, for which
 * tokens are fetched and renewed.
 */
export type StackStormAuth =
  | { apiKey: Secret | string }
  | { token: Secret | string }
  | {
      username: string;
      password: Secret | string;
      /** Life of the tokens in seconds; default what StackStorm gives (a day). It refuses more than that. */
      ttl?: number;
    };

export interface StackStormOptions {
  /** `https://st2.example.com`: StackStorm's nginx, which serves the three services below `/api`, `/auth` and `/stream`. */
  url?: string;
  /** The API alone: `http://st2.example.com:9101`, or `ST2_ACTION_API_URL`. With or without `/v1`. Wins over `url`. */
  apiUrl?: string;
  /** `http://st2.example.com:9100`: needed for a name and password only. */
  authUrl?: string;
  /** `http://st2.example.com:9102`: without it there is no stream, and waiting only polls. */
  streamUrl?: string;
  auth: StackStormAuth;
  /** How many are asked for at once in lists; default 100, above which StackStorm refuses others than administrators. */
  pageSize?: number;
  /** `ca`, `cert`, `key` in PEM; `insecure`. Default: the authorities that Node brings. */
  tls?: TlsOptions;
  /** Guard, clock, signal and log; the default restricts nothing. */
  context?: Context;
  /** Time-outs in seconds, and retries: see `HttpClientOptions`, whose defaults apply. */
  http?: Pick<HttpClientOptions, 'connectTimeout' | 'timeout' | 'retries' | 'random'>;
}

/** Where the services are, each with its `/v1` and without a slash at the end. */
export interface Addresses {
  api: string;
  auth: string | undefined;
  stream: string | undefined;
}

/** @throws STACKSTORM_CONFIG, listing every fault */
export function addressesOf({ url, apiUrl, authUrl, streamUrl, auth, pageSize }: StackStormOptions): Addresses {
  const faults = Object.entries({ url, apiUrl, authUrl, streamUrl }).flatMap(([path, given]) =>
    given === undefined ? [] : baseUrlFaults(given, { path }),
  );
  const below = (name: string) => (url === undefined ? undefined : `${trimmed(url)}/${name}`);
  const [api, tokens, stream] = [apiUrl ?? below('api'), authUrl ?? below('auth'), streamUrl ?? below('stream')];
  if (api === undefined) faults.push('url, apiUrl: give one of them');
  if ('username' in auth) {
    faults.push(...loginFaults(auth));
    if (tokens === undefined) faults.push('authUrl: needed to log in with a name and password');
  }
  if (pageSize !== undefined && !(Number.isInteger(pageSize) && pageSize > 0))
    faults.push('pageSize: no number above 0');
  refuse('the options are wrong', faults, 'STACKSTORM_CONFIG');
  return { api: versioned(api ?? ''), auth: tokens && versioned(tokens), stream: stream && versioned(stream) };
}

const trimmed = (url: string): string => url.replace(/\/+$/, '');

const versioned = (url: string): string => {
  const base = trimmed(url);
  return base.endsWith('/v1') ? base : `${base}/v1`;
};
