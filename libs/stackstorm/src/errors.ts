/** Every code of this library, with the kind that goes with it. */
export const ERROR_KINDS = {
  /** There is no such execution, rule, key, action, inquiry, trigger, webhook or pack. */
  STACKSTORM_NOT_FOUND: 'not-found',
  /** There is one of that name already. */
  STACKSTORM_CONFLICT: 'conflict',
  /** The execution has come to its end: it cannot be cancelled, paused or resumed any more. */
  STACKSTORM_COMPLETED: 'conflict',
  /** The API key, the token, or name and password were refused. */
  STACKSTORM_UNAUTHORIZED: 'unauthorized',
  /** The user may not do that: a role of RBAC, an inquiry of other users, an option for administrators. */
  STACKSTORM_FORBIDDEN: 'forbidden',
  /** A proxy asked to slow down for longer than the client waits. */
  STACKSTORM_RATE_LIMITED: 'rate-limited',
  /** No answer, a broken one, an error of the service's own, or an answer that is not StackStorm's. */
  STACKSTORM_UNAVAILABLE: 'unavailable',
  /** No answer in time; an execution that had not come to its end in time. */
  STACKSTORM_TIMEOUT: 'timeout',
  /** StackStorm does not accept the request as it is: parameters, payload, criteria. */
  STACKSTORM_BAD_REQUEST: 'invalid-input',
  /** The input was refused before anything was sent; `faults` lists everything. */
  STACKSTORM_INVALID_INPUT: 'invalid-input',
  /** A parameter's text would be evaluated as a template; nothing was sent. */
  STACKSTORM_TEMPLATE: 'invalid-input',
  /** The client's options are wrong; `faults` lists everything. */
  STACKSTORM_CONFIG: 'invalid-input',
  /** The caller or the run ended the request. */
  STACKSTORM_ABORTED: 'refused',
} as const;

export type StackStormErrorCode = keyof typeof ERROR_KINDS;
export type StackStormErrorKind = (typeof ERROR_KINDS)[StackStormErrorCode];

export interface StackStormErrorDetails {
  /** HTTP status, if there was an answer. */
  status?: number | undefined;
  /** StackStorm's id of the request, which stands in its log. */
  requestId?: string | undefined;
  /** What the service said (`faultstring`), as plain text. */
  serviceMessage?: string | undefined;
  /** A change may have taken effect although no answer came; default false. */
  outcomeUnknown?: boolean | undefined;
  /** Each one of several faults, with its path. */
  faults?: readonly string[] | undefined;
  cause?: unknown;
}

const BRAND = Symbol.for('@opsbook/stackstorm.error');

/** The one error of this library: switch on `kind`, or on `code` where it matters. */
export class StackStormError extends Error {
  readonly code: StackStormErrorCode;
  readonly kind: StackStormErrorKind;
  readonly status: number | undefined;
  readonly requestId: string | undefined;
  readonly serviceMessage: string | undefined;
  readonly outcomeUnknown: boolean;
  readonly faults: readonly string[];
  readonly [BRAND] = true;

  constructor(code: StackStormErrorCode, message: string, details: StackStormErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'StackStormError';
    this.code = code;
    this.kind = ERROR_KINDS[code];
    this.status = details.status;
    this.requestId = details.requestId;
    this.serviceMessage = details.serviceMessage;
    this.outcomeUnknown = details.outcomeUnknown ?? false;
    this.faults = details.faults ?? [];
  }
}

/** Whether an error is a {@link StackStormError}, also one of another copy of this package. */
export function isStackStormError(error: unknown): error is StackStormError {
  return typeof error === 'object' && error !== null && BRAND in error;
}

/** @throws the code with all faults, if there are any */
export function refuse(
  what: string,
  faults: readonly string[],
  code: StackStormErrorCode = 'STACKSTORM_INVALID_INPUT',
): void {
  if (faults.length > 0) throw new StackStormError(code, `${what}: ${faults.join('; ')}`, { faults });
}
