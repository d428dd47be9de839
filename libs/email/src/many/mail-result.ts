import type { EmailError, EmailErrorCode, EmailErrorKind } from '../errors.ts';

/** What became of a mail for one of its recipients. Plain JSON. */
export type RecipientResult = { address: string; redirectedTo?: string } & RecipientOutcome;

export type RecipientOutcome =
  | {
      /** The server has taken it over: it delivers it, or sends a bounce to the sender. */
      status: 'sent';
      /** `250 2.0.0 Ok: queued as 4cXk5L1V0kz1y` */
      answer: string;
      /** By which the server's log knows it, where the answer names one. */
      queueId?: string;
    }
  /** The server said no; `permanent`: it would say so again. */
  | ({ status: 'refused'; permanent: boolean } & Failure)
  /** The content was sent and not answered: it may have been accepted. Nothing repeats it. */
  | ({ status: 'unknown' } & Failure)
  /** It never came to it: no session, aborted, refused by the guard. */
  | ({ status: 'not-sent' } & Failure);

/** Why. */
export interface Failure {
  code: EmailErrorCode | 'EFFECT_REFUSED';
  kind: EmailErrorKind;
  message: string;
  smtpCode?: number;
  enhancedCode?: string;
}

export type RecipientStatus = RecipientResult['status'];

/** What became of one mail. Plain JSON. */
export interface MailResult {
  /** The mail's, if it has one. */
  key?: string;
  messageId: string;
  /** That of all its recipients; `partly-sent` where some got it and others did not. */
  status: RecipientStatus | 'partly-sent';
  recipients: RecipientResult[];
}

/** The status of a mail, of those of its recipients. */
export function mailStatus(recipients: readonly RecipientResult[]): MailResult['status'] {
  const statuses = new Set(recipients.map(({ status }) => status));
  if (statuses.has('sent')) return statuses.size === 1 ? 'sent' : 'partly-sent';
  const [worst = 'not-sent'] = (['unknown', 'refused', 'not-sent'] as const).filter((one) => statuses.has(one));
  return worst;
}

/** The reason as a result holds it. */
export const failureOf = (error: EmailError): Failure => ({
  code: error.code,
  kind: error.kind,
  message: error.message,
  ...(error.smtpCode !== undefined && { smtpCode: error.smtpCode }),
  ...(error.enhancedCode !== undefined && { enhancedCode: error.enhancedCode }),
});
