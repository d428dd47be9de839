import type { Context } from '@opsbook/context';
import { type HttpClientOptions, type Login, type TlsOptions, baseUrlFaults, loginFaults } from '@opsbook/http';
import { PrometheusError } from './errors.ts';

/** How to log in: by name and password (basic), or with a token (bearer). */
export type PrometheusAuth = Login;

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
  const faults = [
    ...baseUrlFaults(url, { without: { pattern: /\/api\/v1\/?$/, name: '/api/v1' } }),
    ...loginFaults(auth),
  ];
  if (faults.length > 0) {
    throw new PrometheusError('PROMETHEUS_CONFIG', `the options are wrong: ${faults.join('; ')}`, { faults });
  }
}
