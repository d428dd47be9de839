import { type Clock, sleep } from '@opsbook/context';
import { ImapFlow } from 'imapflow';
import PostalMime from 'postal-mime';
import { type DeliveredMail, SENDER } from './contract-target.ts';

export interface MailboxOptions {
  host: string;
  port: number;
  ca: string;
  username: string;
  password: string;
  clock: Clock;
}

/** The mailbox that the server delivers everything to, read by IMAP. */
export async function openMailbox({ host, port, ca, username: user, password: pass, clock }: MailboxOptions) {
  const imap = new ImapFlow({ host, port, secure: true, tls: { ca }, auth: { user, pass }, logger: false });
  await imap.connect();
  await imap.mailboxOpen('INBOX');

  const copiesOf = async (messageId: string): Promise<DeliveredMail[]> => {
    await imap.noop();
    const found = await imap.search({ header: { 'Message-ID': messageId } }, { uid: true });
    if (!found || found.length === 0) return [];
    const copies: DeliveredMail[] = [];
    for await (const { source } of imap.fetch(found, { source: true }, { uid: true })) {
      const parsed = await PostalMime.parse(source ?? '');
      const header = (key: string) => parsed.headers.find((one) => one.key === key)?.value ?? '';
      copies.push({ for: header('x-original-to'), from: header('return-path').replace(/^<|>$/g, ''), parsed });
    }
    return copies;
  };

  return {
    /** @throws after 20 s without so many copies */
    read: async (messageId: string, copies: number): Promise<DeliveredMail[]> => {
      const deadline = clock.now() + 20_000;
      for (;;) {
        const found = await copiesOf(messageId);
        if (found.length >= copies) return found;
        if (clock.now() > deadline) throw new Error(`${found.length} copies of ${messageId} within 20 s`);
        await sleep(clock, 100);
      }
    },
    /** Removes what the contract sent. */
    close: async (): Promise<void> => {
      const sent = await imap.search({ header: { 'Return-Path': SENDER } }, { uid: true });
      if (sent && sent.length > 0) await imap.messageDelete(sent, { uid: true });
      await imap.logout();
    },
  };
}
