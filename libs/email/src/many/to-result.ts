import type { PreparedMail } from '../mail/prepare.ts';
import { queueIdOf } from '../session/reply.ts';
import type { Transferred } from '../session/transferred.ts';
import { type MailResult, type RecipientOutcome, failureOf, mailStatus } from './mail-result.ts';

/** The result of a mail that the server has judged. */
export function toResult(mail: PreparedMail, transferred: Transferred): MailResult {
  if (mail.redirectedTo !== undefined) return forEverybody(mail, outcomeOf(mail.redirectedTo, transferred));
  return forEach(mail, (address) => outcomeOf(address, transferred));
}

/** The result of a mail with the same outcome for all its recipients. */
export const forEverybody = (mail: PreparedMail, outcome: RecipientOutcome): MailResult => forEach(mail, () => outcome);

function forEach(
  { mail, messageId, recipients, redirectedTo }: PreparedMail,
  outcome: (address: string) => RecipientOutcome,
): MailResult {
  const redirected = redirectedTo === undefined ? {} : { redirectedTo };
  const results = recipients.sentTo.map((address) => ({ address, ...redirected, ...outcome(address) }));
  return {
    ...(mail.key !== undefined && { key: mail.key }),
    messageId,
    status: mailStatus(results),
    recipients: results,
  };
}

function outcomeOf(address: string, { refused, reply }: Transferred): RecipientOutcome {
  const error = refused.find((one) => one.address === address)?.error;
  // Without digits it is our own refusal, by the SIZE that the server gave.
  if (error !== undefined) return { status: 'refused', permanent: (error.smtpCode ?? 552) >= 500, ...failureOf(error) };
  const answer = reply?.text ?? '';
  const queueId = queueIdOf(answer);
  return { status: 'sent', answer, ...(queueId !== undefined && { queueId }) };
}
