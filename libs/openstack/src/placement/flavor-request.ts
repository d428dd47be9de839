import type { CandidateRequest } from './allocation-candidates.ts';
import { flavorTranslations } from './flavor-translations.ts';
import type { ResourceAmounts } from './placement-api.ts';
import { STANDARD_CLASSES } from './resource-classes.ts';
import type { ResourceGroup } from './resource-group.ts';
import type { SizedFlavor } from './sized-flavor.ts';

interface MutableGroup {
  resources: Record<string, number>;
  required: Set<string>;
  forbidden: Set<string>;
}

/**
 * What nova's scheduler asks placement for a server of this flavor (`ResourceRequest.from_request_spec` of
 * nova/scheduler/utils.py in Zed): VCPU, MEMORY_MB and DISK_GB of its sizes, overridden by `resources:*`; `trait:*`,
 * granular groups, and what pinned processors, vTPM, secure boot, memory encryption and pmem translate to. What an image,
 * a device profile or ports add is not known here, nor do filters of nova's own (PCI, NUMA, aggregates) turn up in it. A disabled host is
 * left out by `rootForbidden`, as nova does from Ussuri on.
 * @param volumeBacked it boots from a volume, so its root disk takes nothing of the host
 */
export function flavorRequest(flavor: SizedFlavor, { volumeBacked = false } = {}): CandidateRequest {
  const groups = new Map<string, MutableGroup>([['', newGroup()]]);
  const groupOf = (suffix: string): MutableGroup => {
    const group = groups.get(suffix) ?? newGroup();
    groups.set(suffix, group);
    return group;
  };
  for (const [key, value] of Object.entries(flavor.extraSpecs)) {
    const [, prefix, suffix = '', name = ''] = /^(resources|trait)([\w-]{1,64})?:(.*)$/.exec(key) ?? [];
    // A class that there is not, or an amount that is none, nova passes over.
    if (prefix === 'resources' && isClass(name) && /^\s*\d+\s*$/.test(value)) {
      groupOf(suffix).resources[name] = Number(value);
    }
    if (prefix === 'trait' && value === 'required') groupOf(suffix).required.add(name);
    if (prefix === 'trait' && value === 'forbidden') groupOf(suffix).forbidden.add(name);
  }
  const own = groupOf('');
  const before = amountsOf([...groups.values()]);
  const translated = flavorTranslations(flavor);
  Object.assign(own.resources, translated.resources);
  for (const trait of translated.required) own.required.add(trait);
  for (const trait of translated.forbidden) own.forbidden.add(trait);
  const has = { ...before, ...translated.resources };
  if (has['VCPU'] === undefined && has['PCPU'] === undefined) own.resources['VCPU'] = flavor.vcpus;
  if (has['MEMORY_MB'] === undefined) own.resources['MEMORY_MB'] = flavor.ramMiB;
  if (has['DISK_GB'] === undefined) own.resources['DISK_GB'] = diskOf(flavor, volumeBacked);
  const { group_policy: groupPolicy } = flavor.extraSpecs;
  const granular = [...groups].flatMap(([suffix, group]) => {
    const plain = plainGroup(group);
    return suffix === '' || Object.keys(plain).length === 0 ? [] : [[suffix, plain] as const];
  });
  return {
    ...plainGroup(own),
    rootForbidden: ['COMPUTE_STATUS_DISABLED'],
    ...(granular.length > 0 && { groups: Object.fromEntries(granular) }),
    ...((groupPolicy === 'none' || groupPolicy === 'isolate') && { groupPolicy }),
  };
}

/** All amounts of a request, whatever group they are of: what nova charges a host for, and {@link fits} compares. */
export const totalResources = ({ resources = {}, groups = {} }: CandidateRequest): ResourceAmounts =>
  amountsOf([{ resources }, ...Object.values(groups)]);

const isClass = (name: string): boolean => name.startsWith('CUSTOM_') || STANDARD_CLASSES.includes(name);

// Swap is counted in whole GiB.
const diskOf = (flavor: SizedFlavor, volumeBacked: boolean): number =>
  flavor.ephemeralGiB + Math.ceil(flavor.swapMiB / 1024) + (volumeBacked ? 0 : flavor.diskGiB);

const newGroup = (): MutableGroup => ({ resources: {}, required: new Set(), forbidden: new Set() });

function plainGroup({ resources, required, forbidden }: MutableGroup): ResourceGroup {
  const amounts = Object.entries(resources).filter(([, amount]) => amount !== 0);
  return {
    ...(amounts.length > 0 && { resources: Object.fromEntries(amounts) }),
    ...(required.size > 0 && { required: [...required] }),
    ...(forbidden.size > 0 && { forbidden: [...forbidden] }),
  };
}

function amountsOf(groups: readonly Pick<ResourceGroup, 'resources'>[]): Record<string, number> {
  const total: Record<string, number> = {};
  for (const { resources = {} } of groups) {
    for (const [name, amount] of Object.entries(resources)) total[name] = (total[name] ?? 0) + amount;
  }
  return total;
}
