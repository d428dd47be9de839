import { describe, expect, it } from '@jest/globals';
import { FaultBook } from './fault-book.ts';
import type { SimulatorRequest } from './handler.ts';

const request = (method: string, path: string, body?: unknown): SimulatorRequest => ({
  id: 1,
  method,
  path,
  params: {},
  query: new URLSearchParams(),
  headers: {},
  body,
});
const refused = { status: 409 };

describe('an ordered fault', () => {
  it.each([
    ['GET /servers/*', 'GET', '/servers/1', true],
    ['GET /servers/*', 'GET', '/servers/1/action', false],
    ['GET /servers/**', 'GET', '/servers/1/action', true],
    ['GET /servers/*', 'POST', '/servers/1', false],
    ['* /servers/*', 'POST', '/servers/1', true],
    ['GET /v2.1/x', 'GET', '/v2_1/x', false],
  ])('%s for %s %s: %s', (matcher, method, path, happens) => {
    const book = new FaultBook();
    book.next(matcher, refused);
    expect(book.take(request(method, path)) !== undefined).toBe(happens);
  });

  it('happens as often as it was ordered', () => {
    const book = new FaultBook();
    book.next('GET /a', refused, { times: 2 });
    expect(book.pending).toBe(2);
    expect([1, 2, 3].map(() => book.take(request('GET', '/a')))).toEqual([refused, refused, undefined]);
    expect(book.pending).toBe(0);
  });

  it('lets others pass first', () => {
    const book = new FaultBook();
    book.next('GET /a', refused, { after: 2 });
    book.next('GET /a', { hang: true });
    expect([1, 2, 3].map(() => book.take(request('GET', '/a')))).toEqual([{ hang: true }, undefined, refused]);
  });

  it('can depend on the body', () => {
    const book = new FaultBook();
    book.always('POST /a', refused, { when: ({ body }) => body === 'x' });
    expect(book.take(request('POST', '/a', 'y'))).toBeUndefined();
    expect(book.take(request('POST', '/a', 'x'))).toBe(refused);
  });

  it('stands until it is released or all are cleared', () => {
    const book = new FaultBook();
    const release = book.always('GET /a', refused);
    expect([1, 2].map(() => book.take(request('GET', '/a')))).toEqual([refused, refused]);
    expect(book.pending).toBe(0);
    release();
    expect(book.take(request('GET', '/a'))).toBeUndefined();
    book.always('GET /a', refused);
    book.clear();
    expect(book.take(request('GET', '/a'))).toBeUndefined();
  });

  it('is refused when its matcher is none', () => {
    expect(() => new FaultBook().next('/servers', refused)).toThrow("'/servers' is no matcher");
  });
});
