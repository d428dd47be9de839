import { type AddressInfo, type Socket, createServer } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { Secret, sleep } from '@opsbook/context';
import { PASSWORD, type SimulatedMailServer, errorOf, hello, simulatedMail } from './simulated-account.test-support.ts';
import type { MailSimulatorOptions } from './testing/index.ts';

let bench: SimulatedMailServer;
const start = async (options: MailSimulatorOptions = {}) => (bench = await simulatedMail(options));
afterEach(() => bench.stop());

const users = { 'ops@example.test': PASSWORD };
const auth = { username: 'ops@example.test', password: new Secret(PASSWORD) };

describe('encryption', () => {
  test('comes before the first mail by STARTTLS, and is there from the first byte with security tls', async () => {
    await start({ users });
    await bench.account({ auth }).send(hello());
    expect(bench.sim.sessions).toMatchObject([{ tls: true, user: 'ops@example.test', mails: 1 }]);
    await bench.stop();
    await start({ users, security: 'tls' });
    await bench.account({ auth, security: 'tls' }).send(hello());
    expect(bench.sim.sessions).toMatchObject([{ tls: true, user: 'ops@example.test', mails: 1 }]);
  });

  test('is required: where STARTTLS is not offered nothing is sent in the clear', async () => {
    await start({ security: 'none' });
    const error = await errorOf(bench.account().send(hello()));
    expect(error).toMatchObject({ code: 'EMAIL_TLS_NOT_OFFERED', kind: 'refused', outcomeUnknown: false });
    expect(error.message).toContain("security 'tls'");
    expect(bench.sim.mails).toEqual([]);
  });

  test('is left out when told so', async () => {
    await start({ security: 'none' });
    await bench.account({ security: 'none' }).send(hello());
    expect(bench.sim.sessions).toMatchObject([{ tls: false, mails: 1 }]);
  });

  test.each([
    ['expired', 'EMAIL_TLS_CERTIFICATE_EXPIRED'],
    ['untrusted', 'EMAIL_TLS_CERTIFICATE_UNTRUSTED'],
    ['other-host', 'EMAIL_TLS_HOST_MISMATCH'],
  ] as const)('refuses a certificate that is %s', async (certificate, code) => {
    for (const security of ['starttls', 'tls'] as const) {
      await start({ certificate, security, users });
      const error = await errorOf(bench.account({ security, auth }).send(hello()));
      expect(error).toMatchObject({ code, kind: 'refused', outcomeUnknown: false });
      // One look is enough, and the password was not shown.
      expect(bench.sim.sessions.every(({ user }) => user === undefined)).toBe(true);
      expect(bench.elapsed()).toBe(0);
      await bench.stop();
    }
  });

  test('knows the system’s authorities only, unless told otherwise', async () => {
    await start();
    expect(await errorOf(bench.account({ tls: {} }).send(hello()))).toMatchObject({
      code: 'EMAIL_TLS_CERTIFICATE_UNTRUSTED',
    });
    await bench.account({ tls: { insecure: true } }).send(hello());
    expect(bench.sim.mails).toHaveLength(1);
  });

  test('checks the name it is told to', async () => {
    await start({ certificate: 'other-host' });
    await bench.account({ tls: { ca: bench.sim.ca, servername: 'mail.example.net' } }).send(hello());
    expect(bench.sim.mails).toHaveLength(1);
  });

  test('with a port that speaks no TLS is an error of its own', async () => {
    await start();
    expect(await errorOf(bench.account({ security: 'tls' }).send(hello()))).toMatchObject({ code: 'EMAIL_TLS_FAILED' });
  });
});

describe('a login', () => {
  test('that is refused ends it at once, and shows no password', async () => {
    await start({ users });
    const error = await errorOf(bench.account({ auth: { ...auth, password: 'wrong-horse-battery' } }).send(hello()));
    expect(error).toMatchObject({
      code: 'EMAIL_AUTH_FAILED',
      kind: 'unauthorized',
      smtpCode: 535,
      enhancedCode: '5.7.8',
      outcomeUnknown: false,
    });
    const shown = JSON.stringify([error, error.message, error.stack, error.cause]);
    expect(shown).not.toContain('wrong-horse');
    expect(shown).not.toContain(Buffer.from('\0ops@example.test\0wrong-horse-battery').toString('base64'));
    expect(bench.elapsed()).toBe(0);
  });

  test('that the server cannot check now is tried again', async () => {
    await start({ users });
    bench.sim.fault.next('AUTH', { reply: '454 4.7.0 Temporary authentication failure' });
    expect(await bench.account({ auth }).send(hello())).toMatchObject({ status: 'sent' });
    expect(bench.elapsed()).toBe(1);
  });

  test('that is missing is named', async () => {
    await start({ users });
    // Seen of Postfix; others ask for it before that.
    expect(await errorOf(bench.account().send(hello()))).toMatchObject({ code: 'EMAIL_FORBIDDEN', smtpCode: 554 });
    bench.sim.fault.next('MAIL', { reply: '530 5.7.0 Authentication required' });
    const error = await errorOf(bench.account().send(hello()));
    expect(error).toMatchObject({ code: 'EMAIL_AUTH_REQUIRED', kind: 'unauthorized', smtpCode: 530 });
    const clear = await errorOf(bench.account({ security: 'none' }).send(hello()));
    expect(clear).toMatchObject({ code: 'EMAIL_TLS_REQUIRED', kind: 'refused', smtpCode: 530, enhancedCode: '5.7.0' });
  });

  test('and encryption are what verify looks at, with nothing sent', async () => {
    await start({ users });
    await bench.account({ auth }).verify();
    expect(bench.sim.sessions).toMatchObject([{ user: 'ops@example.test', mails: 0 }]);
    const wrong = bench.account({ auth: { ...auth, password: 'wrong-horse-battery' } });
    expect(await errorOf(wrong.verify())).toMatchObject({ code: 'EMAIL_AUTH_FAILED' });
  });
});

describe('a server', () => {
  test('that is not there is tried maxRequeues times more, after 1, 2, 4 s', async () => {
    await start();
    await bench.sim.stop();
    const error = await errorOf(bench.account({ maxRequeues: 3 }).send(hello()));
    expect(error).toMatchObject({ code: 'EMAIL_CONNECT', kind: 'unavailable', outcomeUnknown: false });
    expect(error.message).toContain(`connect to 127.0.0.1:${bench.sim.port}`);
    expect(bench.elapsed()).toBe(1 + 2 + 4);
  });

  test('whose name nobody knows', async () => {
    await start();
    const error = await errorOf(bench.account({ host: 'mail.invalid', maxRequeues: 0 }).send(hello()));
    expect(error).toMatchObject({ code: 'EMAIL_CONNECT' });
  });

  test('that never greets', async () => {
    await start();
    bench.sim.fault.always('CONNECT', { hang: true });
    const error = await errorOf(bench.account({ maxRequeues: 0, timeouts: { greeting: 20 } }).send(hello()));
    expect(error).toMatchObject({ code: 'EMAIL_GREETING_TIMEOUT', kind: 'timeout', outcomeUnknown: false });
    expect(bench.elapsed()).toBe(20);
  });

  test('that accepts and says nothing, where TLS is expected', async () => {
    await start();
    const silent = createServer((socket: Socket) => {
      const unpark = bench.clock.park();
      socket.on('error', () => undefined).on('close', unpark);
      socket.resume();
    });
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as AddressInfo;
    const error = await errorOf(bench.account({ port, security: 'tls', maxRequeues: 0 }).send(hello()));
    expect(error).toMatchObject({ code: 'EMAIL_CONNECT_TIMEOUT', kind: 'timeout' });
    expect(bench.elapsed()).toBe(10);
    await new Promise((resolve) => silent.close(resolve));
  });

  test('that is something else', async () => {
    await start();
    const web = createServer((socket: Socket) => {
      socket.on('error', () => undefined).end('HTTP/1.1 400 Bad Request\r\n\r\n<html>nonsense</html>');
    });
    await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
    const { port } = web.address() as AddressInfo;
    const error = await errorOf(bench.account({ port }).send(hello()));
    expect(error).toMatchObject({ code: 'EMAIL_PROTOCOL', outcomeUnknown: false });
    await new Promise((resolve) => web.close(resolve));
  });

  test('that turns everybody away', async () => {
    await start();
    bench.sim.fault.always('CONNECT', { reply: '554 5.7.1 You are on a list' });
    expect(await errorOf(bench.account().send(hello()))).toMatchObject({ code: 'EMAIL_FORBIDDEN', smtpCode: 554 });
    bench.sim.fault.clear();
    bench.sim.fault.next('CONNECT', { reply: '421 4.3.2 Too busy' });
    expect(await bench.account().send(hello())).toMatchObject({ status: 'sent' });
  });
});

test('an idle session is used again, and closed when nobody does', async () => {
  await start();
  const account = bench.account({ idle: 30 });
  await account.send(hello());
  await account.send(hello());
  expect(bench.sim.sessions).toMatchObject([{ mails: 2, open: true }]);
  await sleep(bench.clock, 31_000);
  await account.send(hello());
  expect(bench.sim.sessions).toMatchObject([{ mails: 2, open: false }, { mails: 1 }]);
});
