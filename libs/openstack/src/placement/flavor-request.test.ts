import { describe, expect, test } from '@jest/globals';
import type { CandidateRequest } from './allocation-candidates.ts';
import { flavorRequest, totalResources } from './flavor-request.ts';
import type { SizedFlavor } from './sized-flavor.ts';
import { groupQuery } from './resource-group.ts';

const flavor = (vcpus: number, ramMiB: number, diskGiB: number, more: Partial<SizedFlavor> = {}): SizedFlavor => ({
  vcpus,
  ramMiB,
  diskGiB,
  ephemeralGiB: 0,
  swapMiB: 0,
  extraSpecs: {},
  ...more,
});
const large = (extraSpecs: Record<string, string>) => flavor(8, 8192, 80, { extraSpecs });
const small = (extraSpecs: Record<string, string>) => flavor(2, 4096, 20, { extraSpecs });

/** In the notation of nova's `ResourceRequest.to_querystring`, amounts sorted. */
function queryOf({ groups = {}, groupPolicy, rootForbidden = [], ...own }: CandidateRequest): string {
  const all = [['', own] as const, ...Object.entries(groups)].map(([suffix, group]) => groupQuery(group, suffix));
  const pairs = all
    .flatMap((query) => Object.entries(query))
    .map(([key, value]) => [key, key.startsWith('resources') ? String(value).split(',').sort().join(',') : value]);
  if (groupPolicy !== undefined) pairs.push(['group_policy', groupPolicy]);
  pairs.push(['root_required', rootForbidden.map((trait) => `!${trait}`).join(',')]);
  return pairs
    .map(([key, value]) => `${String(key)}=${String(value)}`)
    .sort()
    .join('&');
}

// What nova 26.2.2 makes of these flavors, as its own code printed it.
const ENABLED = 'root_required=!COMPUTE_STATUS_DISABLED';
const NOVA: [string, SizedFlavor, boolean, string, Record<string, number>][] = [
  ['sizes', small({}), false, 'resources=DISK_GB:20,MEMORY_MB:4096,VCPU:2', { VCPU: 2, MEMORY_MB: 4096, DISK_GB: 20 }],
  [
    'swap, in whole GiB, and an ephemeral disk',
    flavor(2, 4096, 20, { ephemeralGiB: 10, swapMiB: 1 }),
    false,
    'resources=DISK_GB:31,MEMORY_MB:4096,VCPU:2',
    { VCPU: 2, MEMORY_MB: 4096, DISK_GB: 31 },
  ],
  [
    'a root disk that is a volume',
    flavor(2, 4096, 20, { ephemeralGiB: 10, swapMiB: 1024 }),
    true,
    'resources=DISK_GB:11,MEMORY_MB:4096,VCPU:2',
    { VCPU: 2, MEMORY_MB: 4096, DISK_GB: 11 },
  ],
  ['no disk', flavor(1, 512, 0), false, 'resources=MEMORY_MB:512,VCPU:1', { VCPU: 1, MEMORY_MB: 512 }],
  [
    'bare metal',
    flavor(2, 4096, 20, {
      swapMiB: 1025,
      extraSpecs: {
        'resources:VCPU': '0',
        'resources:MEMORY_MB': '0',
        'resources:DISK_GB': '0',
        'resources:CUSTOM_BAREMETAL_GOLD': '1',
      },
    }),
    false,
    'resources=CUSTOM_BAREMETAL_GOLD:1',
    { CUSTOM_BAREMETAL_GOLD: 1 },
  ],
  [
    'a GPU and traits, and what is no amount and no trait',
    flavor(4, 8192, 80, {
      extraSpecs: {
        'resources:VGPU': '1',
        'trait:CUSTOM_A100': 'required',
        'trait:HW_CPU_X86_AVX2': 'forbidden',
        'trait:X': 'maybe',
        'resources:DISK_GB': '-1',
      },
    }),
    false,
    'required=CUSTOM_A100,!HW_CPU_X86_AVX2&resources=DISK_GB:80,MEMORY_MB:8192,VCPU:4,VGPU:1',
    { VGPU: 1, VCPU: 4, MEMORY_MB: 8192, DISK_GB: 80 },
  ],
  [
    'granular groups',
    flavor(4, 8192, 80, {
      extraSpecs: {
        'resources1:VGPU': '1',
        'resources_b:VGPU': '2',
        'trait1:CUSTOM_A100': 'required',
        group_policy: 'isolate',
        'resources1:MEMORY_MB': '100',
      },
    }),
    false,
    'group_policy=isolate&required1=CUSTOM_A100&resources1=MEMORY_MB:100,VGPU:1&resources=DISK_GB:80,VCPU:4&resources_b=VGPU:2',
    { VGPU: 3, MEMORY_MB: 100, VCPU: 4, DISK_GB: 80 },
  ],
  [
    'processors of its own',
    large({ 'hw:cpu_policy': 'dedicated', 'hw:cpu_thread_policy': 'isolate' }),
    false,
    'required=!HW_CPU_HYPERTHREADING&resources=DISK_GB:80,MEMORY_MB:8192,PCPU:8',
    { PCPU: 8, MEMORY_MB: 8192, DISK_GB: 80 },
  ],
  [
    'one for the emulator',
    large({
      'hw:cpu_policy': 'dedicated',
      'hw:cpu_thread_policy': 'require',
      'hw:emulator_threads_policy': 'isolate',
    }),
    false,
    'required=HW_CPU_HYPERTHREADING&resources=DISK_GB:80,MEMORY_MB:8192,PCPU:9',
    { PCPU: 9, MEMORY_MB: 8192, DISK_GB: 80 },
  ],
  [
    'some of its own',
    large({ 'hw:cpu_policy': 'mixed', 'hw:cpu_dedicated_mask': '0-3,^2,6' }),
    false,
    'resources=DISK_GB:80,MEMORY_MB:8192,PCPU:4,VCPU:4',
    { VCPU: 4, PCPU: 4, MEMORY_MB: 8192, DISK_GB: 80 },
  ],
  [
    'all but some of its own',
    large({ 'hw:cpu_policy': 'mixed', 'hw:cpu_dedicated_mask': '^0-1' }),
    false,
    'resources=DISK_GB:80,MEMORY_MB:8192,PCPU:6,VCPU:2',
    { VCPU: 2, PCPU: 6, MEMORY_MB: 8192, DISK_GB: 80 },
  ],
  [
    'some of its own, badly written, and no others than it has',
    large({ 'hw:cpu_policy': 'mixed', 'hw:cpu_dedicated_mask': '2-3,' }),
    false,
    'resources=DISK_GB:80,MEMORY_MB:8192,PCPU:2,VCPU:6',
    { VCPU: 6, PCPU: 2, MEMORY_MB: 8192, DISK_GB: 80 },
  ],
  [
    'all but some, with blanks',
    large({ 'hw:cpu_policy': 'mixed', 'hw:cpu_dedicated_mask': ' ^0 - 1 , ^ 5' }),
    false,
    'resources=DISK_GB:80,MEMORY_MB:8192,PCPU:5,VCPU:3',
    { VCPU: 3, PCPU: 5, MEMORY_MB: 8192, DISK_GB: 80 },
  ],
  [
    'a class that there is not',
    large({ 'resources:ODD': '1', 'resources:VGPU': ' 1 ', 'hw:pmem': ' 6GB , ,a ' }),
    false,
    'resources=CUSTOM_PMEM_NAMESPACE_6GB:1,CUSTOM_PMEM_NAMESPACE_A:1,DISK_GB:80,MEMORY_MB:8192,VCPU:8,VGPU:1',
    {
      VCPU: 8,
      VGPU: 1,
      MEMORY_MB: 8192,
      DISK_GB: 80,
      CUSTOM_PMEM_NAMESPACE_6GB: 1,
      CUSTOM_PMEM_NAMESPACE_A: 1,
    },
  ],
  [
    'those of real time',
    large({ 'hw:cpu_policy': 'mixed', 'hw:cpu_realtime': 'yes', 'hw:cpu_realtime_mask': '^0' }),
    false,
    'resources=DISK_GB:80,MEMORY_MB:8192,PCPU:7,VCPU:1',
    { VCPU: 1, PCPU: 7, MEMORY_MB: 8192, DISK_GB: 80 },
  ],
  [
    'what extra specs translate to',
    small({
      'hw:pmem': '6GB,6GB,a-b',
      'hw:tpm_version': '2.0',
      'os:secure_boot': 'required',
      'hw:pci_numa_affinity_policy': 'socket',
    }),
    false,
    'required=COMPUTE_SECURITY_TPM_2_0,COMPUTE_SECURITY_UEFI_SECURE_BOOT,COMPUTE_SOCKET_PCI_NUMA_AFFINITY' +
      '&resources=CUSTOM_PMEM_NAMESPACE_6GB:2,CUSTOM_PMEM_NAMESPACE_A_B:1,DISK_GB:20,MEMORY_MB:4096,VCPU:2',
    { VCPU: 2, MEMORY_MB: 4096, DISK_GB: 20, CUSTOM_PMEM_NAMESPACE_6GB: 2, CUSTOM_PMEM_NAMESPACE_A_B: 1 },
  ],
  [
    'PCPU asked for outright, and a group policy that is none',
    small({ 'resources:PCPU': '2', group_policy: 'odd' }),
    false,
    'resources=DISK_GB:20,MEMORY_MB:4096,PCPU:2',
    { PCPU: 2, MEMORY_MB: 4096, DISK_GB: 20 },
  ],
];

test('a mask of more processors than anybody has takes no longer', () => {
  const odd = large({ 'hw:cpu_policy': 'mixed', 'hw:cpu_dedicated_mask': '1-9999999999' });
  expect(totalResources(flavorRequest(odd))).toMatchObject({ VCPU: 1, PCPU: 7 });
});

describe('a flavor asks placement for', () => {
  test.each(NOVA)('%s', (_, sized, volumeBacked, query, total) => {
    const request = flavorRequest(sized, { volumeBacked });
    const order = (text: string) => text.replace(/required=[^&]*/g, (traits) => sorted(traits));
    expect(order(queryOf(request))).toBe(order(`${query}&${ENABLED}`.split('&').sort().join('&')));
    expect(totalResources(request)).toEqual(total);
  });
});

const sorted = (traits: string): string => {
  const [key = '', names = ''] = traits.split('=');
  return `${key}=${names.split(',').sort().join(',')}`;
};
