import type SmtpConnection from 'nodemailer/lib/smtp-connection';
import type { EmailError } from '../errors.ts';
import { type Reply, parseReply } from './reply.ts';
import { type NodemailerFailure, smtpError } from './smtp-error.ts';

/** What the server made of a mail; recipients are either in `accepted` or in `refused`. */
export interface Transferred {
  accepted: string[];
  refused: { address: string; error: EmailError }[];
  /** The answer to the content; undefined where nobody was accepted. */
  reply: Reply | undefined;
}

/** nodemailer's error for a mail that the server refused; the session goes on. */
export type NodemailerRefusal = NodemailerFailure & {
  rejectedErrors?: (NodemailerFailure & { recipient?: string | undefined })[];
};

/** An answer, or the server's SIZE, says no. 421 says no to the session, and leaves the mail where it was. */
export function isRefusal(value: object): value is NodemailerRefusal {
  if (!(value instanceof Error)) return false;
  const { response, code } = value as NodemailerFailure;
  if (response === undefined) return code === 'EMESSAGE';
  const digits = parseReply(response)?.smtpCode ?? 0;
  return digits >= 400 && digits !== 421;
}

export const refusalOf = (address: string, refusal: NodemailerRefusal) => {
  const own = refusal.rejectedErrors?.find(({ recipient }) => recipient === address);
  return { address, error: smtpError(own ?? refusal, { what: `mail to ${address}` }) };
};

export const transferred = ({
  accepted,
  rejectedErrors = [],
  response,
}: SmtpConnection.SentMessageInfo): Transferred => ({
  accepted,
  refused: rejectedErrors.map((error: NodemailerFailure & { recipient?: string | undefined }) => {
    const address = error.recipient ?? '';
    return { address, error: smtpError(error, { what: `mail to ${address}` }) };
  }),
  reply: parseReply(response),
});
