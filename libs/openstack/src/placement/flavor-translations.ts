import type { SizedFlavor } from './sized-flavor.ts';

interface Translated {
  resources: Record<string, number>;
  required: string[];
  forbidden: string[];
}

/** What extra specs that are no `resources:` or `trait:` ask of placement (nova's `_translate_*`). */
export function flavorTranslations(flavor: SizedFlavor): Translated {
  const spec = flavor.extraSpecs;
  const translated: Translated = { resources: processors(flavor), required: [], forbidden: [] };
  const { resources, required, forbidden } = translated;
  if (spec['hw:cpu_thread_policy'] === 'isolate') forbidden.push('HW_CPU_HYPERTHREADING');
  if (spec['hw:cpu_thread_policy'] === 'require') required.push('HW_CPU_HYPERTHREADING');
  if (/^(1|t|true|on|y|yes)$/i.test(spec['hw:mem_encryption'] ?? '')) resources['MEM_ENCRYPTION_CONTEXT'] = 1;
  for (const label of partsOf(spec['hw:pmem'] ?? '')) {
    const name = `CUSTOM_${`PMEM_NAMESPACE_${label}`.replace(/[^0-9a-z]+/gi, '_').toUpperCase()}`;
    resources[name] = (resources[name] ?? 0) + 1;
  }
  const tpm = spec['hw:tpm_version'];
  if (tpm !== undefined) required.push(tpm === '1.2' ? 'COMPUTE_SECURITY_TPM_1_2' : 'COMPUTE_SECURITY_TPM_2_0');
  if (spec['hw:pci_numa_affinity_policy'] === 'socket') required.push('COMPUTE_SOCKET_PCI_NUMA_AFFINITY');
  if (spec['os:secure_boot'] === 'required') required.push('COMPUTE_SECURITY_UEFI_SECURE_BOOT');
  return translated;
}

/** Of a `dedicated` or `mixed` flavor: processors of its own are PCPU. */
function processors({ vcpus, extraSpecs }: SizedFlavor): Record<string, number> {
  const policy = extraSpecs['hw:cpu_policy'];
  if (policy !== 'dedicated' && policy !== 'mixed') return {};
  const own = policy === 'dedicated' ? vcpus : dedicated(vcpus, extraSpecs);
  const emulator = extraSpecs['hw:emulator_threads_policy'] === 'isolate' ? 1 : 0;
  return { ...(policy === 'mixed' && { VCPU: vcpus - own }), PCPU: own + emulator };
}

function dedicated(vcpus: number, spec: SizedFlavor['extraSpecs']): number {
  const set = [spec['hw:cpu_dedicated_mask'], spec['hw:cpu_realtime_mask']].find((mask) => mask);
  return set === undefined ? 0 : maskSize(vcpus, partsOf(set));
}

/** How many of the flavor's processors `0-3,^2` names; one that begins with what it excludes starts from all. */
function maskSize(vcpus: number, parts: readonly string[]): number {
  const ranges = parts.map((part) => {
    const [first = '', last = first] = part.replace('^', '').split('-');
    return { excludes: part.startsWith('^'), first: Number(first), last: Number(last) };
  });
  const all = ranges[0]?.excludes === true;
  const within = (cpu: number, excludes: boolean) =>
    ranges.some((range) => range.excludes === excludes && range.first <= cpu && cpu <= range.last);
  return Array.from({ length: vcpus }, (_, cpu) => (all || within(cpu, false)) && !within(cpu, true)).filter(Boolean)
    .length;
}

const partsOf = (list: string): string[] =>
  list
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
