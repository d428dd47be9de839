import { expect, test } from '@jest/globals';
import { fuzzRuns } from '@opsbook/context/testing';
import fc from 'fast-check';
import { unquote } from '../testing/filter-tokens.ts';
import { quoteIcinga } from './quote-icinga.ts';

const numRuns = fuzzRuns(1000);

test('a quoted text stands on one line, ends where it should, and is the text', () => {
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom('"', '\\', '\n', '\0', '1', 'n', 'é', '\x7f', '\u0085') }),
  );
  fc.assert(
    fc.property(texts, (text) => {
      const quoted = quoteIcinga(text);
      expect(quoted).not.toMatch(/[\n\0]/);
      expect(unquote(quoted)).toBe(text);
    }),
    { numRuns },
  );
});
