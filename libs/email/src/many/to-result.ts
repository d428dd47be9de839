import { EmailError } from '../errors.ts';
import type { PreparedMail } from '../mail/prepare.ts';
import { queueIdOf } from '../session/reply.ts';
import type { Transferred } from '../session/transferred.ts';
import { type MailResult, type RecipientOutcome, failureOf, mailStatus } from './mail-result.ts';

/** The result of a mail that the server has judged. */
export function toResult(mail: PreparedMail, transferred: Transferred): MailResult {
  if (mail.redirectedTo !== undefined) return forEverybody(mail, outcomeOf(mail.redirectedTo, transferred));
  return forEach(mail, (address) => outcomeOf(address, transferred));
}

/** Why not everybody has it. */
export function whyNot({ refused: [first, ...others], lost }: Transferred): EmailError | undefined {
  if (lost !== undefined || first === undefined || others.length === 0) return lost ?? first?.error;
  const { error } = first;
  const { code, message, smtpCode, enhancedCode, serviceMessage } = error;
  const faults = [first, ...others].map((one) => one.error.message);
  const details = { smtpCode, enhancedCode, serviceMessage, faults, cause: error };
  return new EmailError(code, `${message}; and ${others.length} more`, details);
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

function outcomeOf(address: string, { refused, reply, lost }: Transferred): RecipientOutcome {
  const error = refused.find((one) => one.address === address)?.error;
  if (error !== undefined) return { status: 'refused', permanent: isPermanent(error), ...failureOf(error) };
  if (lost !== undefined) return { status: 'unknown', ...failureOf(lost) };
  const answer = reply?.text ?? '';
  const queueId = queueIdOf(answer);
  return { status: 'sent', answer, ...(queueId !== undefined && { queueId }) };
}

/** Without digits it is our own refusal, by what the server offers; nothing follows from what is no answer. */
const isPermanent = ({ smtpCode, code }: EmailError): boolean =>
  smtpCode === undefined ? code !== 'EMAIL_PROTOCOL' : smtpCode >= 500;
