import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { EffectRefused, type Guard, inScope, readOnly, sleep } from '@opsbook/context';
import { type Mail, failedOf } from './index.ts';
import { type SimulatedMailServer, errorOf, hello, simulatedMail } from './simulated-account.test-support.ts';

let bench: SimulatedMailServer;
beforeEach(async () => {
  bench = await simulatedMail();
});
afterEach(() => bench.stop());

const mails = (count: number): Mail[] =>
  Array.from({ length: count }, (_, index) => ({ ...hello(`user${index}@example.test`), key: `mail-${index}` }));
const statuses = ({ mails: results }: { mails: { status: string }[] }) => results.map(({ status }) => status);

describe('many mails', () => {
  test('go through one session, each with its answer', async () => {
    const seen: number[] = [];
    const result = await bench.account().sendAll(mails(20), { onMail: (_, index) => seen.push(index) });
    expect(result.counts).toEqual({ sent: 20, refused: 0, unknown: 0, 'not-sent': 0 });
    expect(bench.sim.sessions).toMatchObject([{ mails: 20 }]);
    expect(result.mails.map(({ recipients: [first] }) => first)).toEqual(
      bench.sim.mails.map(({ to: [address], queueId }) => ({
        address,
        status: 'sent',
        answer: `250 2.0.0 Ok: queued as ${queueId}`,
        queueId,
      })),
    );
    expect(seen).toEqual(Array.from({ length: 20 }, (_, index) => index));
    // It can be a step's result.
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
  });

  test('that are none are an ordinary answer', async () => {
    expect(await bench.account().sendAll([])).toEqual({
      mails: [],
      counts: { sent: 0, refused: 0, unknown: 0, 'not-sent': 0 },
    });
    expect(bench.sim.sessions).toEqual([]);
  });

  test('go on when some fail; what failed is sent again, and nothing else', async () => {
    const { fault } = bench.sim;
    fault.always('RCPT', { reply: '550 5.1.1 No such user here' }, { address: 'user1@example.test' });
    fault.next('RCPT', { reply: '451 4.2.0 Try again later' }, { address: 'user3@example.test' });
    fault.next('DATA', { cut: 'after' }, { after: 2 });
    const account = bench.account();
    const all = mails(6);
    const first = await account.sendAll(all);
    // The mail whose answer was lost is the third one whose content was sent: user4's.
    expect(statuses(first)).toEqual(['sent', 'refused', 'sent', 'refused', 'unknown', 'sent']);
    expect(first.counts).toEqual({ sent: 3, refused: 2, unknown: 1, 'not-sent': 0 });
    expect(first.mails[3]?.recipients).toMatchObject([{ permanent: false, code: 'EMAIL_DEFERRED', smtpCode: 451 }]);

    const again = failedOf(all, JSON.parse(JSON.stringify(first)) as typeof first);
    expect(again.map(({ key }) => key)).toEqual(['mail-1', 'mail-3']);
    expect(statuses(await account.sendAll(again))).toEqual(['refused', 'sent']);
    expect(bench.sim.mailbox('user4@example.test')).toHaveLength(1);
    expect(bench.sim.mailbox('user3@example.test')).toHaveLength(1);

    const lookedFor = failedOf(all, first, { unknown: true });
    expect(lookedFor.map(({ key }) => key)).toEqual(['mail-1', 'mail-3', 'mail-4']);
  });

  test('to several recipients are sent again to those alone who did not get them, under the same headers', async () => {
    bench.sim.fault.next('RCPT', { reply: '450 4.2.0 Later' }, { address: 'bob@example.test' });
    const mail = { ...hello(), key: 'k', to: ['ada@example.test', 'bob@example.test'] };
    const account = bench.account();
    const result = await account.sendAll([mail]);
    await account.sendAll(failedOf([mail], result));
    const [first, second] = bench.sim.mails;
    expect([first?.to, second?.to]).toEqual([['ada@example.test'], ['bob@example.test']]);
    expect(second?.parsed.to).toEqual(first?.parsed.to);
    expect(second?.parsed.messageId).toBe(first?.parsed.messageId);
  });

  test('go on through another session after a broken one', async () => {
    bench.sim.fault.next('MAIL', { cut: 'before' }, { after: 3 });
    expect((await bench.account().sendAll(mails(8))).counts).toMatchObject({ sent: 8 });
    expect(bench.sim.sessions.map(({ mails: count }) => count)).toEqual([3, 5]);
  });

  test('that break every session are given up one by one', async () => {
    bench.sim.fault.always('RCPT', { cut: 'before' }, { address: 'user1@example.test' });
    const result = await bench.account({ maxRequeues: 1 }).sendAll(mails(3));
    expect(statuses(result)).toEqual(['sent', 'not-sent', 'sent']);
    expect(result.mails[1]?.recipients).toMatchObject([{ status: 'not-sent', code: 'EMAIL_CONNECTION_LOST' }]);
  });

  test('are not tried any more where no session can be had', async () => {
    bench.sim.fault.next('MAIL', { reply: '421 4.3.2 Shutting down' }, { after: 2 });
    bench.sim.fault.always('CONNECT', { reply: '421 4.3.2 Shutting down' }, { after: 1 });
    const result = await bench.account().sendAll(mails(50));
    expect(result.counts).toEqual({ sent: 2, refused: 0, unknown: 0, 'not-sent': 48 });
    for (const { recipients } of result.mails.slice(2))
      expect(recipients).toMatchObject([{ status: 'not-sent', code: 'EMAIL_SERVICE_UNAVAILABLE' }]);
    // 1 s and 2 s before the two further tries of the third mail; no other was tried.
    expect(bench.elapsed()).toBeLessThanOrEqual(3);
  });

  test('keep to the rate, by the clock, over all calls', async () => {
    const account = bench.account({ rate: { mails: 60, seconds: 60 } });
    await account.sendAll(mails(5));
    await account.send(hello());
    expect(bench.elapsed()).toBe(5);
    expect(bench.sim.mails.map(({ at, parsed }) => [at, parsed.date])).toEqual(
      [0, 1, 2, 3, 4, 5].map((s) => [`2030-01-01T00:00:0${s}.000Z`, `2030-01-01T00:00:0${s}.000Z`]),
    );
  });

  test('asked for one by one keep to it too, however long the server takes for one of them', async () => {
    bench.sim.fault.next('DATA', { delay: 30 });
    const account = bench.account({ rate: { mails: 1, seconds: 10 } });
    await Promise.all(mails(4).map((mail) => account.send(mail)));
    const times = bench.sim.mails.map(({ at }) => (Date.parse(at) - Date.parse(bench.sim.mails[0]!.at)) / 1000);
    expect(times.slice(2).map((at, index) => at - times[index + 1]!)).toEqual([10, 10]);
  });

  test('share as many sessions as they may', async () => {
    const result = await bench.account({ sessions: 3 }).sendAll(mails(12));
    expect(result.counts).toMatchObject({ sent: 12 });
    expect(result.mails.map(({ key }) => key)).toEqual(mails(12).map(({ key }) => key));
    expect(bench.sim.sessions).toHaveLength(3);
  });
});

describe('several sessions', () => {
  test('are tried again when the server has had time to end the others', async () => {
    bench.sim.fault.next('CONNECT', { reply: '421 4.7.0 Too many sessions' }, { after: 1, times: 2 });
    const account = bench.account({ sessions: 3, idle: 10 });
    await account.send(hello());
    await account.sendAll(mails(12));
    expect(bench.sim.fault.pending).toBe(0);
    await sleep(bench.clock, 11_000);
    const before = bench.sim.sessions.length;
    await account.sendAll(mails(12));
    expect(bench.sim.sessions.slice(before)).toHaveLength(3);
  });

  test('are not more than the server allows', async () => {
    bench.sim.fault.always('CONNECT', { reply: '421 4.7.0 Too many sessions' }, { after: 1 });
    const result = await bench.account({ sessions: 3 }).sendAll(mails(12));
    expect(result.counts).toMatchObject({ sent: 12 });
    expect(bench.sim.sessions[0]).toMatchObject({ mails: 12 });
  });
});

describe('an abort', () => {
  test('leaves the rest unsent, and says so', async () => {
    const stop = new AbortController();
    const result = await bench.account().sendAll(mails(6), {
      signal: stop.signal,
      onMail: (_, index) => index === 2 && stop.abort(new Error('enough')),
    });
    expect(result.counts).toEqual({ sent: 3, refused: 0, unknown: 0, 'not-sent': 3 });
    expect(result.mails[3]?.recipients).toMatchObject([{ code: 'EMAIL_ABORTED' }]);
  });

  test('while the server has the content leaves it unknown', async () => {
    bench.sim.fault.next('DATA', { hang: true });
    const stop = new AbortController();
    bench.clock.after(5000, () => stop.abort());
    const error = await errorOf(bench.account().send(hello(), { signal: stop.signal }));
    expect(error).toMatchObject({ code: 'EMAIL_ABORTED', outcomeUnknown: true });
    expect(bench.elapsed()).toBe(5);
  });

  test('of the step it is sent in ends it, while it waits for its turn too', async () => {
    const account = bench.account({ rate: { mails: 1, seconds: 3600 } });
    await account.send(hello());
    const stop = new AbortController();
    bench.clock.after(5000, () => stop.abort());
    const scope = { owner: {}, step: 'mail', effect: 'change', signal: stop.signal } as const;
    const error = await errorOf(inScope(scope, () => account.send(hello())));
    expect(error).toMatchObject({ code: 'EMAIL_ABORTED', outcomeUnknown: false });
    expect(bench.elapsed()).toBe(5);
  });

  test('is what close does; later mails are refused', async () => {
    const account = bench.account();
    await account.send(hello());
    account.close();
    expect(await errorOf(account.send(hello()))).toMatchObject({ code: 'EMAIL_ABORTED' });
    expect(bench.sim.mails).toHaveLength(1);
  });
});

describe('the guard', () => {
  test('is asked before anything is connected, and its refusal comes through', async () => {
    const account = bench.account({ guard: readOnly });
    await expect(account.send(hello())).rejects.toThrow(EffectRefused);
    await expect(account.send(hello())).rejects.toThrow(/refused to send mail to ada@example.test .*Hello/);
    await expect(account.sendAll(mails(3))).rejects.toThrow(EffectRefused);
    expect(bench.sim.sessions).toEqual([]);
    await account.verify();
    expect(bench.sim.sessions).toHaveLength(1);
  });

  test('that refuses in the midst of it does not hide what was sent', async () => {
    let asked = 0;
    const guard: Guard = {
      check: (request) => {
        asked += 1;
        if (asked > 3) throw new EffectRefused(request, 'cancelled');
      },
    };
    const result = await bench.account({ guard }).sendAll(mails(4));
    expect(statuses(result)).toEqual(['sent', 'sent', 'not-sent', 'not-sent']);
    expect(result.mails[2]?.recipients).toMatchObject([{ code: 'EFFECT_REFUSED', kind: 'refused' }]);
  });
});

describe('outside production', () => {
  test('only those on the allow-list are written to, and the others are all named', async () => {
    const account = bench.account({ allow: ['*@example.test', 'carol@*.example.org'] });
    await account.send(hello('Ada@Example.TEST'));
    await account.send(hello('carol@mail.example.org'));
    const error = await errorOf(account.sendAll([hello(), hello('eve@example.com'), hello('carol@example.org')]));
    expect(error).toMatchObject({ code: 'EMAIL_RECIPIENT_NOT_ALLOWED', kind: 'forbidden' });
    expect(error.faults).toEqual([
      'eve@example.com is not on the allow-list',
      'carol@example.org is not on the allow-list',
    ]);
    const copies = { ...hello(), cc: 'eve@example.com', bcc: 'Eve <eve@example.net>', replyTo: 'eve@example.org' };
    expect((await errorOf(account.send(copies))).faults).toEqual([
      'eve@example.com is not on the allow-list',
      'eve@example.net is not on the allow-list',
    ]);
    expect(bench.sim.mails).toHaveLength(2);
    // An empty list allows nobody.
    expect((await errorOf(bench.account({ allow: [] }).send(hello()))).code).toBe('EMAIL_RECIPIENT_NOT_ALLOWED');
  });

  test('everything goes to one address, and says whom it was for', async () => {
    const account = bench.account({ redirectTo: 'me@example.test' });
    const mail = { ...hello('Ada <ada@example.org>'), cc: 'bob@example.org', bcc: ['eve@example.org'] };
    const result = await account.send(mail);
    expect(result.recipients).toMatchObject([
      { address: 'ada@example.org', redirectedTo: 'me@example.test', status: 'sent' },
      { address: 'bob@example.org', redirectedTo: 'me@example.test', status: 'sent' },
      { address: 'eve@example.org', redirectedTo: 'me@example.test', status: 'sent' },
    ]);
    const [sent] = bench.sim.mails;
    expect(sent?.to).toEqual(['me@example.test']);
    expect(sent?.parsed).toMatchObject({
      subject: '[to ada@example.org and 2 more] Hello',
      to: [{ address: 'me@example.test' }],
    });
    expect(sent?.parsed.cc).toBeUndefined();
    const header = (key: string) => sent?.parsed.headers.find((one) => one.key === key)?.value;
    expect(header('x-redirected-from')).toBe('ada@example.org, bob@example.org, eve@example.org');
    expect(header('x-original-header-to')).toBe('ada@example.org');
    expect(header('x-original-header-cc')).toBe('bob@example.org');
    expect(account.preview(mail)).toMatchObject({ redirectedTo: 'me@example.test', to: ['Ada <ada@example.org>'] });
  });
});
