import { type Clock, systemClock } from '@opsbook/context';
import { compose } from '../mail/compose.ts';
import { prepareMail } from '../mail/prepare.ts';
import type { Letterhead, MailTemplate, RenderedMail } from './template.ts';

/** A template with its example filled in. */
export interface TemplatePreview extends RenderedMail {
  name: string;
  summary: string;
  /** The whole mail, RFC 5322: mail programs open it as a file `.eml`. */
  eml: Buffer;
}

const SENDER = { from: 'Sender <sender@example.org>', replyTo: undefined, allow: undefined, redirectTo: undefined };

/** @throws EMAIL_TEMPLATE, EMAIL_TEMPLATE_DATA: the template or its example is wrong */
export async function previewTemplate(
  template: MailTemplate,
  { letterhead, clock = systemClock }: { letterhead?: Letterhead; clock?: Clock } = {},
): Promise<TemplatePreview> {
  const { name, summary, example } = template;
  const rendered = template.render(example, letterhead);
  const mail = { ...rendered, key: name, to: 'Recipient <recipient@example.org>' };
  return { name, summary, ...rendered, eml: await compose(prepareMail(mail, SENDER), clock) };
}
