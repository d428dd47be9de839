import type { HttpResponse } from '@opsbook/http';
import type { Attempted } from './error-from-http.ts';
import { OpenStackError } from './errors.ts';

/**
 * Refuses an answer that is none of the service's, although its status is no error: a redirect that was not followed (a
 * change was then not made), or a page of a proxy's or portal's, which must not be read as an empty list.
 * @param key what the answer must hold; undefined where the service answers with an empty body
 */
export function checkAnswer(response: HttpResponse<unknown>, key: string | undefined, attempted: Attempted): void {
  const { status, body, requestId } = response;
  const redirected = status >= 300;
  if (!redirected && (key === undefined ? typeof body !== 'string' : holds(body, key))) return;
  const { label, service, effect } = attempted;
  const page = key === undefined ? 'a text' : `no '${key}' in it`;
  const what = redirected ? `a redirect to ${response.headers.location ?? 'somewhere'}` : page;
  const outcomeUnknown = !redirected && effect === 'change';
  const doubt = outcomeUnknown ? '; it may have taken effect: look before you repeat it' : '';
  throw new OpenStackError(
    'OPENSTACK_UNAVAILABLE',
    `${label}: ${response.url} answered ${status} with ${what}; is that ${service}'s address?${doubt}`,
    { service, status, requestId, outcomeUnknown },
  );
}

const holds = (body: unknown, key: string): boolean => {
  const value = (body as Record<string, unknown> | null | undefined)?.[key];
  return value !== undefined && value !== null;
};

/**
 * Why an answer could not be read, as an error of the service's: one of another shape than its own breaks the reading
 * somewhere, in a TypeError. Anything else is given back as it is.
 */
export function misread(cause: unknown, response: HttpResponse<unknown>, attempted: Attempted): unknown {
  if (!(cause instanceof TypeError)) return cause;
  const { status, requestId } = response;
  const { label, service, effect } = attempted;
  const outcomeUnknown = effect === 'change';
  const doubt = outcomeUnknown ? '; it may have taken effect: look before you repeat it' : '';
  const message = `${label}: ${service} answered ${status} in a shape that is not known here (${cause.message})${doubt}`;
  return new OpenStackError('OPENSTACK_UNAVAILABLE', message, { service, status, requestId, outcomeUnknown, cause });
}
