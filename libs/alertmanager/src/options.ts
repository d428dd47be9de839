import { type Context, Secret } from '@opsbook/context';
import type { HttpClientOptions, TlsOptions } from '@opsbook/http';
import { AlertmanagerError } from './errors.ts';

/** How to log in: by name and password (basic), or with a token (bearer). */
export type AlertmanagerAuth = { username: string; password: Secret | string } | { token: Secret | string };

/** How requests are sent: see `HttpClientOptions`, whose defaults apply. */
export type HttpSettings = Pick<HttpClientOptions, 'connectTimeout' | 'timeout' | 'retries' | 'random'>;

export interface AlertmanagerOptions {
  /** The only instance: `https://alerts.example.com/alertmanager`. */
  url?: string;
  /** The instances of one cluster, in the order in which they are asked. */
  urls?: readonly string[];
  auth?: AlertmanagerAuth;
  /** `ca`, `cert`, `key` in PEM; `insecure`. Default: the authorities that Node brings, no certificate of our own. */
  tls?: TlsOptions;
  /** Guard, clock, signal and log; the default restricts nothing. */
  context?: Context;
  /** Time-outs in seconds, and retries. */
  http?: HttpSettings;
}

/** @throws ALERTMANAGER_CONFIG, listing every fault */
export function checkedUrls({ url, urls, auth }: AlertmanagerOptions): string[] {
  const given = url === undefined ? (urls ?? []) : [url, ...(urls ?? [])];
  const faults = given.flatMap((one, index) => faultsOf(one, url === undefined ? `urls[${index}]` : 'url'));
  if (url !== undefined && urls !== undefined) faults.push('url, urls: give one of them');
  if (given.length === 0) faults.push('url: missing');
  if (auth !== undefined && !('token' in auth) && auth.username.includes(':')) {
    faults.push('auth.username: basic authentication has no place for a colon');
  }
  if (faults.length > 0) {
    throw new AlertmanagerError('ALERTMANAGER_CONFIG', `the options are wrong: ${faults.join('; ')}`, { faults });
  }
  return given.map((one) => one.replace(/\/+$/, ''));
}

function faultsOf(url: string, path: string): string[] {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || !/^https?:$/.test(parsed.protocol)) return [`${path}: no http or https URL`];
  const faults: string[] = [];
  if (parsed.username !== '' || parsed.password !== '') faults.push(`${path}: credentials belong in auth`);
  if (parsed.search !== '' || parsed.hash !== '') faults.push(`${path}: has a query or a fragment`);
  return faults;
}

/** What the `Authorization` header holds. */
export function authorization(auth: AlertmanagerAuth | undefined): Record<string, Secret> {
  if (auth === undefined) return {};
  if ('token' in auth) return { authorization: new Secret(`Bearer ${remembered(auth.token)}`) };
  const credentials = new Secret(Buffer.from(`${auth.username}:${remembered(auth.password)}`).toString('base64'));
  return { authorization: new Secret(`Basic ${credentials.reveal()}`) };
}

// Made a Secret, it is masked wherever it might turn up.
const remembered = (value: Secret | string): string => (typeof value === 'string' ? new Secret(value) : value).reveal();
