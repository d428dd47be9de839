import { describe, expect, test } from '@jest/globals';
import { failedOf } from '../index.ts';
import { errorOf } from '../simulated-account.test-support.ts';
import type { AccountOf, TargetOf } from './contract-target.ts';

const NO_USER = '550 5.1.1 <reject@example.test>: Recipient address rejected: No such user here';
const LATER = '451 4.2.0 <defer@example.test>: Recipient address rejected: Try again later';

/** What a server says no to. */
export function refusalsContract(target: TargetOf, account: AccountOf): void {
  const mail = (to: string | string[], key: string) => ({
    ...{ key: `${key} ${target().run}`, to, subject: 'Contract', text: 'x' },
  });

  describe('a refusal', () => {
    test('of the only recipient, for good', async () => {
      const error = await errorOf(account(target().open).send(mail('reject@example.test', 'reject')));
      expect(error).toMatchObject({
        ...{ code: 'EMAIL_MAILBOX_UNKNOWN', kind: 'not-found', smtpCode: 550, enhancedCode: '5.1.1' },
        ...{ serviceMessage: NO_USER, outcomeUnknown: false },
      });
    });

    test('of the only recipient, for now', async () => {
      const error = await errorOf(account(target().open).send(mail('defer@example.test', 'defer')));
      expect(error).toMatchObject({
        ...{ code: 'EMAIL_DEFERRED', kind: 'unavailable', smtpCode: 451, enhancedCode: '4.2.0' },
        ...{ serviceMessage: LATER, outcomeUnknown: false },
      });
    });

    test('of some recipients leaves the others their mail', async () => {
      const to = ['reject@example.test', 'ada@example.test', 'defer@example.test', 'bob@example.test'];
      const result = await account(target().submission).send(mail(to, 'partly'));
      expect(result.status).toBe('partly-sent');
      expect(result.recipients).toMatchObject([
        { address: to[0], status: 'refused', permanent: true, smtpCode: 550, code: 'EMAIL_MAILBOX_UNKNOWN' },
        { address: to[1], status: 'sent' },
        { address: to[2], status: 'refused', permanent: false, smtpCode: 451, code: 'EMAIL_DEFERRED' },
        { address: to[3], status: 'sent' },
      ]);
      const copies = await target().read(result.messageId, 2);
      expect(copies.map((copy) => copy.for).sort()).toEqual(['ada@example.test', 'bob@example.test']);
      expect(copies[0]?.parsed.to?.map(({ address }) => address)).toEqual(to);
    });

    test('among many mails does not stop the others, and is all that is sent again', async () => {
      const mails = ['ada', 'reject', 'bob', 'defer', 'carol'].map((name) =>
        mail(`${name}@example.test`, `many ${name}`),
      );
      const sender = account(target().open);
      const result = await sender.sendAll(mails);
      expect(result.mails.map(({ status }) => status)).toEqual(['sent', 'refused', 'sent', 'refused', 'sent']);
      const again = await sender.sendAll(failedOf(mails, result));
      expect(again.mails.map(({ recipients: [first] }) => first?.address)).toEqual([
        'reject@example.test',
        'defer@example.test',
      ]);
      expect(again.counts).toMatchObject({ refused: 2 });
      for (const { messageId, status } of result.mails)
        if (status === 'sent') expect(await target().read(messageId, 1)).toHaveLength(1);
    });

    test('of what is too big comes before it is sent, and the session goes on', async () => {
      const sender = account(target().open);
      const big = { ...mail('ada@example.test', 'big'), text: `${'x'.repeat(70)}\n`.repeat(15_500) };
      expect(await errorOf(sender.send(big))).toMatchObject({ code: 'EMAIL_TOO_BIG', smtpCode: undefined });
      const result = await sender.send({ ...big, text: `${'x'.repeat(70)}\n`.repeat(13_000) });
      expect(result.status).toBe('sent');
      const [copy] = await target().read(result.messageId, 1);
      expect(copy?.parsed.text?.replaceAll('\r\n', '\n').length).toBeGreaterThanOrEqual(13_000 * 71);
    });
  });
}
