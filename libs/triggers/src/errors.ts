/** Every error of this library by its code; the README says what each means. */
export type TriggersErrorCode =
  'RULES_INVALID' | 'EXPRESSION_FAILED' | 'ALREADY_DECIDED' | 'UNKNOWN_EVENT' | 'INVALID_BODY' | 'DAEMON_RUNNING';

const KIND = {
  RULES_INVALID: 'invalid-input',
  EXPRESSION_FAILED: 'invalid-input',
  ALREADY_DECIDED: 'conflict',
  UNKNOWN_EVENT: 'not-found',
  INVALID_BODY: 'invalid-input',
  DAEMON_RUNNING: 'conflict',
} as const satisfies Record<TriggersErrorCode, string>;

const MARK = Symbol.for('@opsbook/triggers/error');

/** What this library throws. `faults` lists all that is wrong with an input, each with its place. */
export class TriggersError extends Error {
  override readonly name = 'TriggersError';
  readonly [MARK] = true;
  readonly code: TriggersErrorCode;
  readonly kind: (typeof KIND)[TriggersErrorCode];
  readonly faults: readonly string[];

  constructor(code: TriggersErrorCode, message: string, options: { faults?: readonly string[]; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.code = code;
    this.kind = KIND[code];
    this.faults = options.faults ?? [];
  }
}

/** Holds for errors of another copy of the package too. */
export const isTriggersError = (error: unknown): error is TriggersError =>
  typeof error === 'object' && error !== null && MARK in error;
