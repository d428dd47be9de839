import { describe, expect, it } from '@jest/globals';
import { HttpError, type HttpErrorDetails } from './errors.ts';
import { Retries, type RetryRules } from './retries.ts';

const rules: RetryRules = { retries: 4, maxRateLimitWait: 300, random: () => 0.5, repeatable: true };
const error = (details: Partial<HttpErrorDetails>) =>
  new HttpError('x', {
    code: 'HTTP_STATUS',
    kind: 'unavailable',
    outcome: 'answered',
    method: 'GET',
    url: 'http://h/',
    ...details,
  });
const times = (n: number, retries: Retries, failure: HttpError) =>
  Array.from({ length: n }, () => retries.after(failure));

describe('the back-off', () => {
  it('doubles from half a second, with full jitter, as often as told', () => {
    expect(times(5, new Retries(rules), error({ status: 503 }))).toEqual([0.25, 0.5, 1, 2, undefined]);
    expect(times(2, new Retries({ ...rules, random: () => 0 }), error({ status: 503 }))).toEqual([0, 0]);
  });

  it('ends at half a minute', () => {
    const waits = times(9, new Retries({ ...rules, retries: 9, random: () => 1 }), error({ code: 'HTTP_CONNECT' }));
    expect(waits).toEqual([0.5, 1, 2, 4, 8, 16, 30, 30, 30]);
  });
});

describe('a rate limit', () => {
  it('is waited out without using up attempts, up to the total', () => {
    const retries = new Retries({ ...rules, retries: 0 });
    expect(times(4, retries, error({ status: 429, retryAfter: 100 }))).toEqual([100, 100, 100, undefined]);
    expect(retries.after(error({ status: 503, retryAfter: 1 }))).toBeUndefined();
  });

  it('is not waited for when that would take too long', () => {
    expect(new Retries(rules).after(error({ status: 429, retryAfter: 301 }))).toBeUndefined();
  });

  it('of no seconds is no reason to hammer: the ordinary back-off and its attempts', () => {
    const refused = error({ status: 429, retryAfter: 0 });
    expect(times(5, new Retries(rules), refused)).toEqual([0.25, 0.5, 1, 2, undefined]);
  });
});

describe('what is repeated', () => {
  it.each<[string, Partial<HttpErrorDetails>, boolean, boolean]>([
    ['no connection', { code: 'HTTP_CONNECT' }, true, true],
    ['no connection in time', { code: 'HTTP_CONNECT_TIMEOUT' }, true, true],
    ['a time-out', { code: 'HTTP_TIMEOUT' }, true, false],
    ['a broken connection', { code: 'HTTP_BROKEN' }, true, false],
    ['429', { status: 429 }, true, true],
    ['429 with Retry-After', { status: 429, retryAfter: 2 }, true, true],
    ['502', { status: 502 }, true, false],
    ['503', { status: 503 }, true, false],
    ['503 with Retry-After', { status: 503, retryAfter: 2 }, true, false],
    ['504', { status: 504 }, true, false],
    ['413 with Retry-After, a quota', { status: 413, retryAfter: 0 }, false, false],
    ['400', { status: 400 }, false, false],
    ['408', { status: 408 }, false, false],
    ['409', { status: 409, retryAfter: 1 }, false, false],
    ['500', { status: 500 }, false, false],
    ['a certificate', { code: 'HTTP_TLS' }, false, false],
    ['JSON that is none', { code: 'HTTP_BODY' }, false, false],
    ['an abort', { code: 'HTTP_ABORTED' }, false, false],
    ['a bad request', { code: 'HTTP_INVALID_REQUEST' }, false, false],
  ])('%s', (_what, details, ifRepeatable, ifNot) => {
    expect(new Retries(rules).after(error(details)) !== undefined).toBe(ifRepeatable);
    expect(new Retries({ ...rules, repeatable: false }).after(error(details)) !== undefined).toBe(ifNot);
  });
});
