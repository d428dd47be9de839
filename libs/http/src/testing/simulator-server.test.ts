import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { VirtualClock } from '@opsbook/context';
import { SimulatorServer } from './index.ts';

const startTime = '2030-01-01T00:00:00.000Z';
let clock: VirtualClock;
let server: SimulatorServer;

beforeEach(async () => {
  clock = new VirtualClock(startTime);
  server = new SimulatorServer({ clock });
  await server.start();
});

afterEach(() => server.stop());

const post = (path: string, body: unknown) =>
  fetch(server.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-auth-token': 'token-1' },
    body: JSON.stringify(body),
  });

describe('a simulator', () => {
  it('serves its routes and keeps a log of every request', async () => {
    server.route('POST', '/servers/:id/action', ({ params, query, body }) => ({
      status: 202,
      headers: { 'x-openstack-request-id': 'req-1' },
      body: { params, flag: query.get('flag'), body },
    }));
    const response = await post('/servers/7/action?flag=a%20b', { reboot: {} });
    expect(response.status).toBe(202);
    expect(response.headers.get('x-openstack-request-id')).toBe('req-1');
    expect(response.headers.get('date')).toBe('Tue, 01 Jan 2030 00:00:00 GMT');
    expect(await response.json()).toEqual({ params: { id: '7' }, flag: 'a b', body: { reboot: {} } });
    expect(server.requests).toMatchObject([
      { id: 1, method: 'POST', path: '/servers/7/action', status: 202, at: startTime, body: { reboot: {} } },
    ]);
    expect(server.requests[0]?.headers['x-auth-token']).toBe('token-1');
    server.clearRequests();
    expect(server.requests).toEqual([]);
  });

  it('answers 404 by default, what the fallback says, and 500 when a handler throws', async () => {
    expect((await fetch(`${server.url}/x`)).status).toBe(404);
    server.fallback(() => ({ status: 418, body: 'short and stout' }));
    expect(await (await fetch(`${server.url}/x`)).text()).toBe('short and stout');
    server.route('GET', '/broken', () => {
      throw new Error('lost the plot');
    });
    const broken = await fetch(`${server.url}/broken`);
    expect([broken.status, await broken.json()]).toEqual([500, { error: 'lost the plot' }]);
  });

  it('takes text and JSON that is none as text, and sends bytes as they are', async () => {
    server.route('PUT', '/bytes', ({ body }) => ({ status: 200, body: Buffer.from(String(body)) }));
    const headers = { 'content-type': 'application/json' };
    expect(await (await fetch(`${server.url}/bytes`, { method: 'PUT', headers, body: '{"a":' })).text()).toBe('{"a":');
    const response = await fetch(`${server.url}/bytes`, { method: 'PUT', body: 'plain' });
    expect(response.headers.get('content-type')).toBe('application/octet-stream');
    expect(await response.text()).toBe('plain');
  });

  it('stops at once, whatever is under way, and keeps idle connections open until then', async () => {
    server.fault.next('GET /hang', { hang: true });
    server.route('GET', '/x', () => ({ status: 200 }));
    expect((await fetch(`${server.url}/x`)).headers.get('keep-alive')).toBeNull();
    const hanging = expect(fetch(`${server.url}/hang`)).rejects.toThrow();
    while (server.requests.length < 2) await new Promise((resolve) => setImmediate(resolve));
    await server.stop();
    await hanging;
  });

  it('stops twice, and starts again on the same port with its routes', async () => {
    server.route('GET', '/x', () => ({ status: 204 }));
    const { port } = server;
    await server.stop();
    await server.stop();
    await expect(fetch(`${server.url}/x`)).rejects.toThrow();
    await server.start();
    expect(server.port).toBe(port);
    expect((await fetch(`${server.url}/x`)).status).toBe(204);
  });
});

describe('a fault', () => {
  let changes: number;

  beforeEach(() => {
    changes = 0;
    server.route('POST', '/change', () => {
      changes += 1;
      return { status: 200, body: { changes } };
    });
  });

  it('answers in place of the handler', async () => {
    server.fault.next('POST /change', { status: 503, headers: { 'retry-after': '7' }, body: 'busy' });
    const response = await post('/change', {});
    expect([response.status, response.headers.get('retry-after'), await response.text()]).toEqual([503, '7', 'busy']);
    expect(changes).toBe(0);
    expect(server.requests[0]?.status).toBe(503);
    expect((await post('/change', {})).status).toBe(200);
  });

  it('delays the normal answer on the clock, which a held client does not stop', async () => {
    server.fault.next('POST /change', { delay: 90 });
    const release = clock.hold();
    expect((await post('/change', {})).status).toBe(200);
    release();
    expect(clock.now() - Date.parse(startTime)).toBe(90_000);
  });

  it('hangs until the client goes away, and leaves the clock as it was', async () => {
    server.fault.next('POST /change', { hang: true });
    const release = clock.hold();
    const controller = new AbortController();
    const hanging = fetch(`${server.url}/change`, { method: 'POST', signal: controller.signal });
    clock.after(5000, () => controller.abort(new Error('enough')));
    await expect(hanging).rejects.toThrow('enough');
    await server.stop();
    let passed = false;
    clock.after(1, () => {
      passed = true;
    });
    for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    expect(passed).toBe(false);
    release();
    expect(changes).toBe(0);
  });

  it.each([
    ['before', 0],
    ['after', 1],
    ['truncated', 1],
  ] as const)('cuts the connection %s the handler ran', async (cut, changed) => {
    server.fault.next('POST /change', { cut });
    await expect(post('/change', {}).then((response) => response.text())).rejects.toThrow();
    expect(changes).toBe(changed);
    expect(server.requests[0]?.status).toBe(cut === 'truncated' ? 200 : undefined);
  });
});
