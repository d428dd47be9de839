/** IPv4 addresses from `first` to `last`, both included, as numbers. */
export interface Ipv4Range {
  first: number;
  last: number;
}

/** @param cidr `192.0.2.0/24`; bits behind the prefix are passed over */
export function ipv4Range(cidr: string): Ipv4Range {
  const [address = '', prefix = '32'] = cidr.split('/');
  const size = 2 ** (32 - Number(prefix));
  const value = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  const first = value - (value % size);
  return { first, last: first + size - 1 };
}

export const formatIpv4 = (value: number): string =>
  [24, 16, 8, 0].map((bits) => Math.floor(value / 2 ** bits) % 256).join('.');

export const overlaps = (a: Ipv4Range, b: Ipv4Range): boolean => a.first <= b.last && b.first <= a.last;

/** The fewest prefixes that cover exactly this range, in order. */
export function prefixesOf({ first, last }: Ipv4Range): string[] {
  const prefixes: string[] = [];
  for (let at = first; at <= last;) {
    let bits = 0;
    // As long as it still begins here and ends in the range.
    while (bits < 32 && at % 2 ** (bits + 1) === 0 && at + 2 ** (bits + 1) - 1 <= last) bits += 1;
    prefixes.push(`${formatIpv4(at)}/${32 - bits}`);
    at += 2 ** bits;
  }
  return prefixes;
}
