/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-member-access
   -- answers are looked into as they come: their shape is what is under test */
import { describe, expect, test } from '@jest/globals';
import { type TargetOf, keysOf } from '../contract-target.ts';

const HYPERVISOR = [
  'host_ip',
  'hypervisor_hostname',
  'hypervisor_type',
  'hypervisor_version',
  'id',
  'service',
  'state',
  'status',
];
const FLAVOR = [
  'OS-FLV-DISABLED:disabled',
  'OS-FLV-EXT-DATA:ephemeral',
  'disk',
  'id',
  'links',
  'name',
  'os-flavor-access:is_public',
  'ram',
  'rxtx_factor',
  'swap',
  'vcpus',
];
const ZERO = '00000000-0000-0000-0000-000000000000';

/** Hypervisors, flavors, aggregates. */
export function catalogueContract(target: TargetOf): void {
  describe('hypervisors', () => {
    const detail = (query: string, version?: string) =>
      target().admin.nova('GET', `/os-hypervisors/detail?${query}`, { ...(version !== undefined && { version }) });

    test('are shown with their service and uptime', async () => {
      const { body } = await detail(`hypervisor_hostname_pattern=${target().host}`);
      const [one] = body.hypervisors;
      expect(keysOf(one)).toEqual([...HYPERVISOR, 'uptime'].sort());
      expect(one).toMatchObject({ state: 'up', status: 'enabled', uptime: expect.stringContaining(' up ') });
      expect(one.service).toEqual({ id: expect.any(String), host: target().host, disabled_reason: null });
      const alone = await target().admin.nova('GET', `/os-hypervisors/${one.id}`);
      expect(keysOf(alone.body.hypervisor)).toEqual(keysOf(one));
    });

    test('had sizes instead of an uptime before 2.88, and numbers for ids before 2.53', async () => {
      const middle = await detail(`hypervisor_hostname_pattern=${target().host}`, '2.87');
      const [one] = middle.body.hypervisors;
      expect(keysOf(one)).toEqual(
        [
          ...HYPERVISOR,
          'cpu_info',
          'current_workload',
          'disk_available_least',
          'free_disk_gb',
          'free_ram_mb',
          'local_gb',
          'local_gb_used',
          'memory_mb',
          'memory_mb_used',
          'running_vms',
          'vcpus',
          'vcpus_used',
        ].sort(),
      );
      const oldest = await target().admin.nova('GET', '/os-hypervisors/detail', { version: '2.1' });
      expect(oldest.body.hypervisors[0].id).toEqual(expect.any(Number));
    });

    test('come in a short list, in pages, and with their servers when asked', async () => {
      const { admin, host } = target();
      const page = await admin.nova('GET', '/os-hypervisors?limit=1');
      expect(keysOf(page.body.hypervisors[0])).toEqual(['hypervisor_hostname', 'id', 'state', 'status']);
      expect(page.body.hypervisors_links[0]).toMatchObject({
        rel: 'next',
        href: expect.stringContaining(`marker=${page.body.hypervisors[0].id as string}`),
      });
      const full = await detail(`with_servers=true&hypervisor_hostname_pattern=${host}`);
      expect(Array.isArray(full.body.hypervisors[0].servers)).toBe(true);
    });

    test('that do not exist are a 404, also to a pattern', async () => {
      const none = await detail('hypervisor_hostname_pattern=no-such-host');
      expect(none.status).toBe(404);
      expect(none.body.itemNotFound.message).toBe("No hypervisor matching 'no-such-host' could be found.");
      const lost = await target().admin.nova('GET', `/os-hypervisors/${ZERO}`);
      expect(lost.status).toBe(404);
      expect(lost.body.itemNotFound.message).toBe(`Hypervisor with ID '${ZERO}' could not be found.`);
    });
  });

  describe('flavors', () => {
    test.each([
      ['2.1', FLAVOR],
      ['2.55', [...FLAVOR, 'description']],
      ['2.61', [...FLAVOR, 'description', 'extra_specs']],
      ['2.93', [...FLAVOR, 'description', 'extra_specs']],
    ])('have in %s the fields %j', async (version, keys) => {
      const { body } = await target().admin.nova('GET', '/flavors/detail', { version });
      expect(keysOf(body.flavors[0])).toEqual([...keys].sort());
    });

    test('without swap say so with an empty text before 2.75', async () => {
      const path = `/flavors/${target().flavor}`;
      expect((await target().admin.nova('GET', path, { version: '2.74' })).body.flavor.swap).toBe('');
      expect((await target().admin.nova('GET', path)).body.flavor.swap).toBe(0);
    });

    test('have their extra specs at an address of their own', async () => {
      const { admin, flavor } = target();
      const { body } = await admin.nova('GET', `/flavors/${flavor}/os-extra_specs`);
      const full = await admin.nova('GET', `/flavors/${flavor}`);
      expect(body).toEqual({ extra_specs: full.body.flavor.extra_specs });
    });

    test('come in pages, and are not found by a wrong id', async () => {
      const { admin } = target();
      const page = await admin.nova('GET', '/flavors?limit=1');
      expect(keysOf(page.body.flavors[0])).toEqual(['description', 'id', 'links', 'name']);
      expect(page.body.flavors_links[0].rel).toBe('next');
      const lost = await admin.nova('GET', '/flavors/nothing');
      expect(lost.status).toBe(404);
      expect(lost.body.itemNotFound.message).toBe('Flavor nothing could not be found.');
    });
  });

  describe('aggregates', () => {
    test('are a list, and not found by a wrong id', async () => {
      const { admin } = target();
      const list = await admin.nova('GET', '/os-aggregates');
      expect(Array.isArray(list.body.aggregates)).toBe(true);
      const lost = await admin.nova('GET', '/os-aggregates/99999');
      expect(lost.status).toBe(404);
      expect(lost.body.itemNotFound.message).toBe('Aggregate 99999 could not be found.');
    });
  });
}
