import { expect, it } from '@jest/globals';
import type { DestinationHost } from './destination-host.ts';
import { judge } from './judge.ts';
import { type GivenServer, host, server } from './places.test-support.ts';

const judged = (given: GivenServer, hosts: DestinationHost[], only?: string) =>
  judge(server('web', given, hosts), hosts, only);

const source = host('hv1');
const tight = (name: string) => host(name, { free: { MEMORY_MB: 1024 } });
const inAggregate = (name: string, ...aggregates: Record<string, string>[]) => host(name, { aggregates });
const ssd = { 'aggregate_instance_extra_specs:disk': 'ssd' };
const group = (policy: 'affinity' | 'anti-affinity' | 'soft-affinity' | 'soft-anti-affinity', ...on: string[]) => ({
  policy,
  others: Object.fromEntries(on.map((one, n) => [`other-${n}`, one])),
});

it.each<[string, GivenServer, DestinationHost[], string[]]>([
  ['any other host', {}, [source, host('hv2'), host('hv3')], ['hv2', 'hv3']],
  ['no host that lacks memory', {}, [source, tight('hv2'), host('hv3')], ['hv3']],
  ['no host that is down', {}, [source, host('hv2', { up: false }), host('hv3')], ['hv3']],
  ['no host that is disabled', {}, [source, host('hv2', { enabled: false }), host('hv3')], ['hv3']],
  ['no host that placement does not offer', { offered: ['hv3'] }, [source, host('hv2'), host('hv3')], ['hv3']],
  ['no host with another of its group', { group: group('anti-affinity', 'hv2') }, [host('hv2'), host('hv3')], ['hv3']],
  [
    'a host with one of two that may share it',
    { group: { ...group('anti-affinity', 'hv2'), most: 2 } },
    [host('hv2')],
    ['hv2'],
  ],
  [
    'a host with others, where the policy is soft',
    { group: group('soft-anti-affinity', 'hv2') },
    [host('hv2')],
    ['hv2'],
  ],
  [
    'a host without the others, where the policy is soft',
    { group: group('soft-affinity', 'hv1') },
    [host('hv2')],
    ['hv2'],
  ],
  [
    'the host where the rest of its affinity group is',
    { group: group('affinity', 'hv3') },
    [host('hv2'), host('hv3')],
    ['hv3'],
  ],
  ['a host of a fitting aggregate', { specs: ssd }, [host('hv2'), inAggregate('hv3', { disk: 'ssd' })], ['hv3']],
  ['a host whose aggregate names several values', { specs: ssd }, [inAggregate('hv2', { disk: 'hdd, ssd' })], ['hv2']],
  ['a host in several aggregates', { specs: ssd }, [inAggregate('hv2', { disk: 'hdd' }, { disk: 'ssd' })], ['hv2']],
  ['any host, where a spec is of another scope', { specs: { 'hw:cpu_sockets': '2' } }, [host('hv2')], ['hv2']],
  [
    'what comes from a part of the host',
    { specs: { 'resources:VGPU': '1' }, how: 'cold' },
    [host('hv2', { parts: [{ VGPU: 1 }] })],
    ['hv2'],
  ],
  ['hosts of its own zone first', {}, [host('hv2', { zone: 'az2' }), host('hv3')], ['hv3', 'hv2']],
  [
    'hosts of all zones, where it has none',
    { zone: null },
    [host('hv2', { zone: 'az2' }), host('hv3')],
    ['hv2', 'hv3'],
  ],
])('takes %s', (_what, given, hosts, expected) => {
  const verdict = judged(given, hosts);
  expect(verdict.hosts).toEqual(expected);
  expect(verdict.why).toBeUndefined();
});

it.each<[GivenServer, DestinationHost[], string]>([
  [{}, [], 'there is no other host'],
  [{}, [source], 'there is no other host'],
  [{}, [source, tight('hv2')], 'hv2 lacks 4096 MiB of memory'],
  [
    { ramMiB: 16_384 },
    [source, tight('hv2'), tight('hv3'), host('hv4', { up: false })],
    '3 hosts: 2 lack 16384 MiB of memory (hv2, hv3), 1 is down (hv4)',
  ],
  [{}, ['hv2', 'hv3', 'hv4', 'hv5'].map(tight), '4 hosts: 4 lack 4096 MiB of memory (hv2, hv3, hv4 and 1 more)'],
  [
    { vcpus: 100 },
    [host('hv2', { free: { MEMORY_MB: 1 } }), host('hv3')],
    '2 hosts: 1 lacks 100 VCPU and 4096 MiB of memory (hv2), 1 lacks 100 VCPU (hv3)',
  ],
  [{}, [host('hv2', { free: { DISK_GB: 39 } })], 'hv2 lacks 40 GiB of disk'],
  [{ how: 'cold', specs: { 'resources:VGPU': '1' } }, [host('hv2')], 'hv2 lacks 1 VGPU'],
  [{}, [host('hv2', { enabled: false }), host('hv3', { enabled: false })], '2 hosts: 2 are disabled (hv2, hv3)'],
  // Who is down and lacks memory is down above all.
  [{}, [host('hv2', { up: false, free: { MEMORY_MB: 1 } })], 'hv2 is down'],
  [{}, [host('hv2', { free: null })], 'hv2 has no resource provider'],
  [{ offered: [] }, [host('hv2')], 'hv2 is not offered by placement'],
  [
    { offered: [], specs: { 'trait:HW_CPU_X86_AVX2': 'required', 'trait:CUSTOM_OLD': 'forbidden' } },
    [host('hv2'), host('hv3')],
    '2 hosts: 2 do not have what it wants: HW_CPU_X86_AVX2, no CUSTOM_OLD (hv2, hv3)',
  ],
  [
    { offered: [], specs: { 'resources1:VGPU': '1', 'trait1:CUSTOM_A100': 'required' }, how: 'cold' },
    [host('hv2', { free: { VGPU: 4 } })],
    'hv2 does not have what it wants: CUSTOM_A100',
  ],
  [
    { group: group('anti-affinity', 'hv2', 'hv3') },
    [host('hv2'), host('hv3'), host('hv4', { up: false })],
    "3 hosts: 2 have another of the anti-affinity group 'web' (hv2, hv3), 1 is down (hv4)",
  ],
  [
    { group: { ...group('anti-affinity', 'hv2', 'hv2'), most: 2 } },
    [host('hv2')],
    "hv2 has 2 others of the anti-affinity group 'web'",
  ],
  [
    { group: group('affinity', 'hv3') },
    [host('hv2'), host('hv3', { up: false })],
    "2 hosts: 1 is not where the others of the affinity group 'web' are (hv2), 1 is down (hv3)",
  ],
  [
    { group: group('affinity') },
    [host('hv2')],
    "nova moves no server out of its affinity group 'web': all of it is on hv1",
  ],
  [
    { group: group('affinity', 'hv1') },
    [host('hv2')],
    "nova moves no server out of its affinity group 'web': all of it is on hv1",
  ],
  [{ specs: ssd }, [host('hv2')], 'hv2 is in no aggregate with disk=ssd'],
  [{ specs: ssd }, [inAggregate('hv2', { disk: 'hdd' })], 'hv2 is in no aggregate with disk=ssd'],
  [
    { specs: { ...ssd, 'aggregate_instance_extra_specs:net': 's!= slow' } },
    [inAggregate('hv2', { net: 'slow' }), inAggregate('hv3', { net: 'fast' })],
    '2 hosts: 1 is in no aggregate with disk=ssd and net=s!= slow (hv2), 1 is in no aggregate with disk=ssd (hv3)',
  ],
  [
    { specs: { 'pci_passthrough:alias': 'a100:1' } },
    [host('hv2')],
    'a server with a passed-through PCI device is not moved live',
  ],
])('would fail: %#', (given, hosts, why) => {
  expect(judged(given, hosts)).toEqual({ hosts: [], why, doubts: [] });
});

it('judges the destination that was asked for alone', () => {
  const hosts = [source, host('hv2'), tight('hv3')];
  expect(judged({}, hosts, 'hv2').hosts).toEqual(['hv2']);
  expect(judged({}, hosts, 'hv3').why).toBe('hv3 lacks 4096 MiB of memory');
  expect(judged({}, hosts, 'hv9').why).toBe('there is no host hv9');
});

it.each<[string, GivenServer, DestinationHost[], string]>([
  [
    'another zone',
    {},
    [host('hv2', { zone: 'az2' }), tight('hv3')],
    'only hosts of another zone (az2) would do: not if it was made for nova',
  ],
  ['pinned processors', { specs: { 'hw:cpu_policy': 'dedicated' }, offered: ['hv2'] }, [host('hv2')], 'hw:cpu_policy'],
  [
    'NUMA nodes and huge pages',
    { specs: { 'hw:numa_nodes': '2', 'hw:mem_page_size': 'large' } },
    [host('hv2')],
    'hw:numa_nodes, hw:mem_page_size',
  ],
  [
    'a device, moved cold',
    { how: 'cold', specs: { 'pci_passthrough:alias': 'a100:1' } },
    [host('hv2')],
    'pci_passthrough:alias',
  ],
  [
    'a VGPU, moved live',
    { specs: { 'resources:VGPU': '1' } },
    [host('hv2', { free: { VGPU: 1 } })],
    'not every nova moves a VGPU live',
  ],
  [
    'an aggregate that its flavor names without a scope',
    { specs: { disk: 'ssd' } },
    [inAggregate('hv2', { disk: 'hdd' })],
    "no host is in an aggregate with disk=ssd: not where nova filters by aggregates' extra specs",
  ],
])('is in doubt over %s', (_what, given, hosts, doubt) => {
  const { hosts: willing, why, doubts } = judged(given, hosts);
  expect(willing).toEqual(['hv2']);
  expect(why).toBeUndefined();
  expect(doubts).toEqual([expect.stringContaining(doubt)]);
});

it('is in no doubt where one host is in the aggregate that its flavor names without a scope', () => {
  const hosts = [host('hv2'), inAggregate('hv3', { disk: 'ssd' })];
  expect(judged({ specs: { disk: 'ssd' } }, hosts).doubts).toEqual([]);
});

it('is in no doubt where its own zone has a host', () => {
  expect(judged({}, [host('hv2', { zone: 'az2' }), host('hv3')]).doubts).toEqual([]);
});
