import { describe, expect, it } from '@jest/globals';
import { configOf } from './load/config-of.ts';
import { type PolicySubject, migrationPolicy } from './migration-policy.ts';
import type { MigrationPolicyInput } from './schema/migration-policy-schema.ts';

const server = (name: string, flavor: Partial<PolicySubject['flavor']> = {}): PolicySubject => ({
  name,
  flavor: { name: 'm1.small', vcpus: 2, ramMiB: 2048, extraSpecs: {}, ...flavor },
});

const decides = (subject: PolicySubject, own: MigrationPolicyInput[] = []) =>
  migrationPolicy(configOf({ migration: { policies: own } }).migration.policies, subject);

describe('the default rules', () => {
  it('move amphorae without a snapshot', () => {
    expect(decides(server('amphora-7f3e'))).toMatchObject({ action: 'move', snapshot: false });
  });

  it.each([
    ['a passed-through GPU', server('s', { extraSpecs: { 'pci_passthrough:alias': 'a100:1' } })],
    ['a virtual GPU', server('s', { extraSpecs: { 'resources:VGPU': '1' } })],
    ['a GPU flavor', server('s', { name: 'g-a100' })],
    ['an FPGA flavor', server('s', { name: 'f-small' })],
    ['61 vCPUs', server('s', { vcpus: 61 })],
  ])('skip a server with %s, saying why', (_, subject) => {
    expect(decides(subject)).toMatchObject({ action: 'skip', reason: expect.stringMatching(/./) });
  });

  it('say nothing about any other server', () => {
    expect(decides(server('web-1', { vcpus: 60, extraSpecs: { 'hw:cpu_policy': 'dedicated' } }))).toBeUndefined();
  });
});

describe('the rules of a site', () => {
  const cold: MigrationPolicyInput = {
    name: 'big databases',
    match: { serverName: ['db-*', '*-postgres'], minRamMiB: 4096 },
    action: 'cold',
  };

  it('fit where all conditions do, and one pattern of a list', () => {
    expect(decides(server('db-1', { ramMiB: 4096 }), [cold])?.name).toBe('big databases');
    expect(decides(server('x-postgres', { ramMiB: 4096 }), [cold])?.name).toBe('big databases');
    expect(decides(server('db-1', { ramMiB: 4095 }), [cold])).toBeUndefined();
    expect(decides(server('web-1', { ramMiB: 4096 }), [cold])).toBeUndefined();
  });

  it('decide before the default ones, which go on protecting the others', () => {
    const moved: MigrationPolicyInput = { name: 'g-small can', match: { flavor: 'g-small' }, action: 'move' };
    expect(decides(server('s', { name: 'g-small' }), [moved])?.action).toBe('move');
    expect(decides(server('s', { name: 'g-a100' }), [moved])?.action).toBe('skip');
  });

  it('replace a default one of the same name', () => {
    const larger: MigrationPolicyInput = { name: 'very large', match: { minVcpus: 128 }, action: 'skip' };
    expect(decides(server('s', { vcpus: 64 }), [larger])).toBeUndefined();
  });

  it('can look at the value of an extra spec', () => {
    const pinned: MigrationPolicyInput = { name: 'pinned', match: { extraSpec: 'hw:cpu_policy=ded*' }, action: 'cold' };
    const specs = (policy: string) => server('s', { extraSpecs: { 'hw:cpu_policy': policy } });
    expect(decides(specs('dedicated'), [pinned])?.action).toBe('cold');
    expect(decides(specs('shared'), [pinned])).toBeUndefined();
  });
});
