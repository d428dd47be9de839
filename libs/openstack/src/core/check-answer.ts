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

const holds = (body: unknown, key: string): boolean => typeof body === 'object' && body !== null && key in body;
