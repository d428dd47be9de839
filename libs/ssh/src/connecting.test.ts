import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { EffectRefused, readOnly } from '@opsbook/context';
import { Bench } from './ssh.test-support.ts';

const bench = new Bench({ maxSessions: 3 });
const START = Date.parse('2030-01-01T00:00:00Z');

describe('a server', () => {
  test('that accepts the connection and never answers', async () => {
    bench.sim.fault.next('silent');
    const running = bench.client({ handshakeTimeout: 20 }).exec('web1', ['true']);
    await expect(running).rejects.toMatchObject({
      code: 'SSH_HANDSHAKE_TIMEOUT',
      kind: 'timeout',
      outcomeUnknown: false,
    });
    expect(bench.clock.now()).toBe(START + 20_000);
  });

  test('that drops logins while it is busy is asked again, later', async () => {
    bench.sim.fault.next('drop', 3);
    expect((await bench.client().exec('web1', ['true'])).code).toBe(0);
    // 0.3, 0.6 and 1.2 seconds.
    expect(bench.clock.now()).toBe(START + 2100);
  });

  test('that drops every login is given up', async () => {
    bench.sim.fault.next('drop', 100);
    const running = bench.client().exec('web1', ['true']);
    await expect(running).rejects.toMatchObject({ code: 'SSH_UNAVAILABLE', outcomeUnknown: false });
  });

  test('that shows another key', async () => {
    bench.sim.fault.next('other-host-key');
    const client = bench.client();
    const error: unknown = await client.exec('web1', ['true']).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'SSH_HOST_KEY_CHANGED', place: `${bench.sim.knownHostsFile}:1` });
    expect(bench.sim.logins).toBe(0);
    expect((await client.exec('web1', ['true'])).code).toBe(0);
  });

  test('that takes no credentials says which were tried, and no secret', async () => {
    const auth = { keys: [{ key: bench.sim.key }], password: 'not-the-password', agent: false as const };
    bench.sim.fault.next('refuse-auth', 5);
    const error: unknown = await bench
      .client({ auth })
      .exec('web1', ['true'])
      .catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'SSH_UNAUTHORIZED', kind: 'unauthorized' });
    const { message } = error as Error;
    expect(message).toMatch(/tried publickey \(auth\.keys\[0\] SHA256:\S+\), password/);
    expect(JSON.stringify(error) + message).not.toContain('not-the-password');
  });

  test('is logged in to with a password, where no key fits', async () => {
    const auth = { password: 'simulated-password', agent: false as const, keys: [] };
    expect((await bench.client({ auth }).exec('web1', ['id'])).stdout).toBe('ops\n');
  });

  test('is reached through others, one after the other', async () => {
    const { port } = bench.sim;
    const host = { hostname: '127.0.0.1', port, user: 'ops' };
    const hosts = { a: host, b: host, c: { ...host, proxyJump: 'a,b' }, d: { ...host, proxyJump: 'c' } };
    const client = bench.client({ hosts });
    expect((await client.exec('c', ['echo', 'there'])).stdout).toBe('there\n');
    expect(bench.sim.logins).toBe(3);
    expect((await client.exec('d', ['echo', 'farther'])).stdout).toBe('farther\n');
    expect(bench.sim.logins).toBe(4);
  });

  test('is not looked for in circles', async () => {
    const host = { hostname: '127.0.0.1', port: bench.sim.port, user: 'ops' };
    const client = bench.client({ hosts: { a: { ...host, proxyJump: 'b' }, b: { ...host, proxyJump: 'a' } } });
    await expect(client.exec('a', ['true'])).rejects.toMatchObject({
      code: 'SSH_CONFIG',
      faults: ['ProxyJump goes in circles'],
    });
  });
});

describe('the pool', () => {
  test('uses a connection again, and makes a new one when it was unused for too long', async () => {
    const client = bench.client({ pool: { keep: 60 } });
    await client.exec('web1', ['true']);
    await client.exec('web1', ['true']);
    expect(bench.sim.logins).toBe(1);
    await new Promise<void>((resolve) => bench.clock.after(61_000, resolve));
    await client.exec('web1', ['true']);
    expect(bench.sim.logins).toBe(2);
  });

  test('makes another connection where the server gives no more sessions on one', async () => {
    bench.sim.on(['slow'], { stdout: 'x', delay: 5 });
    const client = bench.client();
    const outcomes = await client.execOnAll(Array<string>(8).fill('web1'), ['slow']);
    expect(outcomes.map(({ result, error }) => result?.stdout ?? error)).toEqual(Array(8).fill('x'));
    expect(bench.sim.logins).toBeGreaterThan(2);
    expect(bench.clock.now()).toBeLessThan(START + 16_000);
  });

  test('replaces a connection that was closed meanwhile', async () => {
    bench.sim.fault.next('cut');
    const client = bench.client();
    await expect(client.exec('web1', ['sleep', '5'])).rejects.toMatchObject({ code: 'SSH_CONNECTION_LOST' });
    expect((await client.exec('web1', ['true'])).code).toBe(0);
    expect(bench.sim.logins).toBe(2);
  });

  test('ends connecting for nobody but who gives up', async () => {
    const client = bench.client();
    const controller = new AbortController();
    const first = client.exec('web1', ['true'], { signal: controller.signal });
    const second = client.exec('web1', ['true']);
    controller.abort(new Error('enough'));
    await expect(first).rejects.toMatchObject({ code: 'SSH_ABORTED', outcomeUnknown: false });
    expect((await second).code).toBe(0);
    expect(bench.sim.logins).toBe(1);
  });
});

describe('a connection that is lost midway', () => {
  test('leaves the outcome of a change open, and not that of a read', async () => {
    const client = bench.client({ readOnly: [{ argv: ['sleep', '*'] }] });
    bench.sim.fault.next('cut');
    await expect(client.exec('web1', ['sleep', '5'])).rejects.toMatchObject({
      code: 'SSH_CONNECTION_LOST',
      kind: 'unavailable',
      outcomeUnknown: true,
    });
    bench.sim.fault.next('cut');
    await expect(client.read('web1', ['sleep', '5'])).rejects.toMatchObject({
      code: 'SSH_CONNECTION_LOST',
      outcomeUnknown: false,
    });
  });

  test('is noticed by signs of life that stay away', async () => {
    bench.sim.fault.next('freeze');
    const client = bench.client({ keepAlive: { interval: 5, countMax: 2 }, handshakeTimeout: 300 });
    const running = client.exec('web1', ['true']);
    await expect(running).rejects.toMatchObject({ code: 'SSH_CONNECTION_LOST', outcomeUnknown: true });
    await expect(running).rejects.toThrow('no sign of life for 10 s');
    expect(bench.clock.now()).toBe(START + 15_000);
  });

  test('is not assumed while a command is silent for long', async () => {
    const client = bench.client({ keepAlive: { interval: 5, countMax: 2 } });
    expect((await client.exec('web1', ['sleep', '3600'], { timeout: 7200 })).code).toBe(0);
    expect(bench.clock.now()).toBe(START + 3_600_000);
  });
});

test('a guard that refuses changes stops them before a connection is made', async () => {
  const client = bench.client({
    context: { guard: readOnly, clock: bench.clock },
    readOnly: [{ argv: ['echo', '*'] }],
  });
  await expect(client.exec('web1', ['true'])).rejects.toThrow(EffectRefused);
  await expect(client.execOnAll(['web1'], ['true'])).rejects.toThrow('refused to send ssh web1: true');
  await expect(client.upload('web1', { path: '/tmp/x', content: '' })).rejects.toThrow(EffectRefused);
  expect(bench.sim.logins).toBe(0);
  expect((await client.read('web1', ['echo', 'x'])).stdout).toBe('x\n');
});

test('an upload ends in time though its content never comes, and leaves nothing behind', async () => {
  const never: AsyncIterable<Uint8Array> = {
    [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => undefined) }),
  };
  const running = bench.client().upload('web1', { path: '/tmp/x', content: never, timeout: 30 });
  await expect(running).rejects.toMatchObject({ code: 'SSH_COMMAND_TIMEOUT', kind: 'timeout' });
  expect(bench.clock.now()).toBe(START + 30_000);
  await bench.client().exec('web1', ['true']);
  expect([...bench.sim.files.keys()]).toEqual([]);
});

test('the usual user counts after every other name', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'opsbook-ssh-user-'));
  const config = join(folder, 'config');
  writeFileSync(
    config,
    `Host named\n  User nobody\nHost plain named\n  HostName 127.0.0.1\n  Port ${bench.sim.port}\n`,
  );
  const client = bench.client({ user: 'ops', hosts: {}, config });
  expect(await client.exec('plain', ['echo', 'hello'])).toMatchObject({ stdout: 'hello\n' });
  await expect(client.exec('named', ['echo', 'hello'])).rejects.toMatchObject({ code: 'SSH_UNAUTHORIZED' });
  rmSync(folder, { recursive: true });
});
