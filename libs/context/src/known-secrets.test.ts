import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Secret, scrub } from './index.ts';
import { fuzzRuns } from './testing/index.ts';

// Few letters, so that one begins, ends and holds what another one is.
const secret = fc.string({ unit: fc.constantFrom('a', 'b', '%'), minLength: 4, maxLength: 24 });

test('of thousands of secrets every one is masked, as if each were looked for by itself', () => {
  const met: string[] = [];
  const meet = (value: string) => {
    new Secret(value);
    met.push(value, encodeURIComponent(value), Buffer.from(value).toString('base64'));
  };
  for (let n = 0; n < 3000; n += 1) meet(`token-${n}-of-a-login-${n}`);
  const naive = (text: string) =>
    [...new Set(met)]
      .filter((one) => text.includes(one))
      .sort((a, b) => b.length - a.length)
      .reduce((clean, one) => clean.replaceAll(one, '***'), text);
  const pieces = fc.array(fc.oneof(secret, fc.nat({ max: 2999 }), fc.constantFrom('=', ' ', 'a')), { maxLength: 6 });
  fc.assert(
    fc.property(fc.array(secret, { maxLength: 3 }), pieces, (fresh, given) => {
      fresh.forEach(meet);
      const text = given
        .map((piece) => (typeof piece === 'number' ? `token-${piece}-of-a-login-${piece}` : piece))
        .join('');
      expect(scrub(text)).toBe(naive(text));
    }),
    { numRuns: fuzzRuns(300) },
  );
  expect(scrub('x-token-2999-of-a-login-2999-x')).toBe('x-***-x');
});
