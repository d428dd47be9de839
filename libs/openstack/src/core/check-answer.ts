import type { HttpResponse } from '@opsbook/http';
import type { Attempted } from './error-from-http.ts';
import { OpenStackError } from './errors.ts';

/**
 * Refuses an answer that is none of the service's, although its status is no error: a redirect that was not followed (a
 * change was then not made), or a page of a proxy's or portal's, which must not be read as an empty list.
 * @param key what the answer must hold; undefined where nova answers with an empty body
 */
export function checkAnswer(response: HttpResponse<unknown>, key: string | undefined, attempted: Attempted): void {
  const { status, body, requestId } = response;
  const redirected = status >= 300;
  if (!redirected && (key === undefined || holds(body, key))) return;
  const what = redirected ? `a redirect to ${response.headers.location ?? 'somewhere'}` : `no '${key}' in it`;
  throw new OpenStackError(
    'OPENSTACK_UNAVAILABLE',
    `${attempted.label}: ${response.url} answered ${status} with ${what}; is that ${attempted.service}'s address?`,
    {
      service: attempted.service,
      status,
      requestId,
      outcomeUnknown: !redirected && attempted.effect === 'change',
    },
  );
}

const holds = (body: unknown, key: string): boolean => typeof body === 'object' && body !== null && key in body;
