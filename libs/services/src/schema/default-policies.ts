import type { MigrationPolicy } from './migration-policy-schema.ts';

/** What holds for every site that does not say otherwise. */
export const DEFAULT_POLICIES: readonly MigrationPolicy[] = [
  {
    name: 'amphorae',
    match: { serverName: ['amphora-*'] },
    action: 'move',
    snapshot: false,
    reason: 'Octavia makes a new amphora from its own image: a snapshot of one is of no use',
  },
  {
    name: 'passed-through devices',
    match: { extraSpec: ['pci_passthrough:alias*', 'resources:VGPU*'] },
    action: 'skip',
    reason: 'GPU servers cannot be moved live',
  },
  { name: 'GPU flavors', match: { flavor: ['g-*'] }, action: 'skip', reason: 'GPU servers cannot be moved live' },
  { name: 'FPGA flavors', match: { flavor: ['f-*'] }, action: 'skip', reason: 'FPGA servers cannot be moved live' },
  {
    name: 'very large',
    match: { minVcpus: 61 },
    action: 'skip',
    reason: 'over 60 vCPUs: its memory changes faster than a live migration copies it',
  },
];

/**
 * The site's rules, then those default rules that the site does not replace by a rule of the same name. A site that adds a
 * rule of its own so keeps the protection of GPU servers.
 */
export function withDefaultPolicies(own: readonly MigrationPolicy[]): MigrationPolicy[] {
  return [...own, ...DEFAULT_POLICIES.filter((policy) => !own.some(({ name }) => name === policy.name))];
}
