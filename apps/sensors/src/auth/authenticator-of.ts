import type { Clock } from '@opsbook/context';
import type { SourceAuth } from '@opsbook/services';
import type { Authenticator } from './authenticator.ts';
import { byCertificate } from './by-certificate.ts';
import { byHmac } from './by-hmac.ts';
import { byPassword } from './by-password.ts';
import { byToken } from './by-token.ts';

/** What checks the proof that the configuration wants of a source. */
export function authenticatorOf(auth: SourceAuth, clock: Clock): Authenticator {
  switch (auth.by) {
    case 'token':
      return byToken(auth.token);
    case 'password':
      return byPassword(auth.username, auth.password);
    case 'hmac':
      return byHmac(auth.hmac, clock);
    case 'certificate':
      return byCertificate(auth.certificates);
  }
}
