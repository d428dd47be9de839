import { describe, expect, it } from '@jest/globals';
import { Secret, UnknownInPlan, unknown } from '@opsbook/context';
import { HttpError } from './errors.ts';
import type { HttpRequest } from './http-request.ts';
import { prepare } from './prepare.ts';

const get = (url: string, query?: HttpRequest['query']) => ({ method: 'GET' as const, url, ...(query && { query }) });
const urlOf = (request: HttpRequest, baseUrl = 'http://nova:8774/v2.1/') => prepare(request, { baseUrl }).url;

function faultOf(request: HttpRequest, baseUrl?: string): HttpError {
  try {
    prepare(request, baseUrl === undefined ? {} : { baseUrl });
  } catch (error) {
    if (error instanceof HttpError) return error;
    throw error;
  }
  throw new Error('nothing was wrong');
}

describe('the URL', () => {
  it('is the base with the path appended, or absolute', () => {
    expect(urlOf(get('/servers'))).toBe('http://nova:8774/v2.1/servers');
    expect(urlOf(get('servers'))).toBe('http://nova:8774/v2.1/servers');
    expect(urlOf(get(''))).toBe('http://nova:8774/v2.1/');
    expect(urlOf(get('?limit=1'))).toBe('http://nova:8774/v2.1/?limit=1');
    expect(urlOf(get('/servers#part'))).toBe('http://nova:8774/v2.1/servers');
    expect(urlOf(get('https://other/x'))).toBe('https://other/x');
  });

  it('gets the query: arrays repeat the key, undefined is left out', () => {
    expect(urlOf(get('/s', { host: 'hv 1', limit: 2, all: true, no: undefined, id: ['a&b', 'c'] }))).toBe(
      'http://nova:8774/v2.1/s?host=hv+1&limit=2&all=true&id=a%26b&id=c',
    );
    expect(urlOf(get('/s?a=%2F', { b: 1 }))).toBe('http://nova:8774/v2.1/s?a=%2F&b=1');
  });

  it.each([
    ['/relative', undefined, 'the client has no baseUrl'],
    ['http://', undefined, 'Invalid URL'],
    ['ftp://host/', undefined, "'ftp:' is not http: or https:"],
  ])('%s is refused', (url, baseUrl, why) => {
    const error = faultOf(get(url), baseUrl);
    expect(error).toMatchObject({ code: 'HTTP_INVALID_REQUEST', kind: 'invalid-input', outcome: 'not-sent' });
    expect(error.message).toContain(why);
  });
});

describe('the headers', () => {
  it("are ours, then the client's, then the request's; undefined removes one", () => {
    const { headers } = prepare(
      {
        method: 'GET',
        url: 'http://h/',
        headers: { 'X-Auth-Token': new Secret('token-2'), Accept: 'text/plain', 'X-B': undefined },
      },
      { headers: { 'x-auth-token': 'token-1', 'x-b': 'b', 'x-c': 'c' }, sendRequestId: false },
    );
    expect(headers).toEqual({ accept: 'text/plain', 'user-agent': 'opsbook', 'x-auth-token': 'token-2', 'x-c': 'c' });
  });

  it('hold a request id of ours', () => {
    const { headers, sentRequestId } = prepare(get('http://h/'), {});
    expect(sentRequestId).toMatch(/^req-[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
    expect(headers['x-openstack-request-id']).toBe(sentRequestId);
  });

  it('that cannot be sent are refused without showing their value', () => {
    const error = faultOf({ ...get('http://h/'), headers: { 'x-auth-token': new Secret('two\nlines') } });
    expect(error.code).toBe('HTTP_INVALID_REQUEST');
    expect(error.message).toContain('x-auth-token');
    expect(JSON.stringify([error, error.message, error.stack])).not.toContain('lines');
  });
});

describe('the body', () => {
  it('is JSON with the secrets revealed', () => {
    const body = { auth: { password: new Secret('pass-word'), list: [new Secret('second-one')] }, at: new Date(0) };
    const { data, headers } = prepare({ method: 'POST', url: 'http://h/', body }, {});
    expect(JSON.parse(String(data))).toEqual({
      auth: { password: 'pass-word', list: ['second-one'] },
      at: '1970-01-01T00:00:00.000Z',
    });
    expect(headers['content-type']).toBe('application/json');
  });

  it('reveals the secrets of another copy of the context package too', () => {
    const foreign = { reveal: () => 'real', toJSON: () => '***' };
    expect(String(prepare({ method: 'POST', url: 'http://h/', body: { foreign } }, {}).data)).toBe(
      '{"foreign":"real"}',
    );
  });

  it('can have another JSON content type', () => {
    const headers = { 'Content-Type': 'application/openstack-images-v2.1-json-patch' };
    const prepared = prepare({ method: 'PATCH', url: 'http://h/', headers, body: [] }, {});
    expect(prepared.headers['content-type']).toBe('application/openstack-images-v2.1-json-patch');
    expect(String(prepared.data)).toBe('[]');
  });

  it('without a JSON form is refused', () => {
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    expect(faultOf({ method: 'POST', url: 'http://h/', body: circle }).code).toBe('HTTP_INVALID_REQUEST');
    expect(faultOf({ method: 'POST', url: 'http://h/', body: () => 1 }).message).toContain(
      'a function has no JSON form',
    );
  });
});

describe('a value that is unknown in a plan', () => {
  const value = unknown('project.id') as string;
  it.each<[string, Partial<HttpRequest>]>([
    ['the URL', { url: value }],
    ['the query', { query: { project: value } }],
    ['a list in the query', { query: { project: ['a', value] } }],
    ['a header', { headers: { 'x-project': value } }],
    ['the body', { body: { project: { id: value } } }],
  ])('comes through as it is from %s', (_where, part) => {
    expect(() => prepare({ method: 'POST', url: 'http://h/', ...part }, {})).toThrow(UnknownInPlan);
  });
});

describe('defaults', () => {
  it.each([
    ['GET', 'read', true],
    ['HEAD', 'read', true],
    ['OPTIONS', 'read', true],
    ['PUT', 'change', true],
    ['DELETE', 'change', true],
    ['POST', 'change', false],
    ['PATCH', 'change', false],
  ] as const)('%s is a %s, repeatable: %s', (method, effect, repeatable) => {
    expect(prepare({ method, url: 'http://h/' }, {})).toMatchObject({ effect, repeatable });
    expect(prepare({ method, url: 'http://h/', effect: 'read', repeatable: true }, {})).toMatchObject({
      effect: 'read',
      repeatable: true,
    });
  });
});
