import type { EmailError } from '../errors.ts';
import { type Reply, parseReply } from './reply.ts';
import { type NodemailerFailure, smtpError } from './smtp-error.ts';

/** What the server made of a mail. Who is not in `refused` has it, unless it was `lost`. */
export interface Transferred {
  refused: RecipientError[];
  /** The answer to the content; undefined where nobody has it. */
  reply?: Reply | undefined;
  /** The content was asked for, and this came in the place of an answer: nobody knows whether the others have it. */
  lost?: EmailError;
}

export interface RecipientError {
  address: string;
  error: EmailError;
}

/** nodemailer's error for one recipient. */
export type RecipientFailure = NodemailerFailure & { recipient?: string | undefined };

/** An answer, or the server's SIZE, says no, and the session goes on. 421 says no to the session, and leaves the mail where it was. */
export function isRefusal(value: object): value is NodemailerFailure {
  if (!(value instanceof Error)) return false;
  const { response, code } = value as NodemailerFailure;
  if (response === undefined) return code === 'EMESSAGE';
  const digits = parseReply(response)?.smtpCode ?? 0;
  return digits >= 400 && digits !== 421;
}

export const recipientError = (failure: RecipientFailure, address = failure.recipient ?? ''): RecipientError => ({
  address,
  error: smtpError(failure, { what: `mail to ${address}` }),
});
