import { describe, expect, test } from '@jest/globals';
import { errorOf } from '../simulated-account.test-support.ts';
import type { AccountOf, TargetOf } from './contract-target.ts';

/** Encryption and login. */
export function connectionsContract(target: TargetOf, account: AccountOf): void {
  const mail = { to: 'ada@example.test', subject: 'Contract', text: 'x' };

  describe('a connection', () => {
    test('can be looked at', async () => {
      const { open, submission, implicit } = target();
      for (const port of [open, submission, implicit]) await expect(account(port).verify()).resolves.toBeUndefined();
    });

    test('needs the right password', async () => {
      const { submission, implicit, username } = target();
      for (const port of [submission, implicit]) {
        const auth = { username, password: 'not-the-password' };
        const error = await errorOf(account(port, { auth }).send(mail));
        expect(error).toMatchObject({
          ...{ code: 'EMAIL_AUTH_FAILED', kind: 'unauthorized', smtpCode: 535, enhancedCode: '5.7.8' },
        });
        expect(error.serviceMessage).toBe('535 5.7.8 Error: authentication failed: (reason unavailable)');
        expect(JSON.stringify([error, error.message, error.cause])).not.toContain('not-the-password');
      }
    });

    test('without a login may not send where one is required', async () => {
      const error = await errorOf(account(target().submission, {}, 'no login').send(mail));
      expect(error).toMatchObject({ code: 'EMAIL_FORBIDDEN', smtpCode: 554, enhancedCode: '5.7.1' });
    });

    test('in the clear is refused where it is not allowed', async () => {
      const { open, submission } = target();
      const error = await errorOf(account(submission, { security: 'none' }, 'no login').send(mail));
      expect(error).toMatchObject({ code: 'EMAIL_TLS_REQUIRED', smtpCode: 530, enhancedCode: '5.7.0' });
      expect(error.serviceMessage).toBe('530 5.7.0 Must issue a STARTTLS command first');
      const result = await account(open, { security: 'none' }).send(mail);
      expect(result.status).toBe('sent');
      expect(await target().read(result.messageId, 1)).toHaveLength(1);
    });

    test.each(['submission', 'implicit'] as const)(
      'of %s is refused where the certificate is not right',
      async (kind) => {
        const port = target()[kind];
        expect(await errorOf(account(port, { tls: {} }).send(mail))).toMatchObject({
          code: 'EMAIL_TLS_CERTIFICATE_UNTRUSTED',
        });
        const tls = { ca: target().ca, servername: 'mail.example.net' };
        expect(await errorOf(account(port, { tls }).send(mail))).toMatchObject({ code: 'EMAIL_TLS_HOST_MISMATCH' });
      },
    );

    test('with TLS from the first byte fails where STARTTLS is spoken', async () => {
      const error = await errorOf(account(target().submission, { security: 'tls' }).send(mail));
      expect(error).toMatchObject({ code: 'EMAIL_TLS_FAILED', outcomeUnknown: false });
    });
  });
}
