import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { DestinationHost } from './destination-host.ts';
import { fitTogether } from './fit-together.ts';
import { judge } from './judge.ts';
import { type GivenServer, host, server } from './places.test-support.ts';

const together = (servers: Record<string, GivenServer>, hosts: DestinationHost[]) =>
  fitTogether(
    Object.entries(servers).map(([name, given]) => {
      const wanted = server(name, given, hosts);
      return { wanted, verdict: judge(wanted, hosts) };
    }),
    hosts,
  );
const without = (servers: Record<string, GivenServer>, hosts: DestinationHost[]) =>
  together(servers, hosts).without.map(({ name }) => name);
const memory = (name: string, MEMORY_MB: number) => host(name, { free: { MEMORY_MB } });

it('finds room for all where there is some', () => {
  expect(together({ a: {}, b: {} }, [memory('hv2', 4096), memory('hv3', 4096)])).toEqual({
    without: [],
    balance: [
      { resource: 'VCPU', wanted: 4, free: 128 },
      { resource: 'MEMORY_MB', wanted: 8192, free: 8192 },
      { resource: 'DISK_GB', wanted: 80, free: 2000 },
    ],
  });
});

it('names those that come too late, in the order of the drain', () => {
  const { without: late } = together({ a: {}, b: {}, c: {} }, [memory('hv2', 8192)]);
  const why = 'no host has 2 VCPU, 4096 MiB of memory, 40 GiB of disk left once those before it have moved';
  expect(late).toEqual([{ id: 'c', name: 'c', why }]);
});

it('goes on with smaller ones after one that does not fit', () => {
  expect(without({ a: { ramMiB: 6000 }, big: { ramMiB: 8000 }, c: { ramMiB: 2000 } }, [memory('hv2', 8192)])).toEqual([
    'big',
  ]);
});

it('does not count what no host would take even alone, nor the room of hosts that take nobody', () => {
  const hosts = [memory('hv2', 4096), host('hv3', { up: false })];
  expect(together({ a: {}, huge: { ramMiB: 100_000 } }, hosts)).toEqual({
    without: [],
    balance: [
      { resource: 'VCPU', wanted: 2, free: 64 },
      { resource: 'MEMORY_MB', wanted: 4096, free: 4096 },
      { resource: 'DISK_GB', wanted: 40, free: 1000 },
    ],
  });
});

it('keeps servers of an anti-affinity group apart on their new hosts too', () => {
  const group = (other: string) => ({ group: { others: { [other]: 'hv1' } } });
  expect(without({ a: group('b'), b: group('a') }, [host('hv2')])).toEqual(['b']);
  expect(without({ a: group('b'), b: group('a') }, [host('hv2'), host('hv3')])).toEqual([]);
});

it('takes what a part of a host gives from that part', () => {
  const gpu = { specs: { 'resources:VGPU': '2' }, how: 'cold' as const };
  expect(without({ a: gpu, b: gpu, c: gpu }, [host('hv2', { parts: [{ VGPU: 3 }, { VGPU: 2 }] })])).toEqual(['c']);
});

it('does not change what it was given', () => {
  const hosts = [memory('hv2', 8192)];
  together({ a: {}, b: {} }, hosts);
  expect(hosts[0]?.capacity?.resources['MEMORY_MB']).toMatchObject({ free: 8192 });
});

it('never gives away more than there is, and refuses nobody while a host has room', () => {
  const runs = Number(process.env['OPSBOOK_FUZZ_RUNS'] ?? 300);
  const sizes = fc.array(fc.integer({ min: 1, max: 8 }), { maxLength: 20 });
  fc.assert(
    fc.property(sizes, fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 4 }), (wanted, rooms) => {
      const hosts = rooms.map((free, n) => memory(`hv${n + 2}`, free * 1024));
      const servers = Object.fromEntries(wanted.map((gib, n) => [`s${n}`, { ramMiB: gib * 1024, vcpus: 1 }]));
      const late = new Set(without(servers, hosts));
      const alone = (gib: number) => rooms.some((free) => free >= gib);
      const placed = wanted.filter((gib, n) => alone(gib) && !late.has(`s${n}`)).reduce((sum, gib) => sum + gib, 0);
      const total = rooms.reduce((sum, free) => sum + free, 0);
      const smallest = Math.min(...wanted.filter((gib, n) => alone(gib) && late.has(`s${n}`)));
      // What is left over in all is less than the smallest that found no place would need on each host.
      return placed <= total && (late.size === 0 || total - placed < smallest * rooms.length);
    }),
    { numRuns: runs },
  );
});
