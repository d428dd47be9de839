import type { Context, Secret } from '@opsbook/context';
import { type HttpClientOptions, type TlsOptions, baseUrlFaults, loginFaults } from '@opsbook/http';
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
  const faults = baseUrlFaults(url);
  if (auth.username === '') faults.push('auth.username: empty');
  faults.push(...loginFaults(auth));
  if (author?.trim() === '') faults.push('author: empty');
  if (faults.length > 0) {
    throw new IcingaError('ICINGA_CONFIG', `the options are wrong: ${faults.join('; ')}`, { faults });
  }
}
