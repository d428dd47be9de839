import type { Effect } from '@opsbook/context';
import { type HttpError, isHttpError, plainText } from '@opsbook/http';
import { IcingaError, type IcingaErrorCode } from './errors.ts';

/** What was being done, for the message. */
export interface Attempted {
  /** "schedule a downtime of host hv1" */
  label: string;
  /** A read that ends in the dark has changed nothing: its outcome is never unknown. */
  effect: Effect;
}

/**
 * An error of the transport as an {@link IcingaError}. Anything else is given back as it is: a refusal of the guard
 * and an unknown value of a plan are not the service's doing.
 */
export function toIcingaError(error: unknown, { label, effect }: Attempted): unknown {
  if (!isHttpError(error)) return error;
  const message = serviceMessage(error.body);
  const code = codeOf(error);
  const outcomeUnknown = error.outcomeUnknown && effect === 'change';
  return new IcingaError(code, describe(error, label, message, outcomeUnknown), {
    status: error.status,
    serviceMessage: message,
    outcomeUnknown,
    cause: error,
  });
}

/** An action whose filter met nothing: 500 and no result at all, not even a word. */
const metNothing = ({ status, body }: HttpError): boolean => status === 500 && isEmptyResults(body);

const isEmptyResults = (body: unknown): boolean => {
  const results = fieldOf(body, 'results');
  return Array.isArray(results) && results.length === 0;
};

function codeOf(error: HttpError): IcingaErrorCode {
  const { status } = error;
  if (error.code === 'HTTP_ABORTED') return 'ICINGA_ABORTED';
  if (error.code === 'HTTP_INVALID_REQUEST') return 'ICINGA_INVALID_INPUT';
  if (error.code !== 'HTTP_STATUS' || status === undefined)
    return error.kind === 'timeout' ? 'ICINGA_TIMEOUT' : 'ICINGA_UNAVAILABLE';
  if (status === 401) return 'ICINGA_UNAUTHORIZED';
  if (status === 403) return 'ICINGA_FORBIDDEN';
  if (status === 429) return 'ICINGA_RATE_LIMITED';
  if (status === 408 || status === 504) return 'ICINGA_TIMEOUT';
  if (metNothing(error)) return 'ICINGA_NOT_FOUND';
  if (status === 404) return notFoundCode(error.body);
  return status >= 500 ? 'ICINGA_UNAVAILABLE' : 'ICINGA_BAD_REQUEST';
}

/** Everything that a filter cannot give is a 404 to Icinga; what it was stands in `diagnostic_information`. */
function notFoundCode(body: unknown): IcingaErrorCode {
  const diagnosis = textIn(body, 'diagnostic_information');
  if (diagnosis !== undefined) {
    if (diagnosis.startsWith('Error: Missing permission')) return 'ICINGA_FORBIDDEN';
    if (diagnosis.startsWith('Error: Object does not exist')) return 'ICINGA_NOT_FOUND';
    return 'ICINGA_BAD_REQUEST';
  }
  // Any other 404 comes from a router or a proxy that does not know the path: nothing follows from it.
  return textIn(body, 'status') === 'No objects found.' ? 'ICINGA_NOT_FOUND' : 'ICINGA_UNAVAILABLE';
}

/** `{error, status}`, `{results: [{code, status}]}`, or a page. */
function serviceMessage(body: unknown): string | undefined {
  const results = fieldOf(body, 'results');
  const said = Array.isArray(results) ? results.map((result) => textIn(result, 'status')) : [textIn(body, 'status')];
  // What follows an empty line is a stack trace.
  const [diagnosis] = textIn(body, 'diagnostic_information')?.split('\n\n') ?? [];
  said.push(diagnosis, typeof body === 'string' ? body : undefined);
  const text = plainText(said.filter((one) => one !== undefined).join(' '));
  return text === '' ? undefined : text;
}

function describe(error: HttpError, label: string, message: string | undefined, doubt: boolean): string {
  // The transport's own failures say everything themselves.
  if (error.code !== 'HTTP_STATUS') return error.message;
  if (metNothing(error)) return `${label}: nothing is there that it could be done to, or the user may not see it`;
  const said = `${label}: ${error.url} answered ${error.status}${message === undefined ? '' : `: ${message}`}`;
  if (doubt) return `${said}; it may have taken effect: look before you repeat it`;
  return error.status === 401 ? `${said} Check the ApiUser in auth.` : said;
}

const fieldOf = (body: unknown, name: string): unknown =>
  typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[name] : undefined;

function textIn(body: unknown, name: string): string | undefined {
  const value = fieldOf(body, name);
  return typeof value === 'string' && value !== '' ? value : undefined;
}
