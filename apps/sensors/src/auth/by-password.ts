import type { Secret } from '@opsbook/context';
import { type Authenticator, byHead } from './authenticator.ts';
import { sameText } from './same-text.ts';

/** Basic authentication (RFC 7617). */
export const byPassword = (username: string, password: Secret): Authenticator =>
  byHead(({ headers }) => {
    const [, given] = /^basic +(\S+) *$/i.exec(headers.authorization ?? '') ?? [];
    if (given === undefined) return 'no name and password';
    return (
      sameText(Buffer.from(given, 'base64').toString(), `${username}:${password.reveal()}`) || 'wrong name or password'
    );
  });
