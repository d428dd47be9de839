/** Every code of this library, with the kind that goes with it. */
export const ERROR_KINDS = {
  /** The expression cannot be parsed, or gives what is not asked for; `position` says where, if Prometheus does. */
  PROMETHEUS_BAD_QUERY: 'invalid-input',
  /** The expression was understood and could not be evaluated: many-to-many matching, too many samples. */
  PROMETHEUS_EXECUTION: 'invalid-input',
  /** Name, password or token were refused. */
  PROMETHEUS_UNAUTHORIZED: 'unauthorized',
  /** A proxy does not let this user ask. */
  PROMETHEUS_FORBIDDEN: 'forbidden',
  /** A proxy asked to slow down for longer than the client waits. */
  PROMETHEUS_RATE_LIMITED: 'rate-limited',
  /** No answer, a broken one, an error of the service's own, or an answer that is not Prometheus'. */
  PROMETHEUS_UNAVAILABLE: 'unavailable',
  /** No answer in time, or Prometheus gave the evaluation up. */
  PROMETHEUS_TIMEOUT: 'timeout',
  /** The input was refused before anything was sent; `faults` lists everything. */
  PROMETHEUS_INVALID_INPUT: 'invalid-input',
  /** The client's options are wrong; `faults` lists everything. */
  PROMETHEUS_CONFIG: 'invalid-input',
  /** The caller or the run ended the request. */
  PROMETHEUS_ABORTED: 'refused',
} as const;

export type PrometheusErrorCode = keyof typeof ERROR_KINDS;
export type PrometheusErrorKind = (typeof ERROR_KINDS)[PrometheusErrorCode];

/** A place in an expression, both counted from 1; columns are bytes. */
export interface QueryPosition {
  line: number;
  column: number;
}

export interface PrometheusErrorDetails {
  /** HTTP status, if there was an answer. */
  status?: number | undefined;
  /** What the service said, as plain text. */
  serviceMessage?: string | undefined;
  /** Where the expression is wrong. */
  position?: QueryPosition | undefined;
  /** The request id that a proxy gave. */
  requestId?: string | undefined;
  /** Each one of several faults, with its path. */
  faults?: readonly string[] | undefined;
  cause?: unknown;
}

const BRAND = Symbol.for('@opsbook/prometheus.error');

/** The one error of this library: switch on `kind`, or on `code` where it matters. */
export class PrometheusError extends Error {
  readonly code: PrometheusErrorCode;
  readonly kind: PrometheusErrorKind;
  readonly status: number | undefined;
  readonly serviceMessage: string | undefined;
  readonly position: QueryPosition | undefined;
  readonly requestId: string | undefined;
  readonly faults: readonly string[];
  readonly [BRAND] = true;

  constructor(code: PrometheusErrorCode, message: string, details: PrometheusErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'PrometheusError';
    this.code = code;
    this.kind = ERROR_KINDS[code];
    this.status = details.status;
    this.serviceMessage = details.serviceMessage;
    this.position = details.position;
    this.requestId = details.requestId;
    this.faults = details.faults ?? [];
  }
}

/** Whether an error is a {@link PrometheusError}, also one of another copy of this package. */
export function isPrometheusError(error: unknown): error is PrometheusError {
  return typeof error === 'object' && error !== null && BRAND in error;
}

/** @throws PROMETHEUS_INVALID_INPUT with all faults, if there are any */
export function refuse(what: string, faults: readonly string[]): void {
  if (faults.length > 0)
    throw new PrometheusError('PROMETHEUS_INVALID_INPUT', `${what}: ${faults.join('; ')}`, { faults });
}
