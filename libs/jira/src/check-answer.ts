import type { HttpResponse } from '@opsbook/http';
import * as z from 'zod';
import { type Attempted, loginFault } from './error-from-http.ts';
import { JiraError } from './errors.ts';

/**
 * A proxy or a login page may answer in Jira's place, with a status that is none of an error.
 * @throws JIRA_UNAVAILABLE; JIRA_UNAUTHORIZED and JIRA_CAPTCHA for a read that Jira took for an anonymous one
 */
export function checkFrame(
  { status, url, headers, body, requestId }: HttpResponse<unknown>,
  attempted: Attempted,
  as?: 'bytes',
): void {
  const login = attempted.effect === 'read' ? loginFault(headers) : undefined;
  if (login !== undefined) {
    const message = `${attempted.label}: ${url} took the request for an anonymous one; the credentials were not accepted`;
    throw new JiraError(login, message, { status, requestId });
  }
  const isPage = as === undefined && typeof body === 'string' && /^\s*</.test(body);
  if (status < 300 && !isPage) return;
  // What follows the path may be a token.
  const target = headers['location']?.replace(/[?#].*$/s, '') ?? 'somewhere';
  const what = status >= 300 ? `a redirect to ${target}` : 'a page of HTML';
  throw strange(`answered ${status} with ${what}; is that Jira's base URL?`, { status, url, requestId }, attempted);
}

/** What of the answer is used. @throws JIRA_UNAVAILABLE for one that is none of the API */
export function readAnswer<T>(
  { body, status, url, requestId }: HttpResponse<unknown>,
  schema: z.ZodType<T>,
  attempted: Attempted,
): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const why = z.prettifyError(parsed.error).replace(/\s+/g, ' ');
  throw strange(`answered ${status} with what is no answer of the API: ${why}`, { status, url, requestId }, attempted);
}

function strange(
  what: string,
  { status, url, requestId }: Pick<HttpResponse<unknown>, 'status' | 'url' | 'requestId'>,
  { label, effect }: Attempted,
): JiraError {
  const outcomeUnknown = effect === 'change' && status < 300;
  const doubt = outcomeUnknown ? '; it may have taken effect: look before you repeat it' : '';
  const message = `${label}: ${url} ${what}${doubt}`;
  return new JiraError('JIRA_UNAVAILABLE', message, { status, requestId, outcomeUnknown });
}
