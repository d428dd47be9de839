import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { EffectRefused, type GuardedRequest, readOnly } from '@opsbook/context';
import { ClientBench, httpErrorOf } from './testing/client-bench.ts';

let bench: ClientBench;

beforeEach(async () => {
  bench = new ClientBench();
  await bench.start();
});

afterEach(() => bench.stop());

const get = (url: string) => ({ method: 'GET', url }) as const;

describe('an answer', () => {
  it('has its JSON parsed, its headers in lower case and its request id', async () => {
    bench.server.route('POST', '/servers', ({ body }) => ({
      status: 202,
      headers: { 'X-Compute-Request-Id': 'req-7', 'Set-Cookie': 'a' },
      body: { got: body },
    }));
    const answer = await bench.client().request({ method: 'POST', url: '/servers?token=t', body: { name: 'ü' } });
    expect(answer).toEqual({
      status: 202,
      headers: expect.objectContaining({ 'x-compute-request-id': 'req-7', 'set-cookie': 'a' }) as unknown,
      body: { got: { name: 'ü' } },
      requestId: 'req-7',
      url: `${bench.server.url}/servers?token=***`,
      retries: 0,
    });
  });

  it('is text when it is not JSON, and undefined when empty', async () => {
    bench.server.route('GET', '/text', () => ({ status: 200, body: '<h1>{}</h1>' }));
    bench.server.route('GET', '/nothing', () => ({ status: 204 }));
    bench.server.route('GET', '/json', () => ({ status: 200, body: {} }));
    const client = bench.client();
    expect((await client.request(get('/text'))).body).toBe('<h1>{}</h1>');
    expect(await client.request(get('/nothing'))).toMatchObject({ body: undefined, requestId: undefined });
    expect((await client.request({ method: 'HEAD', url: '/json' })).body).toBeUndefined();
  });

  it('is bytes when bytes are asked for, as what is sent may be', async () => {
    const bytes = Buffer.from([0, 0xff, 0x0d, 0x0a, 0x80]);
    bench.server.route('POST', '/files', ({ body, headers }) => ({
      status: 200,
      headers: { 'content-type': 'application/json', 'x-got': headers['content-type'] ?? '' },
      body: body as Buffer,
    }));
    const upload = { method: 'POST', url: '/files', body: bytes, answer: 'bytes' } as const;
    const plain = await bench.client().request<Buffer>(upload);
    expect([plain.headers['x-got'], Buffer.compare(plain.body, bytes)]).toEqual(['application/octet-stream', 0]);
    const typed = await bench.client().request({ ...upload, headers: { 'Content-Type': 'multipart/x' } });
    expect(typed.headers['x-got']).toBe('multipart/x');
  });

  it('comes to a request without a body that claims no content type', async () => {
    const seen: (string | undefined)[] = [];
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'] as const) {
      bench.server.route(method, '/', ({ headers }) => {
        seen.push(headers['content-type']);
        return { status: 204 };
      });
      await bench.client().request({ method, url: '/' });
    }
    expect(seen).toEqual([undefined, undefined, undefined, undefined]);
  });

  it('may be compressed', async () => {
    const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
    bench.server.route('GET', '/', () => ({ status: 200, headers, body: gzipSync('{"a":1}') }));
    expect((await bench.client().request(get('/'))).body).toEqual({ a: 1 });
  });

  it('that promises JSON and is none is an error', async () => {
    bench.server.route('GET', '/', () => ({
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: '<h1>',
    }));
    bench.server.route('POST', '/', () => ({
      status: 202,
      headers: { 'content-type': 'application/json', 'x-request-id': 'req-5' },
      body: '<h1>',
    }));
    const error = await httpErrorOf(bench.client().request(get('/')));
    expect(error).toMatchObject({ code: 'HTTP_BODY', kind: 'unavailable', status: 200, body: '<h1>' });
    expect(error.message).not.toContain('taken effect');
    const change = await httpErrorOf(bench.client().request({ method: 'POST', url: '/' }));
    expect(change).toMatchObject({ code: 'HTTP_BODY', outcome: 'unknown', status: 202, requestId: 'req-5' });
    expect(change.message).toContain('look before you repeat it');
  });

  it('has its request id where the options say', async () => {
    bench.server.route('GET', '/', () => ({ status: 200, headers: { 'x-request-id': 'a', 'X-Own': 'b' } }));
    expect((await bench.client().request(get('/'))).requestId).toBe('a');
    expect((await bench.client({ requestIdHeaders: ['X-Own', 'x-request-id'] }).request(get('/'))).requestId).toBe('b');
  });
});

describe('an error status', () => {
  it('says what was done to what, what the service answered, and its request id', async () => {
    bench.server.route('POST', '/servers/:id/action', () => ({
      status: 409,
      headers: { 'x-openstack-request-id': 'req-9' },
      body: { conflictingRequest: { message: 'is in task_state\n migrating' } },
    }));
    const action = { method: 'POST', url: '/servers/42/action', body: {}, label: 'live-migrate server 42' } as const;
    const error = await httpErrorOf(bench.client().request(action));
    expect(error).toMatchObject({
      code: 'HTTP_STATUS',
      kind: 'conflict',
      outcome: 'answered',
      outcomeUnknown: false,
      status: 409,
      requestId: 'req-9',
      label: 'live-migrate server 42',
      body: { conflictingRequest: { message: 'is in task_state\n migrating' } },
    });
    expect(error.message).toBe(
      `live-migrate server 42: POST ${bench.server.url}/servers/42/action was answered 409: ` +
        '{"conflictingRequest":{"message":"is in task_state\\n migrating"}} (request id req-9)',
    );
  });

  it('of an answer without a request id has the one that was sent, as what stands in the log', async () => {
    const error = await httpErrorOf(bench.client().request(get('/')));
    expect(error).toMatchObject({
      status: 404,
      requestId: bench.server.requests[0]?.headers['x-openstack-request-id'],
    });
    expect(error.message).toContain(String(error.requestId));
    expect((await httpErrorOf(bench.client({ sendRequestId: false }).request(get('/')))).requestId).toBeUndefined();
  });

  it('keeps at most 64 KiB of the body, and text where the JSON is none', async () => {
    bench.server.route('GET', '/long', () => ({ status: 400, body: { text: 'x'.repeat(70_000) } }));
    bench.server.route('GET', '/html', () => ({
      status: 404,
      headers: { 'content-type': 'application/json' },
      body: '<h1>Not Found</h1>',
    }));
    const long = await httpErrorOf(bench.client().request(get('/long')));
    expect(String(long.body)).toHaveLength(65_536);
    expect(long.message.length).toBeLessThan(500);
    expect(await httpErrorOf(bench.client().request(get('/html')))).toMatchObject({
      code: 'HTTP_STATUS',
      kind: 'not-found',
      body: '<h1>Not Found</h1>',
    });
  });

  it.each([502, 504])('%i leaves the outcome unknown: a gateway answered, not the service', async (status) => {
    bench.server.route('POST', '/', () => ({ status }));
    const error = await httpErrorOf(bench.client().request({ method: 'POST', url: '/' }));
    expect(error).toMatchObject({ code: 'HTTP_STATUS', status, outcome: 'unknown', outcomeUnknown: true });
    expect(bench.server.requests).toHaveLength(1);
  });
});

describe('the request id that is sent', () => {
  it('is one for all attempts of a request, and a new one for the next', async () => {
    bench.server.route('GET', '/', () => ({ status: 200 }));
    bench.server.fault.next('GET /', { status: 503 });
    const client = bench.client();
    await client.request(get('/'));
    await client.request(get('/'));
    const [first, second, third] = bench.server.requests.map(({ headers }) => headers['x-openstack-request-id']);
    expect(first).toMatch(/^req-/);
    expect(second).toBe(first);
    expect(third).toMatch(/^req-/);
    expect(third).not.toBe(first);
  });

  it('can be left out', async () => {
    bench.server.route('GET', '/', () => ({ status: 200 }));
    await bench.client({ sendRequestId: false }).request(get('/'));
    expect(bench.server.requests[0]?.headers).not.toHaveProperty('x-openstack-request-id');
  });
});

describe('the guard', () => {
  it('is asked before every attempt', async () => {
    bench.server.route('GET', '/', () => ({ status: 200 }));
    bench.server.fault.next('GET /', { status: 503 });
    const asked: GuardedRequest[] = [];
    const guard = { check: (request: GuardedRequest) => void asked.push(request) };
    await bench.client({ guard }).request({ ...get('/?token=t'), label: 'look' });
    const question = { effect: 'read', summary: `GET ${bench.server.url}/?token=*** (look)` };
    expect(asked).toEqual([question, question]);
  });

  it('is answered with nothing sent when it refuses, and its error comes through', async () => {
    const client = bench.client({ guard: readOnly });
    await expect(client.request({ method: 'PUT', url: '/x' })).rejects.toThrow(EffectRefused);
    expect(bench.server.requests).toEqual([]);
  });

  it('may refuse a further attempt', async () => {
    bench.server.fault.always('PUT /x', { status: 503 });
    let asked = 0;
    const guard = {
      check: (request: GuardedRequest) => {
        asked += 1;
        if (asked > 2) throw new EffectRefused(request, 'the run was cancelled');
      },
    };
    await expect(bench.client({ guard }).request({ method: 'PUT', url: '/x' })).rejects.toThrow(
      'the run was cancelled',
    );
    expect(bench.server.requests).toHaveLength(2);
  });

  it('believes the effect that is declared', async () => {
    bench.server.route('POST', '/v3/auth/tokens', () => ({ status: 201 }));
    const login = { method: 'POST', url: '/v3/auth/tokens', effect: 'read', repeatable: true, body: {} } as const;
    bench.server.fault.next('POST /**', { status: 503 });
    expect(await bench.client({ guard: readOnly }).request(login)).toMatchObject({ status: 201, retries: 1 });
  });
});

describe('the log', () => {
  it('has a line for each attempt', async () => {
    bench.server.route('GET', '/', () => ({ status: 200, headers: { 'x-request-id': 'req-1' } }));
    bench.server.fault.next('GET /', { delay: 2 });
    bench.server.fault.next('GET /', { cut: 'after' });
    bench.server.fault.next('GET /', { status: 503 });
    const client = bench.client();
    await client.request(get('/'));
    await client.request(get('/?password=p'));
    const { url } = bench.server;
    expect(bench.log.map(({ line }) => line)).toEqual([
      `GET ${url}/ 200 in 2000 ms`,
      `GET ${url}/?password=*** HTTP_BROKEN in 0 ms`,
      `GET ${url}/?password=*** 503 in 0 ms`,
      `GET ${url}/?password=*** 200 in 0 ms`,
    ]);
    expect(bench.log.map(({ fields }) => fields.attempt)).toEqual([1, 1, 2, 3]);
    expect(bench.log[3]?.fields.requestId).toBe('req-1');
  });
});
