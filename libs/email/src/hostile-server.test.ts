import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Socket } from 'node:net';
import { inspect } from 'node:util';
import { unrestricted } from '@opsbook/context';
import { type Script, honest, scriptedServer, stopScriptedServers } from './scripted-server.test-support.ts';
import { PASSWORD, type SimulatedMailServer, errorOf, hello, simulatedMail } from './simulated-account.test-support.ts';

// What no honest server does, and what stands between us and one might.
let bench: SimulatedMailServer;
beforeEach(async () => {
  bench = await simulatedMail();
});
afterEach(async () => {
  await bench.stop();
  await stopScriptedServers();
});

/** The honest script, but for these answers. */
const but =
  (answers: Readonly<Record<string, string>>): Script =>
  (line, socket) => {
    const found = Object.keys(answers).find((start) => (start === '' ? line === '' : line.startsWith(start)));
    return found === undefined ? honest(line, socket) : answers[found];
  };
const clear = { security: 'none', maxRequeues: 0 } as const;
const auth = { username: 'ops@example.test', password: PASSWORD };

describe('STARTTLS', () => {
  const offered = '250-scripted\r\n250 STARTTLS';

  test('that somebody takes out of the offer is asked for all the same, and nothing is sent in the clear', async () => {
    const { port, lines } = await scriptedServer(but({ STARTTLS: '502 5.5.1 What?' }));
    const error = await errorOf(bench.account({ port, auth }).send(hello()));
    expect(error).toMatchObject({ code: 'EMAIL_TLS_NOT_OFFERED', kind: 'refused', outcomeUnknown: false });
    expect(lines.map((line) => line.split(' ')[0])).toEqual(['EHLO', 'STARTTLS']);
  });

  test('of a server that does not even know EHLO', async () => {
    const { port, lines } = await scriptedServer(but({ EHLO: '502 5.5.2 What?' }));
    expect(await errorOf(bench.account({ port, auth }).send(hello()))).toMatchObject({ code: 'EMAIL_TLS_NOT_OFFERED' });
    expect(lines).toHaveLength(1);
  });

  test('that the server refuses because it is about to end is tried again', async () => {
    const { port } = await scriptedServer(but({ EHLO: offered, STARTTLS: '421 4.3.2 Shutting down' }));
    const error = await errorOf(bench.account({ port, maxRequeues: 1 }).send(hello()));
    expect(error).toMatchObject({ code: 'EMAIL_SERVICE_UNAVAILABLE', smtpCode: 421 });
    expect(bench.elapsed()).toBe(1);
  });

  test('brings nothing over that was said in the clear after it', async () => {
    let encrypted = false;
    const { port, lines } = await scriptedServer((line, socket) => {
      if (line === 'STARTTLS') {
        encrypted = true;
        // Were it believed, these would be the answers to EHLO and AUTH, and the password sent by the weakest means.
        return '220 go on\r\n250-injected\r\n250 AUTH CRAM-MD5\r\n235 2.7.0 ok';
      }
      return line.startsWith('EHLO') && !encrypted ? offered : honest(line, socket);
    });
    expect(await bench.account({ port, auth }).send(hello())).toMatchObject({ status: 'sent' });
    expect(lines.find((line) => line.startsWith('AUTH'))).toMatch(/^AUTH PLAIN /);
  });

  test.each<[string, string, (socket: Socket) => void]>([
    ['cut in the handshake', 'EMAIL_CONNECTION_LOST', (socket) => socket.destroy()],
    ['answered by what is no TLS', 'EMAIL_TLS_FAILED', (socket) => socket.write('550 5.1.1 in the clear\r\n')],
  ])('%s', async (_, code, then) => {
    const { port } = await scriptedServer((line, socket) => {
      if (line === 'STARTTLS') socket.once('data', () => then(socket)).write('220 go on\r\n');
      return line === '' ? '220 x' : line.startsWith('EHLO') ? offered : undefined;
    });
    const error = await errorOf(bench.account({ port, maxRequeues: 0 }).send(hello()));
    expect(error).toMatchObject({ code, kind: 'unavailable', outcomeUnknown: false });
  });
});

describe('a password', () => {
  const user = 'op@example.test';
  const auth = { username: user, password: PASSWORD };
  const secrets = [PASSWORD, ...['', `\0${user}\0`].map((one) => Buffer.from(one + PASSWORD).toString('base64'))];

  test('that the server repeats is in no error', async () => {
    const { port } = await scriptedServer(
      (line, socket) => (line.startsWith('AUTH') ? `500 5.5.1 Unknown command: ${line}` : honest(line, socket)),
      { tls: true },
    );
    const error = await errorOf(bench.account({ port, security: 'tls', auth }).send(hello()));
    expect(error.code).toBe('EMAIL_AUTH_FAILED');
    expect(error.serviceMessage).toContain('Unknown command');
    for (const secret of secrets) expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(secret);
  });

  test('is not shown to a server that takes no logins', async () => {
    const { port, lines } = await scriptedServer(but({ EHLO: '250 scripted' }), { tls: true });
    const error = await errorOf(bench.account({ port, security: 'tls', auth }).send(hello()));
    expect(error).toMatchObject({ code: 'EMAIL_AUTH_FAILED', kind: 'unauthorized' });
    expect(error.message).toContain('offers no login');
    expect(lines.filter((line) => line.startsWith('AUTH'))).toEqual([]);
  });
});

describe('what is no answer', () => {
  test.each([
    ['a page as greeting', '', '<html><head>\r\n<title>502</title>'],
    ['noise as greeting', '', '\x00\x1b[2J\xff\xfe'],
    ['noise to the sender', 'MAIL', '\x1b]0;x\x07'],
    ['noise to the recipient', 'RCPT', 'what?'],
    ['another command’s answer to the recipient', 'RCPT', '354 go on'],
  ])('%s', async (_, line, answer) => {
    const { port } = await scriptedServer(but({ [line]: answer }));
    const error = await errorOf(bench.account({ port, ...clear }).send(hello()));
    expect(error).toMatchObject({ code: 'EMAIL_PROTOCOL', kind: 'unavailable', outcomeUnknown: false });
  });

  test('to a mail’s content leaves it unknown', async () => {
    const { port } = await scriptedServer(but({ '.': 'Thanks' }));
    const error = await errorOf(bench.account({ port, ...clear }).send(hello()));
    expect(error).toMatchObject({ code: 'EMAIL_PROTOCOL', outcomeUnknown: true });
  });

  test('is cut where it is long, and moves no cursor', async () => {
    const { port } = await scriptedServer(but({ RCPT: `550 5.1.1 \x1b[2J${'no '.repeat(20_000)}` }));
    const error = await errorOf(bench.account({ port, ...clear }).send(hello()));
    expect(error.code).toBe('EMAIL_MAILBOX_UNKNOWN');
    expect(`${error.message}${(error.cause as Error).message}`.length).toBeLessThan(5000);
    expect(inspect([error.message, error.serviceMessage, (error.cause as Error).message])).not.toMatch(/\\x1B/);
  });

  test('after what nobody asked the session is not used again', async () => {
    const { port, lines } = await scriptedServer(but({ '.': '250 2.0.0 Ok\r\n250 2.0.0 And another one' }));
    const account = bench.account({ port, security: 'none' });
    await account.send(hello());
    await account.send(hello());
    expect(lines.filter((line) => line.startsWith('EHLO'))).toHaveLength(2);
  });
});

describe('some recipients refused', () => {
  const script = (answer: string): Script =>
    but({ 'RCPT TO:<bob': '550 5.1.1 No such user', 'RCPT TO:<eve': '452 4.5.3 Too many', '.': answer });
  const mail = { ...hello(), to: ['ada@example.test', 'bob@example.test', 'eve@example.test'] };

  test('and then the content: each keeps its own reason', async () => {
    const { port } = await scriptedServer(script('451 4.3.0 Try later'));
    const result = await bench.account({ port, ...clear }).sendAll([mail]);
    expect(result.mails[0]?.recipients).toMatchObject([
      { status: 'refused', permanent: false, code: 'EMAIL_DEFERRED' },
      { status: 'refused', permanent: true, code: 'EMAIL_MAILBOX_UNKNOWN' },
      { status: 'refused', permanent: false, code: 'EMAIL_INSUFFICIENT_STORAGE' },
    ]);
  });

  test('and then no answer: only those who may have got it are unknown', async () => {
    const { port } = await scriptedServer((line, socket) => {
      if (line === '.') socket.destroy();
      return script('')(line, socket);
    });
    const result = await bench.account({ port, ...clear }).sendAll([mail]);
    expect(result.mails[0]).toMatchObject({
      status: 'unknown',
      recipients: [
        { status: 'unknown', code: 'EMAIL_CONNECTION_LOST' },
        { status: 'refused', permanent: true, code: 'EMAIL_MAILBOX_UNKNOWN' },
        { status: 'refused', permanent: false, code: 'EMAIL_INSUFFICIENT_STORAGE' },
      ],
    });
  });

  test('all of them: the error names each', async () => {
    const { port } = await scriptedServer(but({ 'RCPT TO:<bob': '550 5.1.1 No such user', RCPT: '554 5.7.1 No' }));
    const error = await errorOf(bench.account({ port, ...clear }).send({ ...mail, to: mail.to.slice(0, 2) }));
    expect(error.faults).toEqual([expect.stringContaining('ada@'), expect.stringContaining('bob@')]);
  });
});

test('relaying that is denied for now says nothing about a password', async () => {
  // The default of Postfix: defer_unauth_destination.
  const { port } = await scriptedServer(but({ RCPT: '454 4.7.1 <ada@example.test>: Relay access denied' }));
  expect(await errorOf(bench.account({ port, ...clear }).send(hello()))).toMatchObject({
    code: 'EMAIL_DEFERRED',
    kind: 'unavailable',
    smtpCode: 454,
  });
});

test('an address of another script is not sent to a server that has no SMTPUTF8', async () => {
  const { port, lines } = await scriptedServer(honest);
  const error = await errorOf(bench.account({ port, ...clear }).send(hello('jürgen@example.test')));
  expect(error).toMatchObject({ code: 'EMAIL_ADDRESS_REFUSED', kind: 'invalid-input', outcomeUnknown: false });
  expect(error.message).toContain('SMTPUTF8');
  expect(lines.filter((line) => line.startsWith('RCPT'))).toEqual([]);
});

test('an abort between the connection and its greeting leaves no connection behind', async () => {
  const stop = new AbortController();
  const gone = Promise.withResolvers<undefined>();
  const { port } = await scriptedServer((line, socket) => {
    if (line === '') socket.on('close', () => gone.resolve(undefined));
    return honest(line, socket);
  });
  const { clock } = bench;
  // What is loaded at the first mail is there.
  await bench.account().send(hello());
  const hold = () => {
    const release = clock.hold();
    // The first thing that is over is the connecting.
    return () => {
      release();
      stop.abort();
    };
  };
  const context = { guard: unrestricted, clock: { now: () => clock.now(), after: clock.after.bind(clock), hold } };
  const error = await errorOf(bench.account({ port, ...clear, context }).send(hello(), { signal: stop.signal }));
  expect(error).toMatchObject({ code: 'EMAIL_ABORTED', outcomeUnknown: false });
  await gone.promise;
});
