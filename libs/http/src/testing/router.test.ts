import { describe, expect, it } from '@jest/globals';
import { Router } from './router.ts';

const answer = (status: number) => () => ({ status });

describe('the router', () => {
  it('prefers the pattern with the fewest params, whatever the order', () => {
    const router = new Router();
    const [detail, one] = [answer(1), answer(2)];
    router.add('GET', '/servers/detail', detail);
    router.add('GET', '/servers/:id', one);
    expect(router.find('GET', '/servers/detail')?.handler).toBe(detail);
    expect(router.find('GET', '/servers/a%20b')).toEqual({ handler: one, params: { id: 'a b' } });
  });

  it('prefers the route added last among equals, so that a test can replace one', () => {
    const router = new Router();
    const [first, second] = [answer(1), answer(2)];
    router.add('GET', '/servers/:id', first);
    router.add('GET', '/servers/:server', second);
    expect(router.find('GET', '/servers/1')?.handler).toBe(second);
  });

  it('serves HEAD by GET, and nothing that does not match', () => {
    const router = new Router();
    router.add('GET', '/servers/:id', answer(1));
    expect(router.find('HEAD', '/servers/1')?.params).toEqual({ id: '1' });
    expect(router.find('POST', '/servers/1')).toBeUndefined();
    expect(router.find('GET', '/servers/')).toBeUndefined();
    expect(router.find('GET', '/servers/1/action')).toBeUndefined();
    expect(router.find('GET', '/servers/%zz')?.params).toEqual({ id: '%zz' });
  });
});
