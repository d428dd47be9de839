import { describe, expect, it } from '@jest/globals';
import { HttpError, isHttpError, kindOfStatus } from './errors.ts';

describe('the kind of a status', () => {
  it.each([
    [400, 'invalid-input'],
    [401, 'unauthorized'],
    [403, 'forbidden'],
    [404, 'not-found'],
    [408, 'timeout'],
    [409, 'conflict'],
    [410, 'not-found'],
    [412, 'conflict'],
    [413, 'invalid-input'],
    [422, 'invalid-input'],
    [429, 'rate-limited'],
    [500, 'unavailable'],
    [503, 'unavailable'],
    [504, 'timeout'],
  ])('%i is %s', (status, kind) => {
    expect(kindOfStatus(status)).toBe(kind);
  });
});

describe('isHttpError', () => {
  it('knows the errors of another copy of the package, and no others', () => {
    const details = {
      code: 'HTTP_BODY',
      kind: 'unavailable',
      outcome: 'answered',
      method: 'GET',
      url: 'http://h/',
    } as const;
    expect(isHttpError(new HttpError('x', details))).toBe(true);
    expect(isHttpError(Object.assign(new Error('x'), { [Symbol.for('@opsbook/http.error')]: true }))).toBe(true);
    expect(isHttpError(Object.assign(new Error('x'), details))).toBe(false);
    expect(isHttpError(undefined)).toBe(false);
  });
});
