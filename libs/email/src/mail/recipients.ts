import { matchesGlob } from '@opsbook/context';
import { throwFaults } from '../errors.ts';
import type { NamedAddress } from './address.ts';
import { normalAddress, parseAddress } from './address.ts';
import { listOf } from './list-of.ts';
import type { Mail, MailAddress } from './mail.ts';

/** Who gets a mail, by header, each address once. Checked mails only. */
export interface Recipients {
  to: NamedAddress[];
  cc: NamedAddress[];
  bcc: NamedAddress[];
  /** Those it is sent to: all of them, or what `onlyTo` names. */
  sentTo: string[];
}

export function recipientsOf(mail: Mail): Recipients {
  const seen = new Set<string>();
  const take = (given: MailAddress | readonly MailAddress[] | undefined) =>
    listOf(given)
      .map((one) => parseAddress(one) as NamedAddress)
      .filter(({ address }) => !seen.has(address.toLowerCase()) && seen.add(address.toLowerCase()));
  const [to, cc, bcc] = [take(mail.to), take(mail.cc), take(mail.bcc)];
  const only = mail.onlyTo && new Set(mail.onlyTo.map((one) => (normalAddress(one) ?? one).toLowerCase()));
  const all = [...to, ...cc, ...bcc].map(({ address }) => address);
  return { to, cc, bcc, sentTo: all.filter((address) => only?.has(address.toLowerCase()) ?? true) };
}

/** @throws EMAIL_RECIPIENT_NOT_ALLOWED, naming every recipient that no pattern fits */
export function checkAllowed(recipients: readonly Recipients[], allow: readonly string[] | undefined): void {
  if (allow === undefined) return;
  const patterns = allow.map((pattern) => pattern.toLowerCase());
  const strangers = new Set(
    recipients
      .flatMap(({ sentTo }) => sentTo)
      .filter((address) => !patterns.some((pattern) => matchesGlob(pattern, address.toLowerCase()))),
  );
  const faults = [...strangers].map((address) => `${address} is not on the allow-list`);
  throwFaults('EMAIL_RECIPIENT_NOT_ALLOWED', 'nothing was sent', faults);
}
