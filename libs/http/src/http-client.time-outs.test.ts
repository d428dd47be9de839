import { type AddressInfo, createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { inScope } from '@opsbook/context';
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

describe('the time-out', () => {
  it('ends an attempt; what may be repeated is', async () => {
    bench.server.fault.next('GET /x', { hang: true });
    expect(await bench.client().request(get)).toMatchObject({ status: 200, retries: 1 });
    expect(bench.elapsed).toBe(60.5);
  });

  it('leaves the outcome of a POST unknown', async () => {
    bench.server.fault.next('POST /x', { delay: 31 });
    const error = await httpErrorOf(bench.client({ timeout: 30 }).request(post));
    expect(error).toMatchObject({ code: 'HTTP_TIMEOUT', kind: 'timeout', outcome: 'unknown' });
    expect(error.message).toContain('was not answered within 30 s');
    expect(bench.elapsed).toBe(30);
  });

  it('of the request wins', async () => {
    bench.server.fault.next('POST /x', { delay: 31 });
    expect(await bench.client({ timeout: 30 }).request({ ...post, timeout: 32 })).toMatchObject({ status: 200 });
    expect(bench.elapsed).toBe(31);
  });

  it('is not that of the connection, once there is one', async () => {
    bench.server.fault.next('GET /x', { delay: 59 });
    expect(await bench.client({ connectTimeout: 1 }).request(get)).toMatchObject({ status: 200, retries: 0 });
  });
});

describe('the timers of a request', () => {
  it('end with it: they would keep a process alive', async () => {
    bench.server.fault.next('GET /x', { cut: 'before' });
    await httpErrorOf(bench.client({ retries: 0 }).request(get));
    await bench.server.stop();
    await httpErrorOf(bench.client({ retries: 0 }).request(get));
    for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    expect(bench.elapsed).toBe(0);
  });
});

describe('the time-out of the connection', () => {
  it('covers TLS: a port that accepts and says nothing', async () => {
    const silent = createServer((socket) => {
      const unpark = bench.clock.park();
      socket.on('error', () => undefined).on('close', unpark);
      socket.resume();
    });
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as AddressInfo;
    const client = bench.client({ baseUrl: `https://127.0.0.1:${port}`, retries: 1 });
    const error = await httpErrorOf(client.request(post));
    expect(error).toMatchObject({ code: 'HTTP_CONNECT_TIMEOUT', kind: 'timeout', outcome: 'not-sent' });
    expect(error.message).toContain('no connection within 10 s');
    expect(bench.elapsed).toBe(10 + 0.5 + 10);
    await new Promise((resolve) => silent.close(resolve));
  });
});

describe('a signal', () => {
  const reason = new Error('enough');

  it('that is aborted before sends nothing', async () => {
    const error = await httpErrorOf(bench.client().request({ ...post, signal: AbortSignal.abort(reason) }));
    expect(error).toMatchObject({ code: 'HTTP_ABORTED', kind: 'refused', outcome: 'not-sent', cause: reason });
    expect(bench.server.requests).toEqual([]);
  });

  it('ends a request on the wire, whose outcome is then unknown', async () => {
    bench.server.fault.next('POST /x', { hang: true });
    const controller = new AbortController();
    bench.clock.after(3000, () => controller.abort(reason));
    const error = await httpErrorOf(bench.client().request({ ...post, signal: controller.signal }));
    expect(error).toMatchObject({ code: 'HTTP_ABORTED', outcome: 'unknown', cause: reason });
    expect(bench.elapsed).toBe(3);
  });

  it('ends the waiting between attempts', async () => {
    bench.server.fault.next('POST /x', { status: 429, headers: { 'retry-after': '100' } });
    const controller = new AbortController();
    bench.clock.after(3000, () => controller.abort(reason));
    const error = await httpErrorOf(bench.client().request({ ...post, signal: controller.signal }));
    expect(error).toMatchObject({ code: 'HTTP_ABORTED', outcome: 'not-sent', cause: reason });
    expect(bench.elapsed).toBe(3);
    expect(bench.server.requests).toHaveLength(1);
  });

  it('ends the waiting after an attempt that may have taken effect, and says so', async () => {
    bench.server.fault.next('PUT /x', { cut: 'after' });
    const controller = new AbortController();
    bench.clock.after(100, () => controller.abort(reason));
    const put = { method: 'PUT', url: '/x', signal: controller.signal } as const;
    expect(await httpErrorOf(bench.client().request(put))).toMatchObject({ code: 'HTTP_ABORTED', outcome: 'unknown' });
  });

  it("may be the context's or the step's", async () => {
    bench.server.fault.always('GET /x', { hang: true });
    const controllers = [new AbortController(), new AbortController()] as const;
    const context = { clock: bench.clock, guard: { check: () => undefined }, signal: controllers[0].signal };
    const client = bench.client({ context });
    bench.clock.after(3000, () => controllers[1].abort(reason));
    const scope = { owner: {}, step: 's', effect: 'read', signal: controllers[1].signal } as const;
    expect(await httpErrorOf(inScope(scope, () => client.request(get)))).toMatchObject({ code: 'HTTP_ABORTED' });
    bench.clock.after(3000, () => controllers[0].abort(reason));
    expect(await httpErrorOf(client.request(get))).toMatchObject({ code: 'HTTP_ABORTED' });
    expect(bench.elapsed).toBe(6);
  });
});

describe('closing the client', () => {
  it('ends the requests under way instead of repeating them, and lets none be made', async () => {
    bench.server.fault.always('* /x', { hang: true });
    const client = bench.client();
    bench.clock.after(3000, () => client.close());
    const [read, change] = await Promise.all([httpErrorOf(client.request(get)), httpErrorOf(client.request(post))]);
    expect(read).toMatchObject({ code: 'HTTP_ABORTED', cause: { message: 'the client was closed' } });
    expect(change).toMatchObject({ code: 'HTTP_ABORTED', outcome: 'unknown' });
    expect(await httpErrorOf(client.request(get))).toMatchObject({ code: 'HTTP_ABORTED', outcome: 'not-sent' });
    expect(bench.server.requests).toHaveLength(2);
    expect(bench.elapsed).toBe(3);
  });
});

describe('a virtual clock', () => {
  it('stands still while a request is on the wire', async () => {
    let ticks = 0;
    bench.clock.after(1, () => {
      ticks += 1;
    });
    bench.server.route('GET', '/slow', async () => {
      for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      return { status: 200, body: { ticks } };
    });
    expect((await bench.client().request({ method: 'GET', url: '/slow' })).body).toEqual({ ticks: 0 });
  });
});
