import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { covers, ipRange } from './ip-range.ts';

const inside = (prefix: string, address: string) => covers(ipRange(prefix), ipRange(address));

it.each([
  ['172.16.0.0/12', '172.16.0.0', true],
  ['172.16.0.0/12', '172.31.255.255', true],
  ['172.16.0.0/16', '172.160.1.1', false],
  ['172.16.0.0/16', '172.17.0.0', false],
  ['0.0.0.0/0', '255.255.255.255', true],
  ['10.1.2.3/32', '10.1.2.3', true],
  ['10.1.2.3/31', '10.1.2.4', false],
  ['0.0.0.0/0', '::1', false],
  ['::/0', '10.0.0.1', false],
  ['fd00::/8', 'fdff:ffff::1', true],
  ['fd00::/8', 'fe00::', false],
  ['2001:db8::/32', '2001:db8:0:1::5', true],
  ['::ffff:10.0.0.0/104', '::ffff:10.20.30.40', true],
  ['::ffff:10.0.0.0/104', '::ffff:11.0.0.0', false],
  ['10.0.0.0/8', '10.2.0.0/16', true],
  ['10.2.0.0/16', '10.0.0.0/8', false],
])('%s holds %s: %s', (prefix, address, expected) => {
  expect(inside(prefix, address)).toBe(expected);
});

it('holds of 4 billion addresses those that share the bits of the prefix', () => {
  const address = fc.integer({ min: 0, max: 2 ** 32 - 1 });
  const text = (value: number) => [24, 16, 8, 0].map((bits) => Math.floor(value / 2 ** bits) % 256).join('.');
  const numRuns = Number(process.env['OPSBOOK_FUZZ_RUNS'] ?? 300);
  fc.assert(
    fc.property(address, address, fc.integer({ min: 0, max: 32 }), (one, other, length) => {
      const bits = (value: number) => value.toString(2).padStart(32, '0').slice(0, length);
      expect(inside(`${text(one)}/${length}`, text(other))).toBe(bits(one) === bits(other));
    }),
    { numRuns },
  );
});
