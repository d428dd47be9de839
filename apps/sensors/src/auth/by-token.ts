import type { Secret } from '@opsbook/context';
import { type Authenticator, byHead } from './authenticator.ts';
import { sameText } from './same-text.ts';

/** Bearer authentication (RFC 6750). */
export const byToken = (token: Secret): Authenticator =>
  byHead(({ headers }) => {
    const [, given] = /^bearer +(\S+) *$/i.exec(headers.authorization ?? '') ?? [];
    if (given === undefined) return 'no bearer token';
    return sameText(given, token.reveal()) || 'wrong token';
  });
