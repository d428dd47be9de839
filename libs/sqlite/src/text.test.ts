import { expect, it } from '@jest/globals';
import { Secret, scrubJson } from '@opsbook/context';
import fc from 'fast-check';
import { fromText, toText, toTextOrNull } from './text.ts';

const RUNS = Number(process.env['OPSBOOK_FUZZ_RUNS'] ?? 500);

const SECRETS = ['s3cret', 'p"q\\r', 'line\none\n', '12345', 'ünder söme'].map((one) => new Secret(one).reveal());

const forms = SECRETS.flatMap((one) => [
  one,
  JSON.stringify(one),
  JSON.stringify(JSON.stringify({ one })),
  encodeURIComponent(one),
  Buffer.from(one).toString('base64'),
]);
const piece = fc.oneof(fc.string(), fc.constantFrom(...forms, '\\', '"', '\n', '{"a":"'));
const text = fc.array(piece, { maxLength: 4 }).map((pieces) => pieces.join(''));
const value = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    text,
    fc.constantFrom(12345, 0, true, null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(text, tie('value'), { maxKeys: 3 }),
  ),
})).value;

it('masks whatever masking each string of the value masks, and leaves the rest as it is', () => {
  fc.assert(
    fc.property(value, (given) => {
      expect(fromText(toText(given))).toEqual(JSON.parse(JSON.stringify(scrubJson(given))));
    }),
    { numRuns: RUNS },
  );
});

it('leaves numbers alone that look like a secret', () => {
  expect(toText({ at: 12345, as: '12345' })).toBe('{"at":12345,"as":"***"}');
});

it('tells what is absent from null', () => {
  expect([toTextOrNull(undefined), toTextOrNull(null)]).toEqual([null, 'null']);
});
