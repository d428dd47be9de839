import type { RawAnswer } from './attempt.ts';
import type { PreparedRequest } from './prepare.ts';

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/**
 * Where a GET or HEAD is sent on to. Only within the same host, and never from https to http: the request's headers hold
 * tokens. Undefined for every other answer, which is then the caller's.
 */
export function redirectTarget(request: PreparedRequest, answer: RawAnswer): string | undefined {
  const { location } = answer.headers;
  if (request.method !== 'GET' && request.method !== 'HEAD') return undefined;
  if (!REDIRECTS.has(answer.status) || location === undefined || !URL.canParse(location, request.url)) return undefined;
  const from = new URL(request.url);
  const to = new URL(location, request.url);
  const safe = to.host === from.host && (to.protocol === 'https:' || to.protocol === from.protocol);
  return safe ? to.href : undefined;
}
