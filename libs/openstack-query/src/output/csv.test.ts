import { expect, it } from '@jest/globals';
import { fuzzRuns } from '@opsbook/context/testing';
import * as fc from 'fast-check';
import { csvLine, quotedLine } from './csv.ts';

it('writes what needs no quotes as the library would, and the rest by the library', () => {
  const text = fc.oneof(
    fc.string(),
    fc.string({ unit: fc.constantFrom('a', '1', '=', '-', '+', '@', ',', ';', '"', "'", '\n', '\r', '\t', ' ', '.') }),
  );
  const value = fc.oneof(
    text,
    fc.constant(null),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.array(text, { maxLength: 2 }),
    fc.dictionary(text, text, { maxKeys: 2 }),
  );
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 4 }), (row) => {
      expect(csvLine(row)).toBe(quotedLine(row));
    }),
    { numRuns: fuzzRuns(1000) },
  );
});
