import { type Ipv4Range, ipv4Range, prefixesOf } from './ipv4-range.ts';

const LAST = 2 ** 32 - 1;

/**
 * All IPv4 addresses but those of `except`, and those of `include` nevertheless: the fewest prefixes that cover exactly
 * these, in order. Such a list that is typed by hand leaves something open one day.
 * @param except CIDRs, in any order; they may overlap
 */
export function addressesExcept(except: readonly string[], include: readonly string[] = []): string[] {
  return merged([...complement(merged(except.map(ipv4Range))), ...include.map(ipv4Range)]).flatMap(prefixesOf);
}

/** In order, with those that overlap or touch made one. */
function merged(ranges: readonly Ipv4Range[]): Ipv4Range[] {
  const all: Ipv4Range[] = [];
  for (const { first, last } of ranges.toSorted((a, b) => a.first - b.first)) {
    const before = all.at(-1);
    if (before !== undefined && first <= before.last + 1) before.last = Math.max(before.last, last);
    else all.push({ first, last });
  }
  return all;
}

/** What lies between and around ranges that are in order and apart. */
function complement(ranges: readonly Ipv4Range[]): Ipv4Range[] {
  const begins = [0, ...ranges.map(({ last }) => last + 1)];
  const ends = [...ranges.map(({ first }) => first - 1), LAST];
  return begins
    .map((first, index) => ({ first, last: ends[index] ?? LAST }))
    .filter(({ first, last }) => first <= last);
}
