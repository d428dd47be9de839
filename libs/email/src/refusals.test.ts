import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type SimulatedMailServer, errorOf, hello, simulatedMail } from './simulated-account.test-support.ts';

let bench: SimulatedMailServer;
beforeEach(async () => {
  bench = await simulatedMail();
});
afterEach(() => bench.stop());

describe('an answer of the server', () => {
  test.each([
    ['550 5.1.1 No such user here', 'EMAIL_MAILBOX_UNKNOWN', 'not-found'],
    ['550 No such user here', 'EMAIL_MAILBOX_UNKNOWN', 'not-found'],
    ['550 5.7.1 Relaying denied', 'EMAIL_FORBIDDEN', 'forbidden'],
    ['551 5.1.6 User not local', 'EMAIL_MAILBOX_UNKNOWN', 'not-found'],
    ['552 5.2.2 Over quota', 'EMAIL_MAILBOX_FULL', 'quota'],
    ['552 5.3.4 Message too big', 'EMAIL_TOO_BIG', 'invalid-input'],
    ['553 5.1.3 Bad address', 'EMAIL_ADDRESS_REFUSED', 'invalid-input'],
    ['554 5.0.0 Transaction failed', 'EMAIL_REFUSED', 'refused'],
    ['450 4.2.0 Greylisted', 'EMAIL_DEFERRED', 'unavailable'],
    ['451 4.3.0 Local error', 'EMAIL_DEFERRED', 'unavailable'],
    ['452 4.5.3 Too many recipients', 'EMAIL_INSUFFICIENT_STORAGE', 'unavailable'],
  ] as const)('%s is %s, for sender, recipient and content', async (reply, code, kind) => {
    const account = bench.account();
    const digits = Number(reply.slice(0, 3));
    const [, enhancedCode] = /^\d{3} (\d\.\d\.\d) /.exec(reply) ?? [];
    for (const stage of ['MAIL', 'RCPT', 'DATA'] as const) {
      bench.sim.fault.next(stage, { reply });
      const error = await errorOf(account.send(hello()));
      expect(error).toMatchObject({ code, kind, smtpCode: digits, enhancedCode, outcomeUnknown: false });
      expect(error.message).toContain(reply.replace(/^[\d. ]+/, ''));
    }
    // The session goes on.
    await account.send(hello());
    expect(bench.sim.sessions).toMatchObject([{ mails: 1 }]);
    expect(bench.elapsed()).toBe(0);
  });

  test('to one of several recipients leaves the others their mail, and says who has none', async () => {
    bench.sim.fault.always('RCPT', { reply: '550 5.1.1 No such user here' }, { address: 'reject@example.test' });
    const to = ['ada@example.test', 'reject@example.test'];
    const result = await bench.account().send({ ...hello(), to, bcc: 'bob@example.test' });
    expect(result).toMatchObject({
      status: 'partly-sent',
      recipients: [
        { address: 'ada@example.test', status: 'sent', queueId: '0000000001' },
        {
          address: 'reject@example.test',
          status: 'refused',
          permanent: true,
          code: 'EMAIL_MAILBOX_UNKNOWN',
          smtpCode: 550,
          enhancedCode: '5.1.1',
        },
        { address: 'bob@example.test', status: 'sent' },
      ],
    });
    expect(bench.sim.mails).toMatchObject([{ to: ['ada@example.test', 'bob@example.test'] }]);
  });

  test('421 ends the session, and the mail goes through the next one', async () => {
    for (const stage of ['MAIL', 'RCPT', 'DATA'] as const) {
      bench.sim.fault.next(stage, { reply: '421 4.3.2 Shutting down' });
      expect(await bench.account().send(hello())).toMatchObject({ status: 'sent' });
    }
    expect(bench.sim.mails).toHaveLength(3);
    bench.sim.fault.always('MAIL', { reply: '421 4.3.2 Shutting down' });
    const error = await errorOf(bench.account().send(hello()));
    expect(error).toMatchObject({ code: 'EMAIL_SERVICE_UNAVAILABLE', kind: 'unavailable', smtpCode: 421 });
  });
});

describe('a mail that is too big', () => {
  const big = { ...hello(), text: 'x'.repeat(2000) };

  test('is not even sent where the server tells its limit', async () => {
    await bench.stop();
    bench = await simulatedMail({ size: 1500 });
    const error = await errorOf(bench.account().send(big));
    expect(error).toMatchObject({ code: 'EMAIL_TOO_BIG', kind: 'invalid-input', smtpCode: undefined });
    expect(error.message).toContain('1500');
  });

  test('is refused where it does not', async () => {
    await bench.stop();
    bench = await simulatedMail({ size: 1500, showSize: false });
    const account = bench.account();
    expect(await errorOf(account.send(big))).toMatchObject({ code: 'EMAIL_TOO_BIG', smtpCode: 552 });
    expect(await account.send(hello())).toMatchObject({ status: 'sent' });
  });
});

describe('a connection that breaks', () => {
  test.each(['MAIL', 'RCPT'] as const)('at %s: the mail is sent again through another one', async (stage) => {
    bench.sim.fault.next(stage, { cut: 'before' });
    expect(await bench.account().send(hello())).toMatchObject({ status: 'sent' });
    expect(bench.sim.mails).toHaveLength(1);
    bench.sim.fault.always(stage, { cut: 'before' });
    expect(await errorOf(bench.account().send(hello()))).toMatchObject({
      code: 'EMAIL_CONNECTION_LOST',
      outcomeUnknown: false,
    });
  });

  test.each(['before', 'after'] as const)('in the content, %s the server has it: nobody knows', async (cut) => {
    bench.sim.fault.next('DATA', { cut });
    const error = await errorOf(bench.account().send(hello()));
    expect(error).toMatchObject({ code: 'EMAIL_CONNECTION_LOST', kind: 'unavailable', outcomeUnknown: true });
    expect(error.message).toContain('may have been accepted');
    // Whether it arrived or not, it was not sent a second time.
    expect(bench.sim.sessions).toHaveLength(1);
    expect(bench.sim.mails).toHaveLength(cut === 'after' ? 1 : 0);
  });

  test('while idle: the mail goes through another one, at once', async () => {
    const account = bench.account();
    await account.send(hello());
    bench.sim.disconnect();
    expect(await account.send(hello())).toMatchObject({ status: 'sent' });
    expect(bench.elapsed()).toBe(0);
  });
});

describe('a server that does not answer', () => {
  test('to a command is given up after timeouts.command, and the mail tried again', async () => {
    bench.sim.fault.next('RCPT', { hang: true });
    expect(await bench.account({ timeouts: { command: 40 } }).send(hello())).toMatchObject({ status: 'sent' });
    expect(bench.elapsed()).toBe(40 + 1);
    expect(bench.sim.mails).toHaveLength(1);
  });

  test('to the content is given up after timeouts.data, and the mail never sent twice', async () => {
    bench.sim.fault.next('DATA', { hang: true });
    const error = await errorOf(bench.account().send(hello()));
    expect(error).toMatchObject({ code: 'EMAIL_TIMEOUT', kind: 'timeout', outcomeUnknown: true });
    expect(bench.elapsed()).toBe(600);
    expect(bench.sim.mails).toHaveLength(1);
  });

  test('for a while has the time it needs', async () => {
    bench.sim.fault.next('RCPT', { delay: 50 });
    bench.sim.fault.next('DATA', { delay: 500 });
    expect(await bench.account().send(hello())).toMatchObject({ status: 'sent' });
    expect(bench.elapsed()).toBe(550);
  });
});

test('every command has its time, not all of a mail together', async () => {
  bench.sim.fault.next('RCPT', { delay: 50 }, { times: 3 });
  const to = ['a@example.test', 'b@example.test', 'c@example.test'];
  expect(await bench.account({ maxRequeues: 0 }).send({ ...hello(), to })).toMatchObject({ status: 'sent' });
  expect(bench.elapsed()).toBe(150);
});
