import type { Mail, RenderedMail } from '@opsbook/email';

export interface LetterOptions {
  /** By which the mail is known, and its Message-ID made. */
  key: string;
  to: readonly string[];
  cc: readonly string[];
  rendered: RenderedMail;
  /** In place of the template's. */
  subject: string | undefined;
  redirectTo: string | undefined;
}

/** The mail to send. One that is redirected goes to one address, and its subject says whom it was for. */
export function letter({ key, to, cc, rendered, subject, redirectTo }: LetterOptions): Mail {
  const mail = { key, ...rendered, ...(subject !== undefined && { subject }) };
  if (redirectTo !== undefined) return { ...mail, to: redirectTo, subject: `[for ${to.join(', ')}] ${mail.subject}` };
  const copies = [...new Set(cc.map((address) => address.toLowerCase()))].filter((address) => !to.includes(address));
  return { ...mail, to, ...(copies.length > 0 && { cc: copies }) };
}
