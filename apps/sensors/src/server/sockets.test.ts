import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Socket } from 'node:net';
import { TOKEN, type KitOptions, alert, notification, startKit, talk } from './intake-kit.test-support.ts';

type Kit = ReturnType<typeof startKit>;
const kits: Kit[] = [];
const listen = async (options?: KitOptions): Promise<Kit> => {
  const kit = startKit(options);
  kits.push(kit);
  await kit.app.listen({ host: '127.0.0.1', port: 0 });
  return kit;
};

afterEach(async () => {
  await Promise.all(kits.splice(0).map(({ stop }) => stop()));
});

const head = (headers: Record<string, string | number>, path = '/v1/alertmanager/prod') =>
  [
    `POST ${path} HTTP/1.1`,
    'Host: opsbook',
    'Content-Type: application/json',
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    '\r\n',
  ].join('\r\n');
const AUTH = { Authorization: `Bearer ${TOKEN}` };
const statusOf = (answer: string) => Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1]);

/** Writes 50 MB as fast as they are taken, and tells how much that was when the server closed. */
async function flood(socket: Socket, wrap: (chunk: Buffer) => Buffer): Promise<number> {
  const chunk = wrap(Buffer.alloc(65_536, 0x20));
  let sent = 0;
  for (let times = 0; times < 800 && !socket.destroyed; times += 1) {
    sent += chunk.length;
    if (!socket.write(chunk)) {
      await new Promise<void>((resolve) => {
        socket
          .once('drain', resolve)
          .once('close', resolve)
          .once('error', () => resolve());
      });
    }
  }
  return sent;
}

describe('a body of 50 MB', () => {
  const limits = { bodyLimit: 1024 * 1024 };

  it('is refused by its announced length, and not read', async () => {
    const kit = await listen({ serve: { ...limits, alertmanagers: { prod: { auth: { token: TOKEN } } } } });
    const answer = await talk(kit.app, (socket) => void socket.write(head({ ...AUTH, 'Content-Length': 50_000_000 })));
    expect(statusOf(answer)).toBe(413);
    expect(answer).toMatch(/connection: close/i);
  });

  it('is no longer read once it is too large, and little of it is held', async () => {
    const kit = await listen({ serve: { ...limits, alertmanagers: { prod: { auth: { token: TOKEN } } } } });
    const before = process.memoryUsage().rss;
    const hexLength = (65_536).toString(16);
    const framed = (chunk: Buffer) => Buffer.concat([Buffer.from(`${hexLength}\r\n`), chunk, Buffer.from('\r\n')]);
    const answer = await talk(kit.app, async (socket) => {
      socket.write(head({ ...AUTH, 'Transfer-Encoding': 'chunked' }));
      expect(await flood(socket, framed)).toBeLessThan(20_000_000);
    });
    expect(statusOf(answer)).toBe(413);
    expect(process.memoryUsage().rss - before).toBeLessThan(40_000_000);
    expect(kit.events()).toMatchObject([{ state: { state: 'rejected' } }]);
  });

  it('of somebody unknown is refused before any of it', async () => {
    const kit = await listen();
    const answer = await talk(kit.app, (socket) => void socket.write(head({ 'Content-Length': 50_000_000 })));
    expect(statusOf(answer)).toBe(401);
    expect(answer).toMatch(/connection: close/i);
  });
});

describe('a connection', () => {
  it('serves one request after the other', async () => {
    const kit = await listen();
    const request = (name: string) => {
      const body = JSON.stringify(notification([alert(name)]));
      return head({ ...AUTH, 'Content-Length': Buffer.byteLength(body) }) + body;
    };
    const answer = await talk(kit.app, (socket) => void socket.write(request('a') + request('b')), {
      enough: /accepted[^]*accepted[^]*\}$/,
    });
    expect(answer.match(/HTTP\/1\.1 200/g)).toHaveLength(2);
    expect(kit.events()).toHaveLength(2);
  });

  it('is given so many seconds for a head and a request', async () => {
    const { app } = await listen();
    const { headersTimeout, requestTimeout, keepAliveTimeout } = app.server;
    expect([headersTimeout, requestTimeout, keepAliveTimeout]).toEqual([10_000, 30_000, 75_000]);
  });

  it('that is too slow is closed, and its place is free again', async () => {
    const kit = await listen({
      serve: { alertmanagers: { prod: { auth: { token: TOKEN } } }, overload: { requests: 1 } },
    });
    // As after thirty seconds, without waiting for them.
    Object.assign(kit.app.server, { headersTimeout: 1, requestTimeout: 1 });
    const slow = talk(kit.app, (socket) => void socket.write(`${head({ ...AUTH, 'Content-Length': 100 })}{"version"`), {
      enough: /408/,
    });
    expect(await slow).toMatch(/^HTTP\/1\.1 408/);
    Object.assign(kit.app.server, { headersTimeout: 10_000, requestTimeout: 30_000 });
    const body = JSON.stringify(notification([alert('hv1')]));
    const answer = await talk(
      kit.app,
      (socket) => void socket.write(head({ ...AUTH, 'Content-Length': Buffer.byteLength(body) }) + body),
    );
    expect(statusOf(answer)).toBe(200);
    expect(kit.events()).toHaveLength(1);
  });
});

describe('a client certificate', () => {
  let folder: string;
  const file = (name: string) => join(folder, name);

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'opsbook-tls-'));
    const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
    const issue = (name: string, issuer: string[], ...more: string[]) =>
      openssl(
        'req',
        '-x509',
        ...key,
        '-days',
        '2',
        '-subj',
        `/CN=${name}`,
        '-keyout',
        `${name}.key`,
        '-out',
        `${name}.pem`,
        ...issuer,
        ...more,
      );
    issue('ca', []);
    const byCa = ['-CA', 'ca.pem', '-CAkey', 'ca.key'];
    issue('localhost', byCa);
    issue('am', byCa, '-addext', 'subjectAltName=DNS:am.example.org');
    issue('stranger', byCa);
    issue('forged', [], '-addext', 'subjectAltName=DNS:am.example.org');
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  it.each<[string | undefined, number, string]>([
    ['am', 200, 'one of its names is allowed'],
    ['stranger', 401, 'another name'],
    ['forged', 401, 'another issuer'],
    [undefined, 401, 'none'],
  ])('%s: %i, %s', async (name, status, _) => {
    const kit = await listen({
      serve: {
        tls: { cert: file('localhost.pem'), key: file('localhost.key'), clientCa: file('ca.pem') },
        alertmanagers: { prod: { auth: { certificates: ['am.example.org'] } } },
      },
    });
    const body = JSON.stringify(notification([alert('hv1')]));
    const own =
      name === undefined ? {} : { cert: readFileSync(file(`${name}.pem`)), key: readFileSync(file(`${name}.key`)) };
    const answer = await talk(
      kit.app,
      (socket) => void socket.write(head({ 'Content-Length': Buffer.byteLength(body) }) + body),
      { tls: { ca: readFileSync(file('ca.pem')), servername: 'localhost', ...own } },
    );
    expect(statusOf(answer)).toBe(status);
    expect(kit.events()).toHaveLength(status === 200 ? 1 : 0);
  });
});
