/** An address as a number. */
export interface IpAddress {
  version: 4 | 6;
  value: bigint;
}

/** The addresses of a CIDR, network and broadcast address included. */
export interface IpRange {
  version: 4 | 6;
  first: bigint;
  last: bigint;
  prefix: number;
}

/** undefined: it is no address. */
export function parseIp(text: string): IpAddress | undefined {
  if (text.includes(':')) return parseIpv6(text);
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)) return undefined;
  return { version: 4, value: parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n) };
}

function parseIpv6(text: string): IpAddress | undefined {
  // The URL parser knows every form of an address and gives back one.
  const host = URL.parse(`http://[${text}]`)?.hostname.slice(1, -1);
  if (host === undefined) return undefined;
  const [head = '', tail] = host.split('::');
  const groups = (part: string) => part.split(':').filter((group) => group !== '');
  const before = groups(head);
  const after = tail === undefined ? [] : groups(tail);
  const all = [...before, ...Array.from({ length: 8 - before.length - after.length }, () => '0'), ...after];
  return { version: 6, value: all.reduce((sum, group) => sum * 65536n + BigInt(`0x${group}`), 0n) };
}

export function formatIp({ version, value }: IpAddress): string {
  const part = (index: number, bits: bigint) => (value >> (BigInt(index) * bits)) & ((1n << bits) - 1n);
  if (version === 4) return [3, 2, 1, 0].map((index) => part(index, 8n)).join('.');
  const full = [7, 6, 5, 4, 3, 2, 1, 0].map((index) => part(index, 16n).toString(16)).join(':');
  return new URL(`http://[${full}]`).hostname.slice(1, -1);
}

/** undefined: it is no CIDR. Bits behind the prefix are passed over. */
export function parseCidr(text: string): IpRange | undefined {
  const [address = '', length = ''] = text.split('/');
  const ip = parseIp(address);
  const bits = ip?.version === 4 ? 32 : 128;
  if (ip === undefined || !/^\d{1,3}$/.test(length) || Number(length) > bits) return undefined;
  const size = 1n << BigInt(bits - Number(length));
  const first = (ip.value / size) * size;
  return { version: ip.version, first, last: first + size - 1n, prefix: Number(length) };
}

export const formatCidr = ({ version, first, prefix }: IpRange): string =>
  `${formatIp({ version, value: first })}/${prefix}`;

export const contains = ({ version, first, last }: IpRange, ip: IpAddress): boolean =>
  ip.version === version && ip.value >= first && ip.value <= last;

export const overlap = (a: IpRange, b: IpRange): boolean =>
  a.version === b.version && a.first <= b.last && b.first <= a.last;
