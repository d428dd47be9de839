import type { Context } from '@opsbook/context';
import { type HttpClientOptions, type Login, type TlsOptions, baseUrlFaults, loginFaults } from '@opsbook/http';
import { AlertmanagerError } from './errors.ts';

/** How to log in: by name and password (basic), or with a token (bearer). */
export type AlertmanagerAuth = Login;

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
  const faults = given.flatMap((one, index) =>
    baseUrlFaults(one, { path: url === undefined ? `urls[${index}]` : 'url' }),
  );
  if (url !== undefined && urls !== undefined) faults.push('url, urls: give one of them');
  if (given.length === 0) faults.push('url: missing');
  faults.push(...loginFaults(auth));
  if (faults.length > 0) {
    throw new AlertmanagerError('ALERTMANAGER_CONFIG', `the options are wrong: ${faults.join('; ')}`, { faults });
  }
  return given.map((one) => one.replace(/\/+$/, ''));
}
