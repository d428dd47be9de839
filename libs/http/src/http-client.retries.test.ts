import { type AddressInfo, createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { EffectRefused, type GuardedRequest } from '@opsbook/context';
import { ClientBench, httpErrorOf } from './testing/client-bench.ts';

let bench: ClientBench;

beforeEach(async () => {
  bench = new ClientBench();
  await bench.start();
  bench.server.fallback(() => ({ status: 200, body: {} }));
});

afterEach(() => bench.stop());

const get = { method: 'GET', url: '/x' } as const;
const post = { method: 'POST', url: '/x', body: {} } as const;

async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe('a transient answer', () => {
  it.each([502, 503, 504, 429])('%i is followed by further attempts after a back-off', async (status) => {
    bench.server.fault.next('GET /x', { status }, { times: 3 });
    expect(await bench.client().request(get)).toMatchObject({ status: 200, retries: 3 });
    expect(bench.elapsed).toBe(0.5 + 1 + 2);
  });

  it('ends the request when the attempts are used up', async () => {
    bench.server.fault.always('GET /x', { status: 503 });
    expect(await httpErrorOf(bench.client({ retries: 2 }).request(get))).toMatchObject({ status: 503 });
    expect(bench.server.requests).toHaveLength(3);
  });

  it('ends a request that is not repeatable at once', async () => {
    bench.server.fault.next('POST /x', { status: 503, headers: { 'retry-after': '1' } });
    expect(await httpErrorOf(bench.client().request(post))).toMatchObject({ status: 503, retryAfter: 1 });
    expect(bench.server.requests).toHaveLength(1);
    expect(bench.elapsed).toBe(0);
  });
});

describe('a rate limit', () => {
  it('is waited out in seconds or until a date, and uses up no attempts', async () => {
    bench.server.fault.next('POST /x', { status: 429, headers: { 'retry-after': '30' } }, { times: 2 });
    const date = 'Tue, 01 Jan 2030 00:02:00 GMT';
    bench.server.fault.next('POST /x', { status: 429, headers: { 'retry-after': date } });
    expect(await bench.client({ retries: 0 }).request(post)).toMatchObject({ status: 200, retries: 3 });
    expect(bench.elapsed).toBe(120);
  });

  it('by 503 is waited out for what may be repeated', async () => {
    bench.server.fault.next('GET /x', { status: 503, headers: { 'retry-after': '20' } });
    await bench.client({ retries: 0 }).request(get);
    expect(bench.elapsed).toBe(20);
  });

  it('that lasts too long in all is told to the caller', async () => {
    bench.server.fault.always('GET /x', { status: 429, headers: { 'retry-after': '40' } });
    const error = await httpErrorOf(bench.client({ maxRateLimitWait: 100 }).request(get));
    expect(error).toMatchObject({ code: 'HTTP_STATUS', kind: 'rate-limited', status: 429, retryAfter: 40 });
    expect(error.message).toContain('it asks to wait 40 s');
    expect(bench.elapsed).toBe(80);
  });

  it("until a date is measured by the service's clock, an hour ahead of ours", async () => {
    const headers = { date: 'Tue, 01 Jan 2030 01:00:00 GMT', 'retry-after': 'Tue, 01 Jan 2030 01:00:20 GMT' };
    bench.server.fault.next('GET /x', { status: 429, headers });
    await bench.client().request(get);
    expect(bench.elapsed).toBe(20);
  });

  it('is no quota: 413 with Retry-After 0 is final', async () => {
    bench.server.fault.next('GET /x', { status: 413, headers: { 'retry-after': '0' } });
    expect(await httpErrorOf(bench.client().request(get))).toMatchObject({ status: 413, kind: 'invalid-input' });
    expect(bench.server.requests).toHaveLength(1);
  });
});

describe('a broken connection', () => {
  it.each(['before', 'after', 'truncated'] as const)('cut %s is repeated where that is harmless', async (cut) => {
    bench.server.fault.next('GET /x', { cut });
    expect(await bench.client().request(get)).toMatchObject({ status: 200, retries: 1 });
    expect(bench.elapsed).toBe(0.5);
  });

  it.each(['before', 'after', 'truncated'] as const)('cut %s leaves the outcome of a POST unknown', async (cut) => {
    bench.server.fault.next('POST /x', { cut });
    const error = await httpErrorOf(bench.client().request(post));
    expect(error).toMatchObject({ code: 'HTTP_BROKEN', kind: 'unavailable', outcome: 'unknown', outcomeUnknown: true });
    expect(error.message).toContain('look before you repeat it');
    expect(error.requestId).toBe(bench.server.requests[0]?.headers['x-openstack-request-id']);
    expect(bench.server.requests).toHaveLength(1);
  });

  it('of a chunked answer is noticed too', async () => {
    const server = createServer((socket) => {
      socket.once('data', () => {
        socket.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: text/plain\r\n\r\n5\r\nhello\r\n');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const client = bench.client({ baseUrl: `http://127.0.0.1:${port}`, retries: 0 });
    expect(await httpErrorOf(client.request(get))).toMatchObject({ code: 'HTTP_BROKEN', outcome: 'unknown' });
    client.close();
    await new Promise((resolve) => server.close(resolve));
  });
});

describe('a kept-alive connection', () => {
  it('that the service has closed is replaced at once, without a back-off', async () => {
    const client = bench.client({ retries: 0 });
    await client.request(get);
    bench.server.fault.next('GET /x', { cut: 'before' });
    expect(await client.request(get)).toMatchObject({ status: 200, retries: 1 });
    expect(bench.elapsed).toBe(0);
    expect(bench.server.requests.map(({ headers }) => headers.connection)).toEqual([
      'keep-alive',
      'keep-alive',
      'close',
    ]);
  });

  it('is replaced once: when the new one breaks as well, the ordinary rules apply', async () => {
    const client = bench.client({ retries: 0 });
    await client.request(get);
    bench.server.fault.always('GET /x', { cut: 'before' });
    expect(await httpErrorOf(client.request(get))).toMatchObject({ code: 'HTTP_BROKEN' });
    expect(bench.server.requests).toHaveLength(3);
  });

  it('is not replaced after the answer has begun', async () => {
    const client = bench.client({ retries: 0 });
    await client.request(get);
    bench.server.fault.next('GET /x', { cut: 'truncated' });
    expect(await httpErrorOf(client.request(get))).toMatchObject({ code: 'HTTP_BROKEN' });
  });

  it('is not used for what may not be repeated, whose outcome it could leave unknown', async () => {
    const client = bench.client();
    await client.request(get);
    await client.request(post);
    expect(bench.server.requests.map(({ headers }) => headers.connection)).toEqual(['keep-alive', 'close']);
  });
});

describe('a failed connection', () => {
  it('is tried again for every method, since nothing was sent', async () => {
    const port = await closedPort();
    const client = bench.client({ baseUrl: `http://127.0.0.1:${port}` });
    const error = await httpErrorOf(client.request({ ...post, label: 'make x' }));
    expect(error).toMatchObject({
      code: 'HTTP_CONNECT',
      kind: 'unavailable',
      outcome: 'not-sent',
      requestId: undefined,
    });
    expect(error.message).toBe(
      `make x: POST http://127.0.0.1:${port}/x was not sent: there is no connection (connect ECONNREFUSED 127.0.0.1:${port})`,
    );
    expect(error.cause).toMatchObject({ code: 'ECONNREFUSED' });
    expect(bench.elapsed).toBe(0.5 + 1 + 2 + 4);
  });

  it('ends well when the service comes back', async () => {
    await bench.server.stop();
    bench.clock.after(1000, () => void bench.server.start());
    expect(await bench.client({ baseUrl: bench.server.url }).request(post)).toMatchObject({ status: 200 });
  });
});

describe('the outcome of the whole request', () => {
  it('stays unknown after an attempt that may have taken effect, whatever the last one said', async () => {
    bench.server.fault.next('PUT /x', { cut: 'after' });
    bench.server.fault.next('PUT /x', { status: 400 });
    const error = await httpErrorOf(bench.client().request({ method: 'PUT', url: '/x' }));
    expect(error).toMatchObject({ code: 'HTTP_STATUS', status: 400, outcome: 'unknown' });
    expect(error.message).toContain('an earlier attempt may have taken effect');
  });

  it('stays unknown when the guard refuses a further attempt', async () => {
    bench.server.fault.next('PUT /x', { cut: 'after' });
    let asked = 0;
    const guard = {
      check: (request: GuardedRequest) => {
        if ((asked += 1) > 1) throw new EffectRefused(request, 'the run was cancelled');
      },
    };
    const error = await httpErrorOf(bench.client({ guard }).request({ method: 'PUT', url: '/x' }));
    expect(error).toMatchObject({ code: 'HTTP_BROKEN', outcome: 'unknown' });
    expect(error.message).toContain('the run was cancelled');
  });

  it('of a read is that of its last attempt: there is nothing to look after', async () => {
    bench.server.fault.next('GET /x', { cut: 'after' });
    bench.server.fault.next('GET /x', { status: 404 });
    const error = await httpErrorOf(bench.client().request(get));
    expect(error).toMatchObject({ status: 404, outcome: 'answered' });
    expect(error.message).not.toContain('taken effect');
  });
});
