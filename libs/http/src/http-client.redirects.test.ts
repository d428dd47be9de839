import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SimulatorServer } from './testing/index.ts';
import { ClientBench } from './testing/client-bench.ts';

let bench: ClientBench;

beforeEach(async () => {
  bench = new ClientBench();
  await bench.start();
  bench.server.route('GET', '/v2.1/', () => ({ status: 200, body: { ok: true } }));
  bench.server.route('GET', '/v2.1', () => ({ status: 302, headers: { location: '/v2.1/' } }));
});

afterEach(() => bench.stop());

describe('a redirect', () => {
  it('of a GET is followed on the same host, token and all', async () => {
    const answer = await bench.client({ headers: { 'x-auth-token': 't' } }).request({ method: 'GET', url: '/v2.1' });
    expect(answer).toMatchObject({ status: 200, body: { ok: true }, url: `${bench.server.url}/v2.1/`, retries: 0 });
    expect(bench.server.requests[1]?.headers['x-auth-token']).toBe('t');
  });

  it('to another host is the answer: the token does not go there', async () => {
    const other = new SimulatorServer();
    await other.start();
    bench.server.route('GET', '/away', () => ({ status: 301, headers: { location: `${other.url}/` } }));
    expect(await bench.client().request({ method: 'GET', url: '/away' })).toMatchObject({ status: 301 });
    expect(other.requests).toEqual([]);
    await other.stop();
  });

  it('is followed three times at most', async () => {
    bench.server.route('GET', '/round', () => ({ status: 307, headers: { location: '/round' } }));
    expect(await bench.client().request({ method: 'GET', url: '/round' })).toMatchObject({ status: 307, retries: 0 });
    expect(bench.server.requests).toHaveLength(4);
  });

  it('of a change, and one without a usable place, are the answer', async () => {
    bench.server.route('POST', '/v2.1', () => ({ status: 307, headers: { location: '/v2.1/' } }));
    bench.server.route('GET', '/bad', () => ({ status: 302, headers: { location: 'http://' } }));
    bench.server.route('GET', '/versions', () => ({ status: 300, body: { versions: [] } }));
    const client = bench.client();
    expect(await client.request({ method: 'POST', url: '/v2.1' })).toMatchObject({ status: 307 });
    expect(await client.request({ method: 'GET', url: '/bad' })).toMatchObject({ status: 302 });
    expect(await client.request({ method: 'GET', url: '/versions' })).toMatchObject({
      status: 300,
      body: { versions: [] },
    });
    expect(bench.server.requests).toHaveLength(3);
  });
});
