import { isHttpError } from '@opsbook/http';

/** Every code of this library, with the kind that goes with it. */
export const ERROR_KINDS = {
  /** There is no such thing. */
  STACKSTORM_NOT_FOUND: 'not-found',
  /** Anything else that the service or the way to it answered. */
  STACKSTORM_UNAVAILABLE: 'unavailable',
} as const;

export type StackstormErrorCode = keyof typeof ERROR_KINDS;

const BRAND = Symbol.for('@opsbook/stackstorm.error');

/** The one error of this library: switch on `kind`, or on `code` where it matters. */
export class StackstormError extends Error {
  readonly code: StackstormErrorCode;
  readonly kind: (typeof ERROR_KINDS)[StackstormErrorCode];
  /** HTTP status, if there was an answer. */
  readonly status: number | undefined;
  /** A change may have taken effect although no answer came. */
  readonly outcomeUnknown: boolean;
  readonly [BRAND] = true;

  constructor(
    code: StackstormErrorCode,
    message: string,
    details: { status?: number | undefined; outcomeUnknown?: boolean; cause?: unknown } = {},
  ) {
    super(message, { cause: details.cause });
    this.name = 'StackstormError';
    this.code = code;
    this.kind = ERROR_KINDS[code];
    this.status = details.status;
    this.outcomeUnknown = details.outcomeUnknown ?? false;
  }
}

/** Whether an error is a {@link StackstormError}, also one of another copy of this package. */
export function isStackstormError(error: unknown): error is StackstormError {
  return typeof error === 'object' && error !== null && BRAND in error;
}

/** An error of the transport as one of this library; anything else, as a refusal of the guard, is given back as it is. */
export function toStackstormError(error: unknown, doing: string): unknown {
  if (!isHttpError(error)) return error;
  const { status, outcomeUnknown } = error;
  const code = status === 404 ? 'STACKSTORM_NOT_FOUND' : 'STACKSTORM_UNAVAILABLE';
  return new StackstormError(code, `${doing}: ${error.message}`, { status, outcomeUnknown, cause: error });
}
