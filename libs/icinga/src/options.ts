import { type Context, Secret } from '@opsbook/context';
import type { HttpClientOptions, TlsOptions } from '@opsbook/http';
import { IcingaError } from './errors.ts';

export interface IcingaOptions {
  /** `https://icinga.example.com:5665`, with the path prefix of a proxy if there is one, without `/v1`. */
  url: string;
  /** An `ApiUser`. */
  auth: { username: string; password: Secret | string };
  /** Whose downtimes are made, and are the only ones that are removed; default `opsbook`. */
  author?: string;
  /** `ca` (Icinga's own is usual), `cert`, `key` in PEM; `insecure`. Default: the authorities that Node brings. */
  tls?: TlsOptions;
  /** Guard, clock, signal and log; the default restricts nothing. */
  context?: Context;
  /** Time-outs in seconds, and retries: see `HttpClientOptions`, whose defaults apply. */
  http?: Pick<HttpClientOptions, 'connectTimeout' | 'timeout' | 'retries' | 'random'>;
}

/** @throws ICINGA_CONFIG, listing every fault */
export function checkOptions({ url, auth, author }: IcingaOptions): void {
  const faults = urlFaults(url);
  if (auth.username === '') faults.push('auth.username: empty');
  if (auth.username.includes(':')) faults.push('auth.username: basic authentication has no place for a colon');
  if (author?.trim() === '') faults.push('author: empty');
  if (faults.length > 0) {
    throw new IcingaError('ICINGA_CONFIG', `the options are wrong: ${faults.join('; ')}`, { faults });
  }
}

function urlFaults(url: string): string[] {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || !/^https?:$/.test(parsed.protocol)) return ['url: no http or https URL'];
  const faults: string[] = [];
  if (parsed.username !== '' || parsed.password !== '') faults.push('url: credentials belong in auth');
  if (parsed.search !== '' || parsed.hash !== '') faults.push('url: has a query or a fragment');
  return faults;
}

/** What the `Authorization` header holds. */
export function authorization({ username, password }: IcingaOptions['auth']): Secret {
  const secret = typeof password === 'string' ? new Secret(password) : password;
  const credentials = new Secret(Buffer.from(`${username}:${secret.reveal()}`).toString('base64'));
  return new Secret(`Basic ${credentials.reveal()}`);
}
