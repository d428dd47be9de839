import { expect, test } from '@jest/globals';
import { fuzzRuns } from '@opsbook/context/testing';
import fc from 'fast-check';
import { parseReply, queueIdOf } from './reply.ts';

test.each([
  ['250 2.0.0 Ok: queued as 4cXk5L1V0kz1y', '4cXk5L1V0kz1y'],
  ['250 2.0.0 3A1B2c Message accepted for delivery', undefined],
  ['250 OK id=1rX2yZ-000abc-DE', '1rX2yZ-000abc-DE'],
  ['250 2.6.0 <a@b> [InternalId=55] Queued mail for delivery', undefined],
  ['250 Ok', undefined],
])('%s is queued as %s', (text, id) => {
  expect(queueIdOf(text)).toBe(id);
});

test.each([
  ['550 5.1.1 No such user', 550, '5.1.1', '550 5.1.1 No such user'],
  ['550-5.7.1 First line\r\n550 5.7.1 and second', 550, '5.7.1', '550 5.7.1 First line and second'],
  ['421', 421, undefined, '421'],
  ['450 4.2.0', 450, '4.2.0', '450 4.2.0'],
  ['554 No 5.1.1 here', 554, undefined, '554 No 5.1.1 here'],
])('%j is read', (raw, smtpCode, enhancedCode, text) => {
  expect(parseReply(raw)).toEqual({ smtpCode, enhancedCode, text });
});

test('whatever a server says is read or is no reply', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (raw) => {
      const reply = parseReply(raw);
      if (reply !== undefined) expect(reply.smtpCode).toBe(Number(raw.trim().slice(0, 3)));
    }),
    { numRuns: fuzzRuns(500) },
  );
});
