import type { NamedAddress } from './address.ts';
import type { PreparedMail } from './prepare.ts';

interface PreviewFields {
  messageId: string;
  from: string;
  to: string[];
  cc?: string[];
  bcc?: string[];
  replyTo?: string[];
  /** Only these of them get it. */
  onlyTo?: string[];
  /** It goes to this address instead. */
  redirectedTo?: string;
  subject: string;
  text?: string;
  html?: string;
  /** File names. */
  attachments?: string[];
}

/** A mail for people's eyes, and for a plan. Plain JSON, to the compiler too: an interface would not be. */
export type MailPreview = Readonly<PreviewFields>;

export function previewOf({
  mail,
  messageId,
  from,
  replyTo,
  recipients,
  redirectedTo,
  subject,
}: PreparedMail): MailPreview {
  const attachments = [...(mail.attachments ?? []), ...(mail.images ?? [])].map(({ filename }) => filename);
  return {
    messageId,
    from: shown(from),
    to: recipients.to.map(shown),
    ...(recipients.cc.length > 0 && { cc: recipients.cc.map(shown) }),
    ...(recipients.bcc.length > 0 && { bcc: recipients.bcc.map(shown) }),
    ...(replyTo.length > 0 && { replyTo: replyTo.map(shown) }),
    ...(mail.onlyTo !== undefined && { onlyTo: recipients.sentTo }),
    ...(redirectedTo !== undefined && { redirectedTo }),
    subject,
    ...(mail.text !== undefined && { text: mail.text }),
    ...(mail.html !== undefined && { html: mail.html }),
    ...(attachments.length > 0 && { attachments }),
  };
}

const shown = ({ name, address }: NamedAddress): string => (name === '' ? address : `${name} <${address}>`);
