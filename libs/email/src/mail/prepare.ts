import type { Settings } from '../options.ts';
import type { NamedAddress } from './address.ts';
import { parseAddress } from './address.ts';
import { checkMail, checkMails } from './check-mails.ts';
import { listOf } from './list-of.ts';
import type { Mail, MailAddress } from './mail.ts';
import { messageIdOf } from './message-id.ts';
import { type Recipients, checkAllowed, recipientsOf } from './recipients.ts';

/** A mail that was checked, with everything that an account adds to it. */
export interface PreparedMail {
  mail: Mail;
  messageId: string;
  from: NamedAddress;
  replyTo: NamedAddress[];
  recipients: Recipients;
  /** Where it goes instead of to its recipients. */
  redirectedTo: string | undefined;
  subject: string;
  headers: Record<string, string>;
}

type Rules = Pick<Settings, 'from' | 'replyTo' | 'allow' | 'redirectTo'>;

/** @throws EMAIL_INVALID_INPUT, EMAIL_RECIPIENT_NOT_ALLOWED, with all faults of all mails; UnknownInPlan */
export function prepare(mails: readonly Mail[], rules: Rules): PreparedMail[] {
  checkMails(mails, rules);
  return allowed(
    mails.map((mail) => prepareOne(mail, rules)),
    rules,
  );
}

/** The same for one. */
export function prepareMail(mail: Mail, rules: Rules): PreparedMail {
  checkMail(mail, rules);
  const prepared = prepareOne(mail, rules);
  allowed([prepared], rules);
  return prepared;
}

function allowed(prepared: PreparedMail[], { allow }: Rules): PreparedMail[] {
  checkAllowed(
    prepared.map(({ recipients }) => recipients),
    allow,
  );
  return prepared;
}

function prepareOne(mail: Mail, rules: Rules): PreparedMail {
  const from = parseAddress((mail.from ?? rules.from) as MailAddress) as NamedAddress;
  const recipients = recipientsOf(mail);
  const { redirectTo } = rules;
  return {
    mail,
    messageId: messageIdOf(mail.key, from.address.slice(from.address.lastIndexOf('@') + 1)),
    from,
    replyTo: listOf(mail.replyTo ?? rules.replyTo).map((one) => parseAddress(one) as NamedAddress),
    recipients,
    redirectedTo: redirectTo,
    subject: redirectTo === undefined ? mail.subject : `[to ${briefly(recipients.sentTo)}] ${mail.subject}`,
    headers: { ...mail.headers, ...(redirectTo !== undefined && redirectHeaders(recipients)) },
  };
}

const redirectHeaders = ({ to, cc, bcc, sentTo }: Recipients): Record<string, string> => {
  const list = (addresses: NamedAddress[]) => addresses.map(({ address }) => address).join(', ');
  return {
    'X-Redirected-From': sentTo.join(', '),
    'X-Original-Header-To': list(to),
    ...(cc.length > 0 && { 'X-Original-Header-Cc': list(cc) }),
    ...(bcc.length > 0 && { 'X-Original-Header-Bcc': list(bcc) }),
  };
};

const briefly = ([first = '', ...others]: readonly string[]): string =>
  others.length === 0 ? first : `${first} and ${others.length} more`;
