import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addressesExcept } from './addresses-except.ts';
import { type Ipv4Range, formatIpv4, ipv4Range } from './ipv4-range.ts';

const numRuns = Number(process.env['OPSBOOK_FUZZ_RUNS'] ?? 500);

const canonical = (value: number, length: number) => {
  const size = 2 ** (32 - length);
  return `${formatIpv4(value - (value % size))}/${length}`;
};

// Small numbers of bits in few places, so that ranges touch, overlap and hold each other.
const cidr = fc
  .tuple(fc.constantFrom(0, 0x0a000000, 0x82000000, 0xfffff000), fc.nat(0xfff), fc.integer({ min: 1, max: 32 }))
  .map(([base, low, length]) => canonical(base + low, length));
const cidrs = fc.array(cidr, { maxLength: 8 });

const isIn = (value: number, ranges: readonly Ipv4Range[]) =>
  ranges.some(({ first, last }) => first <= value && value <= last);

/** The places where the answer may change: the ends of every range, and what is next to them. */
const edges = (list: readonly string[]) =>
  list
    .flatMap((one) => [ipv4Range(one).first, ipv4Range(one).last])
    .flatMap((value) => [value - 1, value, value + 1])
    .filter((value) => value >= 0 && value < 2 ** 32);

describe('all addresses but some', () => {
  it('are these prefixes', () => {
    expect(addressesExcept([])).toEqual(['0.0.0.0/0']);
    expect(addressesExcept(['0.0.0.0/0'])).toEqual([]);
    expect(addressesExcept(['0.0.0.0/1', '192.0.0.0/2'])).toEqual(['128.0.0.0/2']);
    expect(addressesExcept(['0.0.0.0/0'], ['192.0.2.7/32', '192.0.2.6/32'])).toEqual(['192.0.2.6/31']);
    // A hand-written list once had a /12 here instead of the /13, and so opened the half that was to stay closed.
    expect(addressesExcept(['130.240.0.0/13'])).toContain('130.248.0.0/13');
  });

  it('hold each address that is not left out or is taken in, and no other', () => {
    fc.assert(
      fc.property(cidrs, cidrs, fc.array(fc.nat(0xffffffff)), (except, include, anywhere) => {
        const list = addressesExcept(except, include);
        const values = [0, 2 ** 32 - 1, ...anywhere, ...edges([...except, ...include, ...list])];
        const [all, out, back] = [list, except, include].map((ranges) => ranges.map(ipv4Range));
        const wrong = values.filter((value) => isIn(value, all!) !== (!isIn(value, out!) || isIn(value, back!)));
        expect(wrong.map(formatIpv4)).toEqual([]);
      }),
      { numRuns },
    );
  });

  it('are canonical prefixes in order, apart from each other, and as few as can be', () => {
    fc.assert(
      fc.property(cidrs, cidrs, (except, include) => {
        const list = addressesExcept(except, include);
        const ranges = list.map(ipv4Range);
        expect(list).toEqual(list.map((one) => canonical(ipv4Range(one).first, Number(one.split('/')[1]))));
        expect(ranges.filter(({ first }, index) => first <= (ranges[index - 1]?.last ?? -1))).toEqual([]);
        // The prefixes that lie in a set form a tree: the fewest are those that lie in no larger one that is in it too.
        const mergeable = list.filter((one) => {
          const length = Number(one.split('/')[1]);
          if (length === 0) return false;
          const parent = ipv4Range(canonical(ipv4Range(one).first, length - 1));
          const covered = ranges
            .filter(({ first, last }) => first >= parent.first && last <= parent.last)
            .reduce((sum, { first, last }) => sum + last - first + 1, 0);
          return covered > parent.last - parent.first;
        });
        expect(mergeable).toEqual([]);
      }),
      { numRuns },
    );
  });
});
