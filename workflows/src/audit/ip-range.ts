/** Addresses from `first` to `last`, both included, as numbers. */
export interface IpRange {
  version: 4 | 6;
  first: bigint;
  last: bigint;
}

/** @param text a prefix (`172.16.0.0/12`, `fd00::/8`) or an address, which is a range of one; bits behind a prefix are passed over */
export function ipRange(text: string): IpRange {
  const [address = '', length] = text.split('/');
  const version = address.includes(':') ? 6 : 4;
  const bits = version === 6 ? 128 : 32;
  const size = 1n << BigInt(bits - Number(length ?? bits));
  const value = version === 6 ? ipv6(address) : ipv4(address);
  const first = value - (value % size);
  return { version, first, last: first + size - 1n };
}

/** Whether every address of `inner` is one of `outer`. */
export const covers = (outer: IpRange, inner: IpRange): boolean =>
  outer.version === inner.version && outer.first <= inner.first && inner.last <= outer.last;

const ipv4 = (text: string): bigint => text.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0n);

function ipv6(text: string): bigint {
  const [head = '', tail] = text.split('::');
  const before = groups(head);
  const after = tail === undefined ? [] : groups(tail);
  const between = Array<bigint>(Math.max(0, 8 - before.length - after.length)).fill(0n);
  return [...before, ...between, ...after].reduce((sum, group) => (sum << 16n) + group, 0n);
}

/** 16 bits each; an IPv4 address at the end is two of them. */
const groups = (text: string): bigint[] =>
  text === ''
    ? []
    : text.split(':').flatMap((part) => {
        if (!part.includes('.')) return BigInt(`0x${part}`);
        const value = ipv4(part);
        return [value >> 16n, value & 0xffffn];
      });
