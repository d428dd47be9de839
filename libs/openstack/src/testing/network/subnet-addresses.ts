import { type IpRange, contains, formatIp, parseCidr, parseIp } from './ip-address.ts';
import type { SimulatedNetwork, SimulatedSubnet } from './network-records.ts';
import { neutronError } from './neutron-errors.ts';
import type { World } from '../world.ts';

/** The addresses that a subnet can give out, without its gateway: two pools where that stands in the middle. */
export function poolsWithout(range: IpRange, gateway: string | null): SimulatedSubnet['allocationPools'] {
  const start = range.first + 1n;
  const end = range.version === 4 ? range.last - 1n : range.last;
  const hole = gateway === null ? undefined : parseIp(gateway)?.value;
  const text = (value: bigint) => formatIp({ version: range.version, value });
  const pools =
    hole === undefined || hole < start || hole > end
      ? [[start, end]]
      : [
          [start, hole - 1n],
          [hole + 1n, end],
        ];
  return pools.flatMap(([from = 0n, to = 0n]) => (from > to ? [] : [{ start: text(from), end: text(to) }]));
}

const poolRange = ({ start, end }: { start: string; end: string }): IpRange => {
  const first = parseIp(start);
  return { version: first?.version ?? 4, first: first?.value ?? 0n, last: parseIp(end)?.value ?? 0n, prefix: 0 };
};

export const inPools = (pools: SimulatedSubnet['allocationPools'], address: string) =>
  pools.find((pool) => {
    const ip = parseIp(address);
    return ip !== undefined && contains(poolRange(pool), ip);
  });

/** How many addresses a subnet can give out. */
export const poolSize = ({ allocationPools }: SimulatedSubnet): number =>
  allocationPools.map(poolRange).reduce((sum, { first, last }) => sum + Number(last - first + 1n), 0);

/** The addresses of a subnet that ports have. */
export const usedAddresses = (world: World, { id }: SimulatedSubnet): Set<string> =>
  new Set(
    world.state.ports.flatMap((port) => port.fixedIps.filter((ip) => ip.subnet_id === id).map((ip) => ip.ip_address)),
  );

/** The first free address of a subnet. */
export function freeAddress(world: World, subnet: SimulatedSubnet): string | undefined {
  const used = usedAddresses(world, subnet);
  for (const pool of subnet.allocationPools) {
    const { version, first, last } = poolRange(pool);
    for (let value = first; value <= last; value += 1n) {
      const text = formatIp({ version, value });
      if (!used.has(text)) return text;
    }
  }
  return undefined;
}

/** Whether an address lies in a subnet. */
export function isIn({ cidr }: SimulatedSubnet, address: string): boolean {
  const range = parseCidr(cidr);
  const ip = parseIp(address);
  return range !== undefined && ip !== undefined && contains(range, ip);
}

/** @throws 409 when there is none */
export function anyAddress(world: World, network: SimulatedNetwork, subnets: readonly SimulatedSubnet[]) {
  for (const subnet of subnets) {
    const address = freeAddress(world, subnet);
    if (address !== undefined) return { subnet_id: subnet.id, ip_address: address };
  }
  const message = `No more IP addresses available on network ${network.id}.`;
  throw neutronError(409, 'IpAddressGenerationFailure', message);
}
