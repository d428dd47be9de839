import { expect, it } from '@jest/globals';
import { fuzzRuns } from '@opsbook/context/testing';
import * as fc from 'fast-check';
import { cutJson } from './cut-json.ts';
import type { Json } from './json.ts';

it('keeps who and how many of a value that is too long', () => {
  const sent = Array.from({ length: 500 }, (_, index) => ({ to: `user-${index}@example.org`, text: 'x'.repeat(3000) }));
  const cut = cutJson({ template: 'notice', sent }) as { template: string; sent: unknown[] };
  expect(cut.template).toBe('notice');
  expect(cut.sent[0]).toEqual({ to: 'user-0@example.org', text: `${'x'.repeat(400)}... (3000 characters)` });
  expect(cut.sent.slice(20)).toEqual([{ more: 480 }]);
});

it('gives the length of what is too long in every way', () => {
  const wide = Object.fromEntries(Array.from({ length: 3000 }, (_, index) => [`key-${index}`, index]));
  expect(cutJson(wide)).toEqual({ cut: JSON.stringify(wide).length });
});

it('leaves alone what is short, and answers nothing longer than 16 KiB', () => {
  const value = fc.oneof(
    fc.jsonValue({ maxDepth: 4 }),
    fc.array(fc.string({ maxLength: 3000, unit: 'grapheme' }), { maxLength: 50 }),
  ) as fc.Arbitrary<Json>;
  const property = (json: Json) => {
    const cut = cutJson(json);
    const size = (one: Json) => Buffer.byteLength(JSON.stringify(one));
    if (size(json) <= 16_384) expect(cut).toBe(json);
    expect(size(cut)).toBeLessThanOrEqual(16_384);
  };
  fc.assert(fc.property(value, property), { numRuns: fuzzRuns(300) });
});
