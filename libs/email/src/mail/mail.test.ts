import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { fuzzRuns } from '@opsbook/context/testing';
import fc from 'fast-check';
import { UnknownInPlan, unknown } from '@opsbook/context';
import { type Mail, isEmailError } from '../index.ts';
import { type SimulatedMailServer, errorOf, hello, simulatedMail } from '../simulated-account.test-support.ts';

let bench: SimulatedMailServer;
beforeEach(async () => {
  bench = await simulatedMail();
});
afterEach(() => bench.stop());

async function sent(mail: Mail) {
  await bench.account().send(mail);
  const found = bench.sim.mails.at(-1)!;
  const header = (key: string) => found.parsed.headers.filter((one) => one.key === key).map(({ value }) => value);
  return { ...found, header };
}

const numRuns = fuzzRuns(300);

describe('a mail', () => {
  test('arrives as it was given, part by part', async () => {
    const { parsed, from, to, header } = await sent({
      from: { name: 'Åsa Öberg, "ops"', address: 'asa@example.test' },
      to: ['Ada Lovelace <ada@example.test>', { address: 'bob@example.test' }],
      cc: 'Carol <carol@example.test>',
      bcc: 'dave@example.test',
      replyTo: 'help@example.test',
      subject: 'Grüße 🚀 from the cloud, with a subject that is rather long, so that it has to be folded on its way',
      text: 'Grüße\n.\nFrom here on\n..dots',
      html: '<p>Grüße</p><img src="cid:logo">',
      attachments: [
        { filename: 'rapport-été.csv', content: 'name,état\n', contentType: 'text/csv' },
        { filename: 'zeros.bin', content: new Uint8Array([0, 255, 13, 10, 46, 13, 10]) },
      ],
      images: [{ cid: 'logo', filename: 'logo.png', content: Buffer.from('89504e47', 'hex') }],
      headers: { 'X-Runbook': 'user.mail', 'List-Id': '<cloud.example.test>' },
    });
    expect(from).toBe('asa@example.test');
    expect(to).toEqual(['ada@example.test', 'bob@example.test', 'carol@example.test', 'dave@example.test']);
    expect(parsed).toMatchObject({
      from: { name: 'Åsa Öberg, "ops"', address: 'asa@example.test' },
      to: [
        { name: 'Ada Lovelace', address: 'ada@example.test' },
        { name: '', address: 'bob@example.test' },
      ],
      cc: [{ name: 'Carol', address: 'carol@example.test' }],
      replyTo: [{ address: 'help@example.test' }],
      subject: 'Grüße 🚀 from the cloud, with a subject that is rather long, so that it has to be folded on its way',
      date: '2030-01-01T00:00:00.000Z',
    });
    expect(parsed.bcc).toBeUndefined();
    expect(parsed.text?.trimEnd()).toBe('Grüße\n.\nFrom here on\n..dots');
    expect(parsed.html?.trimEnd()).toBe('<p>Grüße</p><img src="cid:logo">');
    const files = parsed.attachments.map(({ content, ...file }) => ({
      ...file,
      hex: Buffer.from(content as ArrayBuffer).toString('hex'),
    }));
    expect(files).toMatchObject([
      { filename: 'logo.png', mimeType: 'image/png', contentId: '<logo>', related: true, hex: '89504e47' },
      {
        filename: 'rapport-été.csv',
        mimeType: 'text/csv',
        disposition: 'attachment',
        hex: Buffer.from('name,état\n').toString('hex'),
      },
      { filename: 'zeros.bin', mimeType: 'application/octet-stream', hex: '00ff0d0a2e0d0a' },
    ]);
    expect(header('auto-submitted')).toEqual(['auto-generated']);
    expect(header('x-runbook')).toEqual(['user.mail']);
    expect(header('list-id')).toEqual(['<cloud.example.test>']);
    expect(header('x-mailer')).toEqual([]);
  });

  test('belongs to a thread by its headers', async () => {
    const account = bench.account();
    const { messageId } = await account.send({ ...hello(), key: 'ticket-1' });
    const answer = await sent({ ...hello(), key: 'ticket-1-done', inReplyTo: messageId });
    expect([answer.parsed.inReplyTo, answer.parsed.references]).toEqual([messageId, messageId]);
    const later = await sent({ ...hello(), inReplyTo: messageId, references: ['<a@b.test>', messageId] });
    expect(later.parsed.references).toBe(`<a@b.test> ${messageId}`);
  });

  test('has the Message-ID of its key, or one by chance', async () => {
    const account = bench.account();
    const ids = [];
    for (const key of ['k', 'k', 'l', undefined, undefined])
      ids.push((await account.send({ ...hello(), ...(key !== undefined && { key }) })).messageId);
    expect(ids[0]).toBe(ids[1]);
    expect(new Set(ids).size).toBe(4);
    expect(ids[0]).toBe(account.preview({ ...hello(), key: 'k' }).messageId);
    expect(bench.sim.mails.map(({ parsed }) => parsed.messageId)).toEqual(ids);
  });

  test('may say that it is no machine’s', async () => {
    expect((await sent({ ...hello(), autoSubmitted: 'no' })).header('auto-submitted')).toEqual([]);
    expect((await sent({ ...hello(), autoSubmitted: 'auto-replied' })).header('auto-submitted')).toEqual([
      'auto-replied',
    ]);
  });

  test('goes to nobody twice', async () => {
    const { to, parsed } = await sent({ ...hello(), to: ['ada@example.test', 'Ada <ADA@example.test>'] });
    expect(to).toEqual(['ada@example.test']);
    expect(parsed.to).toHaveLength(1);
  });

  test('goes to domains of any script', async () => {
    expect((await sent(hello('ada@bücher.example'))).to).toEqual(['ada@xn--bcher-kva.example']);
  });

  test('reads no file and no address of the web, whatever it holds', async () => {
    const content = { path: '/etc/hostname' } as unknown as string;
    expect(await errorOf(bench.account().send({ ...hello(), text: content }))).toMatchObject({
      code: 'EMAIL_INVALID_INPUT',
    });
    const html = { href: 'http://127.0.0.1:1/' } as unknown as string;
    expect(await errorOf(bench.account().send({ ...hello(), html }))).toMatchObject({ code: 'EMAIL_INVALID_INPUT' });
    const attachments = [{ filename: 'a.txt', content }];
    expect((await errorOf(bench.account().send({ ...hello(), attachments }))).faults).toEqual([
      'attachments[0].content: neither a text nor bytes',
    ]);
    expect(bench.sim.mails).toEqual([]);
  });

  test('can be looked at without sending it', async () => {
    const account = bench.account();
    const mail = { ...hello('Ada <ada@example.test>'), key: 'k', attachments: [{ filename: 'a.txt', content: 'a' }] };
    expect(account.preview(mail)).toEqual({
      messageId: expect.stringMatching(/^<[0-9a-f]{32}\.opsbook@example\.test>$/) as unknown as string,
      from: 'Ops <ops@example.test>',
      to: ['Ada <ada@example.test>'],
      subject: 'Hello',
      text: 'Hello',
      attachments: ['a.txt'],
    });
    expect((await account.source(mail)).toString()).toContain('Subject: Hello\r\n');
    expect(bench.sim.sessions).toEqual([]);
  });
});

describe('faults of mails', () => {
  test('are told all at once, each with its place, before the first connection', async () => {
    const mails: Mail[] = [
      hello(),
      {
        from: 'nobody',
        to: [
          'ada@example.test',
          'bad',
          'a@b.test, c@d.test',
          { name: 'x\r\nBcc: eve@example.test', address: 'a@b.test' },
        ],
        cc: 'Group: a@b.test;',
        subject: 'one\r\nBcc: eve@example.test',
        inReplyTo: 'no id',
        references: ['<a@b>', 'no'],
        headers: { 'X-Good': 'fine', 'X-Bad': 'a\nb', Bcc: 'eve@example.test', 'X: y': 'z' },
        attachments: [{ filename: '../passwd', content: '' }],
        images: [{ cid: 'a b', filename: 'x.png', content: '', contentType: 'image/png\r\nX: y' }],
      },
      { to: [], subject: ' ', text: '', key: '' },
      { ...hello(), key: 'same' },
      { ...hello(), key: 'same', onlyTo: ['eve@example.test'] },
    ];
    const error = await errorOf(bench.account().sendAll(mails));
    expect(error).toMatchObject({ code: 'EMAIL_INVALID_INPUT', kind: 'invalid-input' });
    expect(error.faults.map((fault) => fault.split(': ')[0])).toEqual([
      'mails[1].from',
      'mails[1].to[1]',
      'mails[1].to[2]',
      'mails[1].to[3]',
      'mails[1].cc',
      'mails[1].subject',
      'mails[1].text',
      'mails[1].inReplyTo',
      'mails[1].references[1]',
      'mails[1].headers."X-Bad"',
      'mails[1].headers."Bcc"',
      'mails[1].headers."X',
      'mails[1].attachments[0].filename',
      'mails[1].images[0].contentType',
      'mails[1].images[0].cid',
      'mails[1].images[0].cid',
      'mails[2].to',
      'mails[2].key',
      'mails[2].subject',
      'mails[4].onlyTo[0]',
      'mails[4].key',
    ]);
    expect(bench.sim.sessions).toEqual([]);
  });

  test('of one mail have short paths', async () => {
    const error = await errorOf(bench.account().send({ ...hello('nobody') }));
    expect(error.faults).toEqual(['to: "nobody" is no address']);
  });

  test('are not what a plan does not know yet', async () => {
    const account = bench.account();
    expect(() => account.preview({ ...hello(), text: unknown('the address of the new server') })).toThrow(
      UnknownInPlan,
    );
    expect(() => account.preview(hello(unknown('the user’s address')))).toThrow(UnknownInPlan);
  });
});

describe('whatever is given', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.stringMatching(/^[\r\n a-zA-Z:<>@".,]*$/),
    fc.constant('x\r\nBcc: eve@example.test\r\n\r\nboo'),
  );

  test('no header is injected: the mail is refused, or has exactly the headers of its kind', async () => {
    const account = bench.account();
    const plain = headerNames((await account.source(hello())).toString());
    await fc.assert(
      fc.asyncProperty(text, text, text, async (subject, name, value) => {
        const mail = { ...hello(), subject, to: { name, address: 'ada@example.test' }, headers: { 'X-Any': value } };
        const source = await account.source(mail).catch((error: unknown) => {
          if (!isEmailError(error)) throw error;
        });
        if (source !== undefined)
          expect(headerNames(source.toString()).filter((name) => name !== 'x-any')).toEqual(plain);
      }),
      { numRuns },
    );
  });

  test('an address is refused, or is one that an SMTP command can hold', async () => {
    const account = bench.account();
    const address = fc.oneof(
      text,
      fc.emailAddress(),
      fc.tuple(text, text).map(([local, domain]) => `${local}@${domain}`),
    );
    await fc.assert(
      fc.asyncProperty(address, async (to) => {
        const preview = await Promise.resolve()
          .then(() => account.preview(hello(to)))
          .catch((error: unknown) => {
            if (!isEmailError(error)) throw error;
          });
        for (const one of preview?.to ?? []) expect(one).toMatch(/^(.* <)?[^\s<>@]+@[a-z0-9.-]+>?$/i);
      }),
      { numRuns },
    );
  });
});

const headerNames = (source: string): string[] =>
  (source.split('\r\n\r\n')[0] ?? '')
    .split(/\r?\n(?![ \t])/)
    .map((line) => /^([^:\s]+):/.exec(line)?.[1]?.toLowerCase() ?? `no header: ${line}`);
