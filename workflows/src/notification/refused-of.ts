import type { MailResult } from '@opsbook/email';

/** The recipients that the server refused, with its answer. */
export const refusedOf = ({ recipients }: MailResult): { address: string; why: string }[] =>
  recipients.flatMap((one) => (one.status === 'sent' ? [] : [{ address: one.address, why: one.message }]));
