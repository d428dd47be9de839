import type { Effect } from '@opsbook/context';
import { type HttpError, isHttpError } from '@opsbook/http';
import { AlertmanagerError, type AlertmanagerErrorCode } from './errors.ts';
import { serviceMessage } from './service-message.ts';

/** What was being done, for the message. */
export interface Attempted {
  /** "expire silence 42" */
  label: string;
  /** A read that ends in the dark has changed nothing: its outcome is never unknown. */
  effect: Effect;
  /** The request is about one silence, which may not be there. */
  aboutSilence: boolean;
}

/**
 * An error of the transport as an {@link AlertmanagerError}. Anything else is given back as it is: a refusal of the guard
 * and an unknown value of a plan are not the service's doing.
 */
export function toAlertmanagerError(error: unknown, attempted: Attempted): unknown {
  if (!isHttpError(error)) return error;
  const message = serviceMessage(error.body);
  const code = codeOf(error, message, attempted);
  const outcomeUnknown = error.outcomeUnknown && attempted.effect === 'change';
  return new AlertmanagerError(code, describe(error, attempted, message, outcomeUnknown, code), {
    status: error.status,
    requestId: error.requestId,
    serviceMessage: message,
    outcomeUnknown,
    cause: error,
  });
}

/** Whether the service says that a silence had expired before: an error of versions up to 0.23 only. */
export const saysExpired = (error: AlertmanagerError): boolean =>
  error.status === 500 && /already expired/i.test(error.serviceMessage ?? '');

function codeOf(error: HttpError, message: string | undefined, { aboutSilence }: Attempted): AlertmanagerErrorCode {
  const { status } = error;
  if (error.code !== 'HTTP_STATUS' || status === undefined) return transportCode(error);
  if (status === 401) return 'ALERTMANAGER_UNAUTHORIZED';
  if (status === 403) return 'ALERTMANAGER_FORBIDDEN';
  if (status === 429) return 'ALERTMANAGER_RATE_LIMITED';
  // Up to 0.25 `DELETE` of an unknown silence is a 500.
  if (aboutSilence && (status === 404 || status === 500) && saysNotThere(status, message))
    return 'ALERTMANAGER_NOT_FOUND';
  if (status === 408 || status === 504) return 'ALERTMANAGER_TIMEOUT';
  // Any other 404 comes from a router or a proxy that does not know the path: nothing follows from it.
  if (status >= 500 || status === 404 || status === 410) return 'ALERTMANAGER_UNAVAILABLE';
  return 'ALERTMANAGER_BAD_REQUEST';
}

const saysNotThere = (status: number, message: string | undefined): boolean =>
  message === undefined ? status === 404 : /^silence not found$/i.test(message);

function transportCode(error: HttpError): AlertmanagerErrorCode {
  if (error.code === 'HTTP_ABORTED') return 'ALERTMANAGER_ABORTED';
  if (error.code === 'HTTP_INVALID_REQUEST') return 'ALERTMANAGER_INVALID_INPUT';
  return error.kind === 'timeout' ? 'ALERTMANAGER_TIMEOUT' : 'ALERTMANAGER_UNAVAILABLE';
}

function describe(
  error: HttpError,
  { label }: Attempted,
  message: string | undefined,
  doubt: boolean,
  code: AlertmanagerErrorCode,
): string {
  // The transport's own failures say everything themselves.
  if (error.code !== 'HTTP_STATUS') return error.message;
  const said = `${label}: ${error.url} answered ${error.status}${message === undefined ? '' : `: ${message}`}`;
  if (doubt) return `${said}; it may have taken effect: look before you repeat it`;
  if (code === 'ALERTMANAGER_NOT_FOUND') return `${said}; this instance has no such silence`;
  if (code === 'ALERTMANAGER_UNAUTHORIZED') return `${said}; check the credentials in auth`;
  return error.status === 404 ? `${said}; is that Alertmanager's address, with its path prefix?` : said;
}
