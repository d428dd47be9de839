import type { Context, Secret } from '@opsbook/context';

/** Certificates in PEM. */
export interface TlsOptions {
  /** Trusted instead of the authorities that Node brings. */
  ca?: string;
  /** The client's certificate and its key. */
  cert?: string;
  key?: Secret | string;
  /** Accepts any certificate: for a test cloud only. */
  insecure?: boolean;
}

export interface HttpClientOptions {
  /** Prefix of relative URLs. */
  baseUrl?: string;
  /** Guard, clock, signal and log; default: no restriction, real time. */
  context?: Context;
  /** Seconds for TCP and TLS; default 10. */
  connectTimeout?: number;
  /** Seconds for one attempt, to the last byte; default 60. */
  timeout?: number;
  /** Further attempts after one that may be repeated; default 4. */
  retries?: number;
  /** Seconds that one request waits in total because of `Retry-After`; default 300. Such waits use up no attempts. */
  maxRateLimitWait?: number;
  /** Sent with every request. */
  headers?: Record<string, string | Secret>;
  /** Where an answer's request id stands; the first match wins. Default: x-openstack-request-id, x-compute-request-id, x-request-id. */
  requestIdHeaders?: readonly string[];
  /** Sends `X-Openstack-Request-Id: req-<uuid>`, the same in every attempt of a request; default true. */
  sendRequestId?: boolean;
  tls?: TlsOptions;
  /** Jitter of the back-off, in [0, 1); default Math.random. */
  random?: () => number;
}
