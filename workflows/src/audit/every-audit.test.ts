import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { AnyRunbook } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import { type TestCloud, testCloud } from '../cloud.test-support.ts';
import { findEmptyHypervisors, findFloatingIps, findReinstallCandidates } from '../index.ts';
import { auditRunbooks } from './index.ts';

/** An input for each, and which request of it fails. */
const CASES: Record<string, [input: object, request: string]> = {
  'audit.check-connections': [{ clouds: ['test'] }, ''],
  'audit.compare-aggregates': [{ cloud: 'test', otherCloud: 'alias' }, '/compute/v2.1/os-aggregates'],
  'audit.compare-flavors': [{ cloud: 'test', otherCloud: 'alias' }, '/compute/v2.1/flavors/detail'],
  'audit.compare-images': [{ cloud: 'test', otherCloud: 'alias' }, '/image/v2/images'],
  'audit.find-internal-gateways': [{ cloud: 'test', ranges: ['10.0.0.0/8'] }, '/network/v2.0/routers'],
  'audit.find-missing-objects': [{ cloud: 'test', kind: 'images' }, '/image/v2/images'],
  'audit.find-old-snapshots': [{ cloud: 'test' }, '/block-storage/v3/*/snapshots/detail'],
  'audit.find-open-security-groups': [{ cloud: 'test' }, '/network/v2.0/security-groups'],
  'audit.find-orphans': [{ cloud: 'test', kind: 'networks' }, '/network/v2.0/networks'],
  'hypervisor.find-empty': [{ cloud: 'test' }, '/compute/v2.1/os-hypervisors/detail'],
  'hypervisor.find-reinstall-candidates': [{ cloud: 'test' }, '/compute/v2.1/os-hypervisors/detail'],
  'network.find-floating-ips': [{ cloud: 'test' }, '/network/v2.0/floatingips'],
};

const runbooks: AnyRunbook<Services>[] = [
  ...auditRunbooks,
  findEmptyHypervisors,
  findReinstallCandidates,
  findFloatingIps,
];

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await testCloud();
});
afterEach(() => cloud.sim.stop());

describe.each(runbooks.map((runbook) => [runbook.name, runbook] as const))('%s', (name, runbook) => {
  const [input, request] = CASES[name]!;

  it('is planned by looking, and changes nothing when it runs', async () => {
    expect(await cloud.plan(runbook, input)).toMatchObject({ changes: 0, unknown: 0 });
    expect(await cloud.run(runbook, input)).toMatchObject({ status: 'done', changed: false });
    expect(cloud.changes()).toEqual([]);
  });

  it('refuses what it does not know, before any request', async () => {
    const faults = [{ path: 'colour' }, { path: 'shape' }];
    await expect(cloud.run(runbook, { ...input, colour: 'red', shape: 1 })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      details: { faults },
    });
    expect(cloud.sim.requests).toEqual([]);
  });

  it('names for each action that it replaces a call that is valid', () => {
    const calls = (runbook.replaces ?? []).map(
      ({ call }) => (runbook as typeof findFloatingIps).input.safeParse(call).error,
    );
    expect(calls).toEqual(calls.map(() => undefined));
  });

  if (request !== '') {
    it('says what the service answered when it will not', async () => {
      cloud.sim.fault.next(`GET ${request}`, {
        status: 403,
        body: { forbidden: { code: 403, message: 'Not for you.' } },
      });
      expect(await cloud.run(runbook, input)).toMatchObject({
        status: 'failed',
        changed: false,
        error: { code: 'OPENSTACK_FORBIDDEN', message: expect.stringContaining('Not for you.') },
      });
      expect(cloud.sim.fault.pending).toBe(0);
    });
  }
});
