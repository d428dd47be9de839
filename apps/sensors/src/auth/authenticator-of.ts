import type { SourceAuth } from '@opsbook/services';
import type { Authenticator } from './authenticator.ts';
import { byCertificate } from './by-certificate.ts';
import { byHmac } from './by-hmac.ts';
import { byPassword } from './by-password.ts';
import { byToken } from './by-token.ts';
import type { SeenSignaturesOptions } from './seen-signatures.ts';

/** What checks the proof that the configuration wants of a source. */
export function authenticatorOf(auth: SourceAuth, seen: SeenSignaturesOptions): Authenticator {
  switch (auth.by) {
    case 'token':
      return byToken(auth.token);
    case 'password':
      return byPassword(auth.username, auth.password);
    case 'hmac':
      return byHmac(auth.hmac, seen);
    case 'certificate':
      return byCertificate(auth.certificates);
  }
}
