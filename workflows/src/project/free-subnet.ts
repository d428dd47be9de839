import { formatIpv4, ipv4Range, overlaps } from './ipv4-range.ts';

export interface SubnetAddresses {
  cidr: string;
  gatewayIp: string;
  allocationPools: { start: string; end: string }[];
}

/** Where a subnet is taken from, as the configuration says it. */
export interface SubnetRange {
  range: string;
  prefixLength: number;
  /** At its beginning; the first of them is the gateway's. */
  reservedAddresses: number;
}

/** The first subnet of the range that overlaps none of those that are taken; undefined when none is left. */
export function freeSubnet(from: SubnetRange, taken: readonly string[]): SubnetAddresses | undefined {
  const { first, last } = ipv4Range(from.range);
  const size = 2 ** (32 - from.prefixLength);
  const others = taken.filter((cidr) => !cidr.includes(':')).map(ipv4Range);
  for (let at = first; at + size - 1 <= last; at += size) {
    const end = at + size - 1;
    if (others.some((other) => overlaps(other, { first: at, last: end }))) continue;
    return {
      cidr: `${formatIpv4(at)}/${from.prefixLength}`,
      gatewayIp: formatIpv4(at + 1),
      allocationPools: [{ start: formatIpv4(at + 1 + from.reservedAddresses), end: formatIpv4(end - 1) }],
    };
  }
  return undefined;
}
