import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { EffectRefused, readOnly } from '@opsbook/context';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { HttpRequest } from './http-request.ts';
import { ClientBench, httpErrorOf } from './testing/client-bench.ts';

const MIB = 1024 * 1024;
const CHUNK = Buffer.alloc(64 * 1024, 'x');

let bench: ClientBench;
beforeEach(async () => {
  bench = new ClientBench();
  await bench.start();
});
afterEach(() => bench.stop());

/** So many bytes, and how many of them were read so far. */
function source(bytes: number) {
  const read = { bytes: 0, ended: false, most: 0, received: () => 0 };
  async function* chunks() {
    try {
      while (read.bytes < bytes) {
        await Promise.resolve();
        read.bytes += CHUNK.length;
        read.most = Math.max(read.most, read.bytes - read.received());
        yield CHUNK;
      }
    } finally {
      read.ended = true;
    }
  }
  return { read, chunks: chunks() };
}

const put = (upload: HttpRequest['upload']): HttpRequest => ({
  method: 'PUT',
  url: '/file',
  ...(upload && { upload }),
});
const streamed = { streamed: true };

describe('an upload', () => {
  it('is never in memory as a whole: it is read as the service takes it', async () => {
    let received = 0;
    bench.server.route(
      'PUT',
      '/file',
      async ({ body, headers }) => {
        for await (const chunk of body as AsyncIterable<Buffer>) received += chunk.length;
        return { status: 201, body: { received, type: headers['content-type'], length: headers['content-length'] } };
      },
      streamed,
    );
    const { read, chunks } = source(32 * MIB);
    read.received = () => received;
    const { body } = await bench.client().request(put({ source: chunks, length: 32 * MIB }));
    expect(body).toEqual({ received: 32 * MIB, type: 'application/octet-stream', length: String(32 * MIB) });
    expect(read.most).toBeLessThan(12 * MIB);
  });

  it('stands still while the service takes nothing', async () => {
    const paused = Promise.withResolvers<undefined>();
    const started = Promise.withResolvers<undefined>();
    bench.server.route(
      'PUT',
      '/file',
      async ({ body }) => {
        started.resolve(undefined);
        await paused.promise;
        for await (const _ of body as AsyncIterable<Buffer>);
        return { status: 204 };
      },
      streamed,
    );
    const { read, chunks } = source(64 * MIB);
    const sent = bench.client().request(put({ source: chunks }));
    await started.promise;
    // Until the sockets are full, which no more reading follows.
    for (let before = -1; before !== read.bytes;) {
      before = read.bytes;
      await turns();
    }
    expect(read.bytes).toBeLessThan(32 * MIB);
    paused.resolve(undefined);
    expect((await sent).status).toBe(204);
    expect(read.bytes).toBe(64 * MIB);
  });

  it('of unknown length is sent in chunks', async () => {
    bench.server.route('PUT', '/file', ({ headers, body }) => ({
      status: 200,
      body: { encoding: headers['transfer-encoding'], bytes: (body as Buffer).length },
    }));
    const { body } = await bench.client().request(put({ source: source(2 * CHUNK.length).chunks }));
    expect(body).toEqual({ encoding: 'chunked', bytes: 2 * CHUNK.length });
  });

  it.each([
    [429, { 'retry-after': '1' }],
    [503, {}],
  ])('is sent once, also when it is answered %i', async (status, headers) => {
    bench.server.fault.next('PUT /file', { status, headers });
    const error = await httpErrorOf(bench.client().request(put({ source: source(MIB).chunks, length: MIB })));
    expect(error).toMatchObject({ status, outcome: 'answered' });
    expect(bench.server.requests).toHaveLength(1);
  });

  it('that breaks has an unknown outcome, and is not repeated', async () => {
    bench.server.route('PUT', '/file', () => ({ status: 204 }), streamed);
    bench.server.fault.next('PUT /file', { cut: 'before' });
    const { read, chunks } = source(32 * MIB);
    const error = await httpErrorOf(bench.client().request(put({ source: chunks, length: 32 * MIB })));
    expect(error).toMatchObject({ code: 'HTTP_BROKEN', outcomeUnknown: true });
    expect(bench.server.requests).toHaveLength(1);
    expect(read).toMatchObject({ ended: true });
    expect(read.bytes).toBeLessThan(32 * MIB);
  });

  it('that cannot be connected is not tried again either, since a part was read', async () => {
    await bench.server.stop();
    const error = await httpErrorOf(bench.client().request(put({ source: source(MIB).chunks, length: MIB })));
    expect(error).toMatchObject({ code: 'HTTP_CONNECT', outcome: 'not-sent' });
    expect(bench.elapsed).toBe(0);
  });

  it('is aborted by a signal: the source is left', async () => {
    const controller = new AbortController();
    bench.server.route(
      'PUT',
      '/file',
      async ({ body }) => {
        for await (const _ of body as AsyncIterable<Buffer>) controller.abort(new Error('enough'));
        return { status: 204 };
      },
      streamed,
    );
    const { read, chunks } = source(32 * MIB);
    const request = { ...put({ source: chunks, length: 32 * MIB }), signal: controller.signal };
    const error = await httpErrorOf(bench.client().request(request));
    expect(error).toMatchObject({ code: 'HTTP_ABORTED', outcomeUnknown: true, cause: new Error('enough') });
    expect(read.ended).toBe(true);
  });

  it.each([
    [MIB / 2, 'the source has more than 524288 bytes'],
    [2 * MIB, 'the source ended after 1048576 of 2097152 bytes'],
  ])('of another length than was said ends: %i', async (length, message) => {
    bench.server.route('PUT', '/file', () => ({ status: 204 }));
    const error = await httpErrorOf(bench.client().request(put({ source: source(MIB).chunks, length })));
    expect(error).toMatchObject({ code: 'HTTP_ABORTED', cause: { message } });
  });

  it('whose source throws ends with its error', async () => {
    const broken = async function* () {
      yield CHUNK;
      await Promise.resolve();
      throw new Error('the disk is gone');
    };
    bench.server.route('PUT', '/file', () => ({ status: 204 }));
    const error = await httpErrorOf(bench.client().request(put({ source: broken() })));
    expect(error).toMatchObject({ code: 'HTTP_ABORTED', cause: { message: 'the disk is gone' } });
  });

  it('has a time-out for the time in which nothing moves', async () => {
    bench.server.route('PUT', '/file', () => ({ status: 204 }), streamed);
    bench.server.fault.next('PUT /file', { hang: true });
    const error = await httpErrorOf(bench.client({ timeout: 7 }).request(put({ source: source(32 * MIB).chunks })));
    expect(error).toMatchObject({ code: 'HTTP_TIMEOUT', outcomeUnknown: true });
    expect(bench.elapsed).toBe(7);
  });

  it('is a change that the guard is asked for, and reads nothing when refused', async () => {
    const { read, chunks } = source(MIB);
    await expect(bench.client({ guard: readOnly }).request(put({ source: chunks }))).rejects.toThrow(EffectRefused);
    expect(read.bytes).toBe(0);
  });

  it('cannot be sent with a body', async () => {
    const both = { ...put({ source: source(1).chunks }), body: {} };
    expect(await httpErrorOf(bench.client().request(both))).toMatchObject({ code: 'HTTP_INVALID_REQUEST' });
  });
});

describe('a download', () => {
  const get: HttpRequest = { method: 'GET', url: '/file', answer: 'stream' };
  const serve = (bytes: number) => {
    const { read, chunks } = source(bytes);
    bench.server.route('GET', '/file', () => ({
      status: 200,
      headers: { 'content-length': String(bytes) },
      body: chunks,
    }));
    return read;
  };
  const open = (options = {}) => bench.client(options).request<AsyncIterable<Uint8Array>>(get);

  it('is never in memory as a whole: the service sends as the caller reads', async () => {
    const sent = serve(32 * MIB);
    const { body, headers } = await open();
    expect(headers['content-length']).toBe(String(32 * MIB));
    let received = 0;
    sent.received = () => received;
    for await (const chunk of body) received += chunk.length;
    expect(received).toBe(32 * MIB);
    expect(sent.most).toBeLessThan(12 * MIB);
  });

  it('holds on to nothing that the caller has let go of', async () => {
    serve(8 * MIB);
    const { body } = await open();
    const seen: WeakRef<Uint8Array>[] = [];
    let held = 0;
    let received = 0;
    for await (const chunk of body) {
      seen.push(new WeakRef(chunk));
      received += chunk.length;
      if (received !== 8 * MIB) continue;
      await turns();
      collectGarbage();
      held = seen.filter((one) => one.deref() !== undefined).length;
    }
    expect(seen.length).toBeGreaterThan(64);
    expect(held).toBeLessThan(8);
  });

  it('without a body leaves its connection to the next request, unread, and is empty for who reads it', async () => {
    const server = createServer((_, response) => response.writeHead(204).end());
    let connections = 0;
    server.on('connection', () => (connections += 1));
    await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const client = bench.client();
    for (let n = 0; n < 4; n += 1) {
      const { status, body } = await client.request<AsyncIterable<Uint8Array>>({ ...get, url });
      expect(status).toBe(204);
      await turns();
      if (n === 3) for await (const _ of body) throw new Error('there is something');
    }
    expect(connections).toBe(1);
    server.close();
    server.closeAllConnections();
  });

  it('that is left ends the connection', async () => {
    const sent = serve(32 * MIB);
    const { body } = await open();
    for await (const _ of body) break;
    while (!sent.ended) await turns();
    expect(sent.bytes).toBeLessThan(32 * MIB);
  });

  it('that breaks midway says so after what came', async () => {
    serve(MIB);
    bench.server.fault.next('GET /file', { cut: 'truncated' });
    const { body } = await open();
    let received = 0;
    const read = async () => {
      for await (const chunk of body) received += chunk.length;
    };
    await expect(read()).rejects.toMatchObject({ code: 'HTTP_BROKEN', kind: 'unavailable' });
    expect(received).toBe(MIB / 2);
    expect(bench.server.requests).toHaveLength(1);
  });

  it('is aborted by a signal', async () => {
    const sent = serve(32 * MIB);
    const controller = new AbortController();
    const request = { ...get, signal: controller.signal };
    const { body } = await bench.client().request<AsyncIterable<Uint8Array>>(request);
    const read = async () => {
      for await (const _ of body) controller.abort(new Error('enough'));
    };
    await expect(read()).rejects.toMatchObject({ code: 'HTTP_ABORTED', cause: new Error('enough') });
    while (!sent.ended) await turns();
    expect(sent.bytes).toBeLessThan(32 * MIB);
  });

  it('has a time-out for the time in which nothing comes', async () => {
    const first = Promise.withResolvers<undefined>();
    async function* stuck() {
      yield CHUNK;
      await first.promise;
      bench.clock.park();
      await new Promise(() => undefined);
    }
    bench.server.route('GET', '/file', () => ({ status: 200, body: stuck() }));
    const { body } = await open({ timeout: 7 });
    const read = async () => {
      for await (const _ of body) first.resolve(undefined);
    };
    await expect(read()).rejects.toMatchObject({ code: 'HTTP_TIMEOUT' });
    expect(bench.elapsed).toBe(7);
  });

  it('that is refused is an error with its body, and repeated before it begins where it may be', async () => {
    serve(MIB);
    bench.server.fault.next('GET /file', { status: 503 });
    expect((await open()).retries).toBe(1);
    bench.server.fault.next('GET /file', { status: 404, body: { message: 'no such file' } });
    const error = await httpErrorOf(open());
    expect(error).toMatchObject({ kind: 'not-found', body: { message: 'no such file' } });
  });
});

const collectGarbage = (() => {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
})();

/** Lets everything that is ready happen. */
const turns = async (): Promise<void> => {
  for (let n = 0; n < 50; n += 1) await new Promise((resolve) => setImmediate(resolve));
};
