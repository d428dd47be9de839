import { scrub, scrubJson } from '@opsbook/context';
import type { Json } from './json.ts';

/** Every code that the kernel and its engines throw, with the kind that callers switch on. */
const KINDS = {
  /** Something was awaited between verbs that is no verb. */
  NOT_A_VERB: 'invalid-input',
  /** Two steps of one lane have the same name. */
  DUPLICATE_STEP: 'invalid-input',
  /** A step name or item key is empty or holds a character that paths use. */
  INVALID_NAME: 'invalid-input',
  /** A step returned something that JSON cannot carry. */
  RESULT_NOT_JSON: 'invalid-input',
  /** A step returned a secret. */
  SECRET_IN_RESULT: 'refused',
  /** The input does not fit the runbook's schema; `faults` lists all of it. */
  INVALID_INPUT: 'invalid-input',
  /** The runbook returned something that does not fit its output schema. */
  INVALID_OUTPUT: 'invalid-input',
  /** No runbook has this name. */
  UNKNOWN_RUNBOOK: 'not-found',
  /** No run has this id. */
  UNKNOWN_RUN: 'not-found',
  /** The run has ended; nothing can be done to it any more. */
  RUN_ENDED: 'conflict',
  /** Another process executes the run. */
  RUN_OWNED: 'conflict',
  /** This process executed the run and was taken for dead; another one has adopted it. */
  RUN_ADOPTED: 'conflict',
  /** The code took another path than the journal recorded. */
  NON_DETERMINISTIC: 'conflict',
  /** The code of this version takes another path than that of the version which began the run. */
  VERSION_CHANGED: 'conflict',
  /** Somebody has pushed the stop button; nothing starts or goes on until it is lifted. */
  FROZEN: 'refused',
  /** An ensured step can no longer become true. */
  STEP_FAILED: 'conflict',
  /** The run was cancelled while nobody could say whether an effect had taken place. */
  OUTCOME_UNKNOWN: 'conflict',
  /** A step did not become true in its time. */
  TIMED_OUT: 'timeout',
  /** The run was asked to stop. */
  CANCELLED: 'refused',
  /** A change that the approved plan does not hold. */
  NOT_IN_PLAN: 'refused',
  /** Somebody has seen another plan than what would be changed now. */
  PLAN_CHANGED: 'refused',
  /** The site's rules want the run approved, and it was started without the plan to approve. */
  PLAN_REQUIRED: 'refused',
  /** A person said no, nobody answered in time, or too few people may approve it at all. */
  NOT_APPROVED: 'refused',
  /** Somebody may not answer this question, or it is not open. */
  ANSWER_REFUSED: 'refused',
  /** Another run holds a target. */
  LEASE_HELD: 'refused',
  /** The runbook found that it must not do its work. */
  REFUSED: 'refused',
  /** The runbook ended itself as failed, with a report. */
  RUN_FAILED: 'conflict',
  /** An error that carried no code. */
  UNEXPECTED: 'unavailable',
} as const;

export type RunbookErrorCode = keyof typeof KINDS;

const MARK = Symbol.for('@opsbook/runbook.error');

/** Thrown by the kernel, its engines and verbs. */
export class RunbookError extends Error {
  readonly code: RunbookErrorCode;
  readonly kind: string;
  /** What the error is about, as JSON: the lease's holder, the faults of an input, a partial report. */
  readonly details: Json | undefined;
  readonly [MARK] = true;

  constructor(code: RunbookErrorCode, message: string, options: { cause?: unknown; details?: Json } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'RunbookError';
    this.code = code;
    this.kind = KINDS[code];
    this.details = options.details;
  }
}

/** Whether `error` is a {@link RunbookError}, whichever copy of the package threw it. */
export function isRunbookError(error: unknown): error is RunbookError {
  return typeof error === 'object' && error !== null && MARK in error;
}

/** An error as it is recorded: errors are told apart by `code` and `kind`, never by class, after a replay. */
export interface ErrorValue {
  [key: string]: Json | undefined;
  code: string;
  kind: string;
  message: string;
  requestId?: string;
  details?: Json;
  /** True when a change may have taken effect although its answer never came. */
  outcomeUnknown?: boolean;
}

/** An error that a step recorded, thrown again in the lane. */
export class StepError extends Error {
  readonly code: string;
  readonly kind: string;
  readonly requestId: string | undefined;
  readonly details: Json | undefined;
  readonly value: ErrorValue;

  constructor(value: ErrorValue) {
    super(value.message);
    this.name = 'StepError';
    this.code = value.code;
    this.kind = value.kind;
    this.requestId = value.requestId;
    this.details = value.details;
    this.value = value;
  }
}

/** Any thrown thing as a value that can be recorded, free of known secrets. */
export function errorValue(error: unknown): ErrorValue {
  if (error instanceof StepError) return error.value;
  const found = (typeof error === 'object' && error !== null ? error : { message: String(error) }) as Record<
    string,
    unknown
  >;
  const text = (key: string) => (typeof found[key] === 'string' ? found[key] : undefined);
  const requestId = text('requestId');
  return {
    code: text('code') ?? 'UNEXPECTED',
    kind: text('kind') ?? 'unavailable',
    message: scrub(text('message') ?? 'unknown error'),
    ...(requestId !== undefined && { requestId }),
    ...(isRunbookError(error) && error.details !== undefined && { details: scrubJson(error.details) }),
    ...((found['outcomeUnknown'] === true || text('code') === 'OUTCOME_UNKNOWN') && { outcomeUnknown: true }),
  };
}

/** The value as a journal gives it back. Details that JSON cannot carry are left out: the error is told all the same. */
export function recordedError(error: ErrorValue): ErrorValue {
  try {
    return JSON.parse(JSON.stringify(error)) as ErrorValue;
  } catch {
    const { details: _, ...rest } = error;
    return rest;
  }
}

const TRANSIENT = new Set(['unavailable', 'timeout', 'rate-limited']);

/** Whether looking again may help. An error without a code is a bug, not the weather. */
export const isTransient = (error: Pick<ErrorValue, 'code' | 'kind'>): boolean =>
  error.code !== 'UNEXPECTED' && TRANSIENT.has(error.kind);
