import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import type { Email } from 'postal-mime';
import { type Mail, exampleTemplates } from '../index.ts';
import { type AccountOf, type ContractPort, type ContractTarget, SENDER, type TargetOf } from './contract-target.ts';

const everything = ({ run }: ContractTarget): Mail => ({
  key: `everything ${run}`,
  to: ['Åda Lovelace <ada@example.test>', 'bob@example.test'],
  cc: { name: 'Carol, "C"', address: 'carol@example.test' },
  bcc: 'dave@example.test',
  replyTo: 'Help <help@example.test>',
  subject: 'Grüße 🚀 from the contract, long enough to be folded somewhere on its way to the mailbox of its recipient',
  text: `Grüße\n.\nFrom here\n..dots\n${'long '.repeat(300)}\n\ttab and trailing blank \nend`,
  html: '<p>Grüße &amp; more</p>\n<img src="cid:logo@x">',
  attachments: [
    { filename: 'été, "1".csv', content: 'name;état\r\n', contentType: 'text/csv' },
    { filename: 'bytes.bin', content: Uint8Array.from({ length: 100_000 }, (_, index) => (index * 7919) % 256) },
    { filename: 'note.txt', content: 'From me\n.\n' },
  ],
  images: [{ cid: 'logo@x', filename: 'logo.png', content: Buffer.from('89504e470d0a1a0a', 'hex') }],
  inReplyTo: '<first@example.test>',
  references: ['<zero@example.test>', '<first@example.test>'],
  headers: { 'X-Runbook': 'contract', 'List-Id': 'Contract <contract.example.test>' },
});

/** What came through, part by part: bytes by their hash. */
function partsOf({ parsed }: { parsed: Email }) {
  const { from, to, cc, bcc, replyTo, subject, messageId, inReplyTo, references, date, text, html } = parsed;
  const header = (key: string) => parsed.headers.filter((one) => one.key === key).map(({ value }) => value);
  return {
    ...{ from, to, cc, bcc, replyTo, subject, messageId, inReplyTo, references, date },
    text: text?.replaceAll('\r\n', '\n').trimEnd(),
    html: html?.replaceAll('\r\n', '\n').trimEnd(),
    headers: ['auto-submitted', 'x-runbook', 'list-id', 'mime-version'].map(header),
    attachments: parsed.attachments.map(({ filename, mimeType, disposition, contentId, related, content }) => ({
      ...{ filename, mimeType, disposition, contentId, related },
      bytes: createHash('sha256')
        .update(Buffer.from(content as ArrayBuffer))
        .digest('hex'),
    })),
  };
}

const hash = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');

/** Mails arrive as they were given. */
export function contentContract(target: TargetOf, account: AccountOf): void {
  describe('a mail', () => {
    const ports: [string, (target: ContractTarget) => ContractPort][] = [
      ['an open port with STARTTLS', ({ open }) => open],
      ['the submission port', ({ submission }) => submission],
      ['the port with TLS from the first byte', ({ implicit }) => implicit],
    ];

    test.each(ports)('through %s arrives part by part', async (name, portOf) => {
      const { clock, read } = target();
      const mail = { ...everything(target()), key: `${name} ${target().run}` };
      const before = Math.floor(clock.now() / 1000) * 1000;
      const result = await account(portOf(target())).send(mail);
      expect(result.status).toBe('sent');
      const [first, ...others] = result.recipients;
      expect(first).toMatchObject({ status: 'sent', address: 'ada@example.test' });
      const { answer, queueId } = first as { answer: string; queueId: string };
      expect(answer).toBe(`250 2.0.0 Ok: queued as ${queueId}`);
      expect(queueId).toMatch(/^[0-9A-F]{9,12}$/);
      expect(others.map(({ address }) => address)).toEqual([
        'bob@example.test',
        'carol@example.test',
        'dave@example.test',
      ]);

      const copies = await read(result.messageId, 4);
      expect(copies.map((copy) => copy.for).sort()).toEqual([
        'ada@example.test',
        'bob@example.test',
        'carol@example.test',
        'dave@example.test',
      ]);
      for (const copy of copies) {
        expect(copy.from).toBe(SENDER);
        const parts = partsOf(copy);
        expect(Date.parse(parts.date ?? '')).toBeGreaterThanOrEqual(before);
        expect(Date.parse(parts.date ?? '')).toBeLessThanOrEqual(clock.now());
        expect(parts).toEqual({
          from: { name: 'Contract', address: SENDER },
          to: [
            { name: 'Åda Lovelace', address: 'ada@example.test' },
            { name: '', address: 'bob@example.test' },
          ],
          cc: [{ name: 'Carol, "C"', address: 'carol@example.test' }],
          bcc: undefined,
          replyTo: [{ name: 'Help', address: 'help@example.test' }],
          subject: mail.subject,
          messageId: result.messageId,
          inReplyTo: '<first@example.test>',
          references: '<zero@example.test> <first@example.test>',
          date: parts.date,
          text: mail.text,
          html: mail.html,
          headers: [['auto-generated'], ['contract'], ['Contract <contract.example.test>'], ['1.0']],
          attachments: [
            {
              filename: 'logo.png',
              mimeType: 'image/png',
              disposition: 'inline',
              contentId: '<logo@x>',
              related: true,
              bytes: hash(Buffer.from('89504e470d0a1a0a', 'hex')),
            },
            ...(mail.attachments ?? []).map(({ filename, content }, index) => ({
              filename,
              mimeType: ['text/csv', 'application/octet-stream', 'text/plain'][index],
              disposition: 'attachment',
              contentId: undefined,
              related: undefined,
              bytes: hash(content),
            })),
          ],
        });
      }
    });

    test.each(exampleTemplates.map((template) => [template.name, template] as const))(
      'of the template %s arrives as it was rendered',
      async (name, template) => {
        const rendered = template.render(template.example);
        const mail = { ...rendered, key: `template ${name} ${target().run}`, to: 'ada@example.test' };
        const { messageId } = await account(target().open).send(mail);
        const [copy] = await target().read(messageId, 1);
        expect(copy?.parsed.subject).toBe(rendered.subject);
        expect(copy && partsOf(copy).text).toBe(rendered.text.trimEnd());
        expect(copy && partsOf(copy).html).toBe(rendered.html.trimEnd());
      },
    );

    test('to an address of another script arrives', async () => {
      const mail = { key: `utf8 ${target().run}`, to: 'jürgen@example.test', subject: 'x', text: 'x' };
      const result = await account(target().open).send(mail);
      const copies = await target().read(result.messageId, 1);
      expect(copies.map((copy) => copy.for)).toEqual(['jürgen@example.test']);
    });

    test('of many goes through one session with the others', async () => {
      const { run, read } = target();
      const mails = Array.from({ length: 30 }, (_, index) => ({
        ...{ key: `many ${index} ${run}`, to: `user${index}@example.test`, subject: `Mail ${index}`, text: 'x' },
      }));
      const result = await account(target().submission).sendAll(mails);
      expect(result.counts).toEqual({ sent: 30, refused: 0, unknown: 0, 'not-sent': 0 });
      const ids = result.mails.map(({ recipients: [first] }) => first?.status === 'sent' && first.queueId);
      expect(new Set(ids).size).toBe(30);
      for (const [index, { messageId }] of result.mails.entries()) {
        const [copy] = await read(messageId, 1);
        expect([copy?.for, copy?.parsed.subject]).toEqual([`user${index}@example.test`, `Mail ${index}`]);
      }
    });
  });
}
