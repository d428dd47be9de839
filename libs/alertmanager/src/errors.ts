/** Every code of this library, with the kind that goes with it. */
export const ERROR_KINDS = {
  /** What was asked for does not exist on the instance that answered. */
  ALERTMANAGER_NOT_FOUND: 'not-found',
  /** The silence has expired: it cannot be extended. */
  ALERTMANAGER_CONFLICT: 'conflict',
  /** Credentials are missing or were refused (by Alertmanager or a proxy before it). */
  ALERTMANAGER_UNAUTHORIZED: 'unauthorized',
  /** Known, but not allowed to do it. */
  ALERTMANAGER_FORBIDDEN: 'forbidden',
  /** Asked to slow down for longer than the client waits. */
  ALERTMANAGER_RATE_LIMITED: 'rate-limited',
  /** No answer, a broken one, an error of the service's own, or an answer that is not Alertmanager's. */
  ALERTMANAGER_UNAVAILABLE: 'unavailable',
  /** No answer in time. */
  ALERTMANAGER_TIMEOUT: 'timeout',
  /** Alertmanager does not accept the request as it is. */
  ALERTMANAGER_BAD_REQUEST: 'invalid-input',
  /** The input was refused before anything was sent; `faults` lists everything. */
  ALERTMANAGER_INVALID_INPUT: 'invalid-input',
  /** The client's options are wrong; `faults` lists everything. */
  ALERTMANAGER_CONFIG: 'invalid-input',
  /** A text is no matcher, or no list of matchers. */
  ALERTMANAGER_MATCHER: 'invalid-input',
  /** A regular expression that RE2 refuses. */
  ALERTMANAGER_REGEXP: 'invalid-input',
  /** A regular expression that is too large to be matched here, though Alertmanager may take it. */
  ALERTMANAGER_REGEXP_LIMIT: 'invalid-input',
  /** The caller or the run ended the request. */
  ALERTMANAGER_ABORTED: 'refused',
} as const;

export type AlertmanagerErrorCode = keyof typeof ERROR_KINDS;
export type AlertmanagerErrorKind = (typeof ERROR_KINDS)[AlertmanagerErrorCode];

export interface AlertmanagerErrorDetails {
  /** HTTP status, if there was an answer. */
  status?: number | undefined;
  requestId?: string | undefined;
  /** What the service said, as plain text. */
  serviceMessage?: string | undefined;
  /** A change may have taken effect although no answer came; default false. */
  outcomeUnknown?: boolean | undefined;
  /** Each one of several faults, with its path. */
  faults?: readonly string[] | undefined;
  cause?: unknown;
}

const BRAND = Symbol.for('@opsbook/alertmanager.error');

/** The one error of this library: switch on `kind`, or on `code` where it matters. */
export class AlertmanagerError extends Error {
  readonly code: AlertmanagerErrorCode;
  readonly kind: AlertmanagerErrorKind;
  readonly status: number | undefined;
  readonly requestId: string | undefined;
  readonly serviceMessage: string | undefined;
  readonly outcomeUnknown: boolean;
  readonly faults: readonly string[];
  readonly [BRAND] = true;

  constructor(code: AlertmanagerErrorCode, message: string, details: AlertmanagerErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'AlertmanagerError';
    this.code = code;
    this.kind = ERROR_KINDS[code];
    this.status = details.status;
    this.requestId = details.requestId;
    this.serviceMessage = details.serviceMessage;
    this.outcomeUnknown = details.outcomeUnknown ?? false;
    this.faults = details.faults ?? [];
  }
}

/** Whether an error is an {@link AlertmanagerError}, also one of another copy of this package. */
export function isAlertmanagerError(error: unknown): error is AlertmanagerError {
  return typeof error === 'object' && error !== null && BRAND in error;
}
