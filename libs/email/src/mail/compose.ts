import { createHash } from 'node:crypto';
import type { Clock } from '@opsbook/context';
import { EmailError } from '../errors.ts';
import { late } from '../late.ts';
import type { NamedAddress } from './address.ts';
import type { InlineImage, MailAttachment } from './mail.ts';
import type { PreparedMail } from './prepare.ts';

const mailComposer = late(() => import('nodemailer/lib/mail-composer'));

/** The mail as it is sent: RFC 5322, CRLF. Its Date is the clock's. */
export async function compose(prepared: PreparedMail, clock: Clock): Promise<Buffer> {
  const { mail, messageId, from, replyTo, recipients, redirectedTo, subject, headers } = prepared;
  const references = mail.references ?? (mail.inReplyTo === undefined ? [] : [mail.inReplyTo]);
  const { autoSubmitted = 'auto-generated' } = mail;
  const { default: Composer } = await mailComposer(clock);
  const composer = new Composer({
    from,
    to: redirectedTo ?? recipients.to,
    ...(redirectedTo === undefined && recipients.cc.length > 0 && { cc: recipients.cc }),
    ...(replyTo.length > 0 && { replyTo: replyTo satisfies NamedAddress[] }),
    subject,
    messageId,
    date: new Date(clock.now()),
    ...(mail.inReplyTo !== undefined && { inReplyTo: mail.inReplyTo }),
    ...(references.length > 0 && { references: [...references] }),
    headers: {
      ...(autoSubmitted !== 'no' && { 'Auto-Submitted': autoSubmitted }),
      ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, { prepared: false, value }])),
    },
    ...(mail.text !== undefined && { text: mail.text }),
    ...(mail.html !== undefined && { html: mail.html }),
    attachments: [...(mail.attachments ?? []).map(attachment), ...(mail.images ?? []).map(image)],
    // The same mail is the same bytes, its Date apart.
    baseBoundary: createHash('sha256').update(messageId).digest('hex').slice(0, 24),
    newline: 'win',
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    return await composer.compile().build();
  } catch (error) {
    throw new EmailError('EMAIL_INVALID_INPUT', `mail '${subject}' cannot be composed`, { cause: error });
  }
}

const attachment = ({ filename, content, contentType }: MailAttachment) => ({
  filename,
  content:
    typeof content === 'string'
      ? Buffer.from(content)
      : Buffer.from(content.buffer, content.byteOffset, content.byteLength),
  ...(contentType !== undefined && { contentType }),
  contentDisposition: 'attachment',
});

const image = ({ cid, ...file }: InlineImage) => ({ ...attachment(file), cid, contentDisposition: 'inline' });
