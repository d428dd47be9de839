import { type Context, Secret } from '@opsbook/context';
import type { HttpClientOptions, TlsOptions } from '@opsbook/http';
import { PrometheusError } from './errors.ts';

/** How to log in: by name and password (basic), or with a token (bearer). */
export type PrometheusAuth = { username: string; password: Secret | string } | { token: Secret | string };

export interface PrometheusOptions {
  /** `https://metrics.example.com/prometheus`, without `/api/v1`. */
  url: string;
  auth?: PrometheusAuth;
  /** `ca`, `cert`, `key` in PEM; `insecure`. Default: the authorities that Node brings, no certificate of our own. */
  tls?: TlsOptions;
  /** Guard, clock, signal and log; the default restricts nothing. */
  context?: Context;
  /** Time-outs in seconds, and retries: see `HttpClientOptions`, whose defaults apply. */
  http?: Pick<HttpClientOptions, 'connectTimeout' | 'timeout' | 'retries' | 'random'>;
}

/** @throws PROMETHEUS_CONFIG, listing every fault */
export function checkOptions({ url, auth }: PrometheusOptions): void {
  const faults = urlFaults(url);
  if (auth !== undefined && !('token' in auth) && auth.username.includes(':')) {
    faults.push('auth.username: basic authentication has no place for a colon');
  }
  if (faults.length > 0) {
    throw new PrometheusError('PROMETHEUS_CONFIG', `the options are wrong: ${faults.join('; ')}`, { faults });
  }
}

function urlFaults(url: string): string[] {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || !/^https?:$/.test(parsed.protocol)) return ['url: no http or https URL'];
  const faults: string[] = [];
  if (parsed.username !== '' || parsed.password !== '') faults.push('url: credentials belong in auth');
  if (parsed.search !== '' || parsed.hash !== '') faults.push('url: has a query or a fragment');
  if (/\/api\/v1\/?$/.test(parsed.pathname)) faults.push('url: give the base URL, without /api/v1');
  return faults;
}

/** What the `Authorization` header holds. */
export function authorization(auth: PrometheusAuth | undefined): Record<string, Secret> {
  if (auth === undefined) return {};
  if ('token' in auth) return { authorization: new Secret(`Bearer ${remembered(auth.token)}`) };
  const credentials = new Secret(Buffer.from(`${auth.username}:${remembered(auth.password)}`).toString('base64'));
  return { authorization: new Secret(`Basic ${credentials.reveal()}`) };
}

// Made a Secret, it is masked wherever it might turn up.
const remembered = (value: Secret | string): string => (typeof value === 'string' ? new Secret(value) : value).reveal();
