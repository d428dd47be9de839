import { createHmac } from 'node:crypto';
import type { HmacAuth } from '@opsbook/services';
import type { Authenticator, Head } from './authenticator.ts';
import { sameText } from './same-text.ts';
import { SeenSignatures, type SeenSignaturesOptions } from './seen-signatures.ts';

/**
 * HMAC-SHA256 over `<timestamp>.<body>`, hexadecimal. The time is signed, so that a request that somebody recorded is of no use
 * later; within the window its signature is remembered, by the next process too. Headers are not signed: whoever has a recorded
 * request can give it another mark of its delivery, so that nothing but the signature tells that it is the same.
 */
export function byHmac(
  { secret, header, timestampHeader, window }: HmacAuth,
  options: SeenSignaturesOptions,
): Authenticator {
  const { clock } = options;
  const seen = new SeenSignatures(options);
  const given = ({ headers }: Head) => ({
    signature: text(headers[header])
      .replace(/^sha256=/i, '')
      .toLowerCase(),
    timestamp: text(headers[timestampHeader]),
  });
  return {
    head: (head) => {
      const { signature, timestamp } = given(head);
      if (!/^[0-9a-f]{64}$/.test(signature)) return 'no signature';
      if (!/^\d{1,12}$/.test(timestamp)) return 'no time of signing';
      const off = Math.abs(clock.now() / 1000 - Number(timestamp));
      return off > window ? `signed ${Math.round(off)} seconds from now` : undefined;
    },
    body: (head, body) => {
      const { signature, timestamp } = given(head);
      const right = createHmac('sha256', secret.reveal()).update(`${timestamp}.`).update(body).digest('hex');
      if (!sameText(signature, right)) return 'wrong signature';
      if (!seen.take(signature, (Number(timestamp) + window) * 1000)) return 'a signature that was used before';
      return {
        signature,
        remembered: () => seen.remembered(signature),
        giveBack: () => seen.giveBack(signature),
      };
    },
  };
}

const text = (value: string | string[] | undefined): string => (typeof value === 'string' ? value.trim() : '');
