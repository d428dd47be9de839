/** Every code of this library, with the kind that goes with it. */
export const ERROR_KINDS = {
  /** There is no such host, service or downtime, or the user's permissions hide it. */
  ICINGA_NOT_FOUND: 'not-found',
  /** Name or password were refused. */
  ICINGA_UNAUTHORIZED: 'unauthorized',
  /** The API user lacks the permission that the message names. */
  ICINGA_FORBIDDEN: 'forbidden',
  /** A proxy asked to slow down for longer than the client waits. */
  ICINGA_RATE_LIMITED: 'rate-limited',
  /** No answer, a broken one, an error of the service's own, or an answer that is not Icinga's. */
  ICINGA_UNAVAILABLE: 'unavailable',
  /** No answer in time. */
  ICINGA_TIMEOUT: 'timeout',
  /** Icinga does not accept the request as it is, or cannot evaluate the filter. */
  ICINGA_BAD_REQUEST: 'invalid-input',
  /** The input was refused before anything was sent; `faults` lists everything. */
  ICINGA_INVALID_INPUT: 'invalid-input',
  /** The client's options are wrong; `faults` lists everything. */
  ICINGA_CONFIG: 'invalid-input',
  /** The caller or the run ended the request. */
  ICINGA_ABORTED: 'refused',
} as const;

export type IcingaErrorCode = keyof typeof ERROR_KINDS;
export type IcingaErrorKind = (typeof ERROR_KINDS)[IcingaErrorCode];

export interface IcingaErrorDetails {
  /** HTTP status, if there was an answer. */
  status?: number | undefined;
  /** What the service said, as plain text. */
  serviceMessage?: string | undefined;
  /** A change may have taken effect although no answer came; default false. */
  outcomeUnknown?: boolean | undefined;
  /** Each one of several faults, with its path. */
  faults?: readonly string[] | undefined;
  cause?: unknown;
}

const BRAND = Symbol.for('@opsbook/icinga.error');

/** The one error of this library: switch on `kind`, or on `code` where it matters. */
export class IcingaError extends Error {
  readonly code: IcingaErrorCode;
  readonly kind: IcingaErrorKind;
  readonly status: number | undefined;
  readonly serviceMessage: string | undefined;
  readonly outcomeUnknown: boolean;
  readonly faults: readonly string[];
  readonly [BRAND] = true;

  constructor(code: IcingaErrorCode, message: string, details: IcingaErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'IcingaError';
    this.code = code;
    this.kind = ERROR_KINDS[code];
    this.status = details.status;
    this.serviceMessage = details.serviceMessage;
    this.outcomeUnknown = details.outcomeUnknown ?? false;
    this.faults = details.faults ?? [];
  }
}

/** Whether an error is an {@link IcingaError}, also one of another copy of this package. */
export function isIcingaError(error: unknown): error is IcingaError {
  return typeof error === 'object' && error !== null && BRAND in error;
}

/** @throws ICINGA_INVALID_INPUT with all faults, if there are any */
export function refuse(what: string, faults: readonly string[]): void {
  if (faults.length > 0) throw new IcingaError('ICINGA_INVALID_INPUT', `${what}: ${faults.join('; ')}`, { faults });
}
