import { scrub } from '@opsbook/context';
import type { AttemptFailure, RawAnswer } from './attempt.ts';
import { type HttpErrorKind, HttpError, kindOfStatus } from './errors.ts';
import { parseErrorBody } from './parse-body.ts';
import type { PreparedRequest } from './prepare.ts';
import { redactHeaders, redactUrl } from './redact.ts';
import { parseHttpDate, parseRetryAfter } from './retry-after.ts';

const LONGEST_EXCERPT = 300;
const GATEWAY_LOST_THE_SERVICE: ReadonlySet<number> = new Set([502, 504]);

/** What happened, for people: `live-migrate server 42: POST http://nova/...`. */
export const describe = ({ method, url, label }: Pick<PreparedRequest, 'method' | 'url' | 'label'>): string =>
  `${label === undefined ? '' : `${scrub(label)}: `}${method} ${redactUrl(url)}`;

/** @param now milliseconds since the Unix epoch */
export function statusError(
  request: PreparedRequest,
  answer: RawAnswer,
  requestId: string | undefined,
  now: number,
): HttpError {
  const { status } = answer;
  const body = parseErrorBody(answer);
  // A date is by the service's clock, which need not be ours.
  const retryAfter = parseRetryAfter(answer.headers['retry-after'], parseHttpDate(answer.headers.date ?? '') ?? now);
  const id = idText(requestId ?? request.sentRequestId);
  const wait = retryAfter === undefined ? '' : `; it asks to wait ${retryAfter} s`;
  return new HttpError(`${describe(request)} was answered ${status}${excerpt(body)}${id}${wait}`, {
    ...base(request),
    code: 'HTTP_STATUS',
    kind: kindOfStatus(status),
    outcome: GATEWAY_LOST_THE_SERVICE.has(status) ? 'unknown' : 'answered',
    status,
    requestId: requestId ?? request.sentRequestId,
    headers: redactHeaders(answer.headers),
    body,
    retryAfter,
  });
}

export function bodyError(request: PreparedRequest, answer: RawAnswer, requestId: string | undefined): HttpError {
  const body = parseErrorBody(answer);
  return new HttpError(
    `${describe(request)} was answered ${answer.status} with JSON that is none${excerpt(body)}${doubt(request)}`,
    {
      ...base(request),
      code: 'HTTP_BODY',
      kind: 'unavailable',
      // Its status is none of an error: what was asked for was most likely done.
      outcome: 'unknown',
      status: answer.status,
      requestId: requestId ?? request.sentRequestId,
      headers: redactHeaders(answer.headers),
      body,
    },
  );
}

/** @param timeouts in seconds */
export function attemptError(
  request: PreparedRequest,
  { code, sent, cause }: AttemptFailure,
  timeouts: { connectTimeout: number; timeout: number },
): HttpError {
  const text = {
    HTTP_CONNECT: 'was not sent: there is no connection',
    HTTP_CONNECT_TIMEOUT: `was not sent: no connection within ${Math.min(timeouts.connectTimeout, timeouts.timeout)} s`,
    HTTP_TLS: 'was not sent: a certificate was not accepted',
    HTTP_TIMEOUT: `was not answered within ${timeouts.timeout} s`,
    HTTP_BROKEN: 'was sent, but the connection broke',
    HTTP_ABORTED: sent ? 'was sent, then aborted' : 'was aborted before it was sent',
  }[code];
  const told = code === 'HTTP_CONNECT' || code === 'HTTP_TLS' || code === 'HTTP_BROKEN';
  const unknown = sent ? doubt(request) : '';
  return new HttpError(
    `${describe(request)} ${text}${told && cause instanceof Error ? ` (${cause.message})` : ''}${unknown}`,
    {
      ...base(request),
      code,
      kind: KINDS[code],
      outcome: sent ? 'unknown' : 'not-sent',
      requestId: sent ? request.sentRequestId : undefined,
      cause,
    },
  );
}

/** Ended by a signal before or between attempts. */
export const abortedError = (request: PreparedRequest, cause: unknown): HttpError =>
  new HttpError(`${describe(request)} was aborted before it was sent`, {
    ...base(request),
    code: 'HTTP_ABORTED',
    kind: 'refused',
    outcome: 'not-sent',
    cause,
  });

/** The same error for a request of which an earlier attempt may have taken effect, whatever became of this one. */
export const afterUnknownOutcome = (error: HttpError): HttpError =>
  error.outcomeUnknown ? error : unknownSince(error, 'an earlier attempt may have taken effect');

/** The same error for a request whose guard refused to have it sent once more. */
export const notRepeated = (error: HttpError, refusal: unknown): HttpError =>
  unknownSince(error, `not sent again: ${scrub(refusal instanceof Error ? refusal.message : String(refusal))}`);

function unknownSince(error: HttpError, why: string): HttpError {
  const { code, kind, method, url, label, status, requestId, headers, body, retryAfter, cause } = error;
  return new HttpError(`${error.message}; ${why}`, {
    ...{ code, kind, method, url, label, status, requestId, headers, body, retryAfter, cause },
    outcome: 'unknown',
  });
}

const KINDS: Record<AttemptFailure['code'], HttpErrorKind> = {
  HTTP_CONNECT: 'unavailable',
  HTTP_CONNECT_TIMEOUT: 'timeout',
  HTTP_TLS: 'unavailable',
  HTTP_TIMEOUT: 'timeout',
  HTTP_BROKEN: 'unavailable',
  HTTP_ABORTED: 'refused',
};

const base = ({ method, url, label }: PreparedRequest) => ({
  method,
  url: redactUrl(url),
  label: label === undefined ? undefined : scrub(label),
});

// A read that ends in the dark has changed nothing.
const doubt = ({ effect }: PreparedRequest): string =>
  effect === 'change' ? '; it may have taken effect: look before you repeat it' : '';

const idText = (id: string | undefined): string => (id === undefined ? '' : ` (request id ${id})`);

function excerpt(body: unknown): string {
  if (body === undefined) return '';
  const text = (typeof body === 'string' ? body : JSON.stringify(body)).replace(/\s+/g, ' ');
  return `: ${text.length > LONGEST_EXCERPT ? `${text.slice(0, LONGEST_EXCERPT)}...` : text}`;
}
