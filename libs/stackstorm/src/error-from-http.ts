import type { Effect } from '@opsbook/context';
import { type HttpError, isHttpError, plainText } from '@opsbook/http';
import { StackStormError, type StackStormErrorCode } from './errors.ts';

/** What was being done, for the message. */
export interface Attempted {
  /** "cancel execution 5f..." */
  label: string;
  /** A read that ends in the dark has changed nothing: its outcome is never unknown. */
  effect: Effect;
}

/** What the router says of a path that it does not know; and of an unknown inquiry, since its controller says nothing. */
const NO_SUCH_PATH = 'The resource could not be found.';

/**
 * An error of the transport as a {@link StackStormError}. Anything else is given back as it is: a refusal of the guard
 * and an unknown value of a plan are not the service's doing.
 */
export function toStackStormError(error: unknown, { label, effect }: Attempted): unknown {
  if (!isHttpError(error)) return error;
  const message = faultOf(error.body);
  const code = codeOf(error, message);
  const outcomeUnknown = error.outcomeUnknown && effect === 'change';
  return new StackStormError(code, describe(error, label, message, outcomeUnknown), {
    status: error.status,
    requestId: error.requestId,
    serviceMessage: message,
    outcomeUnknown,
    cause: error,
  });
}

/**
 * What an answer says went wrong. Every error of StackStorm is `{faultstring}`; what is none comes from a proxy. Also the answer
 * 200 can hold one. Source: st2common/middleware/error_handling.py.
 */
export function faultOf(body: unknown): string | undefined {
  const fault: unknown =
    typeof body === 'object' && body !== null ? (body as { faultstring?: unknown }).faultstring : body;
  const text = typeof fault === 'string' ? plainText(fault) : '';
  return text === '' ? undefined : text;
}

const isStackStorms = (body: unknown): boolean => typeof body === 'object' && body !== null && 'faultstring' in body;

function codeOf(error: HttpError, message: string | undefined): StackStormErrorCode {
  const { status, body } = error;
  if (error.code === 'HTTP_ABORTED') return 'STACKSTORM_ABORTED';
  if (error.code === 'HTTP_INVALID_REQUEST') return 'STACKSTORM_INVALID_INPUT';
  if (error.code !== 'HTTP_STATUS' || status === undefined)
    return error.kind === 'timeout' ? 'STACKSTORM_TIMEOUT' : 'STACKSTORM_UNAVAILABLE';
  if (status === 401) return 'STACKSTORM_UNAUTHORIZED';
  if (status === 403) return 'STACKSTORM_FORBIDDEN';
  if (status === 429) return 'STACKSTORM_RATE_LIMITED';
  if (status === 408 || status === 504) return 'STACKSTORM_TIMEOUT';
  // What is not StackStorm's comes from a proxy that does not know the path: nothing follows from it.
  if (status === 404) return isStackStorms(body) ? 'STACKSTORM_NOT_FOUND' : 'STACKSTORM_UNAVAILABLE';
  if (status === 409) return 'STACKSTORM_CONFLICT';
  // actionexecutions.py says so of a PUT.
  if (status === 400 && message === 'Execution is already in completed state.') return 'STACKSTORM_COMPLETED';
  return status >= 500 ? 'STACKSTORM_UNAVAILABLE' : 'STACKSTORM_BAD_REQUEST';
}

function describe(error: HttpError, label: string, message: string | undefined, doubt: boolean): string {
  // The transport's own failures say everything themselves.
  if (error.code !== 'HTTP_STATUS') return error.message;
  const said = `${label}: ${error.url} answered ${error.status}${message === undefined ? '' : `: ${message}`}`;
  if (doubt) return `${said}; it may have taken effect: look before you repeat it`;
  if (error.status === 401) return `${said}; check the credentials in auth`;
  const lost = error.status === 404 && (!isStackStorms(error.body) || message === NO_SUCH_PATH);
  return lost ? `${said}; is that the address of StackStorm's API?` : said;
}
