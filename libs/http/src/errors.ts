import type { HttpMethod } from './http-request.ts';

/** Every code that an {@link HttpError} can have. */
export type HttpErrorCode =
  /** The service answered with a status of 400 or more. */
  | 'HTTP_STATUS'
  /** No connection: refused, unknown host name, failed TLS handshake. */
  | 'HTTP_CONNECT'
  /** No connection within `connectTimeout`. */
  | 'HTTP_CONNECT_TIMEOUT'
  /** A certificate was not accepted, by us or by the service. */
  | 'HTTP_TLS'
  /** Sent, but not completely answered within `timeout`. */
  | 'HTTP_TIMEOUT'
  /** Sent, but the connection broke before the answer was complete. */
  | 'HTTP_BROKEN'
  /** The answer says that it is JSON and is not. */
  | 'HTTP_BODY'
  /** Ended by an AbortSignal, or by the source of an upload. */
  | 'HTTP_ABORTED'
  /** The request cannot be sent as it is: a URL, header or body that is none. */
  | 'HTTP_INVALID_REQUEST';

/** What callers switch on. */
export type HttpErrorKind =
  | 'not-found'
  | 'conflict'
  | 'unauthorized'
  | 'forbidden'
  | 'rate-limited'
  | 'unavailable'
  | 'timeout'
  | 'invalid-input'
  | 'refused';

/**
 * How far the request came. `unknown`: it was sent, and whether it took effect is not known (a broken connection, a
 * time-out, an answer that cannot be read, or a gateway that answered 502 or 504 in place of the service).
 */
export type HttpOutcome = 'not-sent' | 'unknown' | 'answered';

export interface HttpErrorDetails {
  code: HttpErrorCode;
  kind: HttpErrorKind;
  outcome: HttpOutcome;
  method: HttpMethod;
  url: string;
  label?: string | undefined;
  status?: number | undefined;
  requestId?: string | undefined;
  headers?: Record<string, string> | undefined;
  body?: unknown;
  retryAfter?: number | undefined;
  cause?: unknown;
}

const BRAND = Symbol.for('@opsbook/http.error');

/** Why a request failed, without secrets: neither tokens nor known secret values are in any of its fields. */
export class HttpError extends Error {
  readonly code: HttpErrorCode;
  readonly kind: HttpErrorKind;
  readonly outcome: HttpOutcome;
  readonly method: HttpMethod;
  /** Without userinfo; token-like query values are masked. */
  readonly url: string;
  readonly label: string | undefined;
  readonly status: number | undefined;
  /** The service's; where it gave none, the one that was sent, which stands in the service's log. */
  readonly requestId: string | undefined;
  /** Of the answer; tokens and cookies are masked. */
  readonly headers: Record<string, string> | undefined;
  /** Of the answer: parsed JSON, or text; when longer than 64 KiB, its beginning as text. */
  readonly body: unknown;
  /** Seconds after which the service wants to be asked again. */
  readonly retryAfter: number | undefined;
  readonly [BRAND] = true;

  constructor(message: string, details: HttpErrorDetails) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'HttpError';
    this.code = details.code;
    this.kind = details.kind;
    this.outcome = details.outcome;
    this.method = details.method;
    this.url = details.url;
    this.label = details.label;
    this.status = details.status;
    this.requestId = details.requestId;
    this.headers = details.headers;
    this.body = details.body;
    this.retryAfter = details.retryAfter;
  }

  /** The request may have taken effect: look before repeating it. */
  get outcomeUnknown(): boolean {
    return this.outcome === 'unknown';
  }
}

/** Holds for errors of another copy of this package too. */
export const isHttpError = (error: unknown): error is HttpError =>
  typeof error === 'object' && error !== null && (error as { [BRAND]?: boolean })[BRAND] === true;

/** The kind of an answer's status; for a status of 400 or more. */
export function kindOfStatus(status: number): HttpErrorKind {
  switch (status) {
    case 401:
      return 'unauthorized';
    case 403:
      return 'forbidden';
    case 404:
    case 410:
      return 'not-found';
    case 409:
    case 412:
      return 'conflict';
    case 429:
      return 'rate-limited';
    case 408:
    case 504:
      return 'timeout';
    default:
      return status >= 500 ? 'unavailable' : 'invalid-input';
  }
}
