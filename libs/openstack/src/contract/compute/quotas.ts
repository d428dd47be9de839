/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-member-access
   -- answers are looked into as they come: their shape is what is under test */
import { afterAll, describe, expect, test } from '@jest/globals';
import { type TargetOf, keysOf } from '../contract-target.ts';
import { act, bootServer, cleanUpAfter, createServer } from './contract-servers.ts';
import { expectForbidden, expectRefusal } from './refusals.ts';

const NAMES = ['cores', 'instances', 'key_pairs', 'metadata_items', 'ram', 'server_group_members', 'server_groups'];
const RULE = 'os_compute_api:os-quota-sets';

/** What a project may have, and what it is told when it wants more. */
export function computeQuotasContract(target: TargetOf): void {
  describe('a quota', () => {
    cleanUpAfter(target);
    const projectOf = async (who: 'admin' | 'member') => (await target()[who].token()).project?.id ?? '';
    const path = async (who: 'admin' | 'member' = 'member', rest = '') =>
      `/os-quota-sets/${await projectOf(who)}${rest}`;
    const set = async (quota_set: object) => target().admin.nova('PUT', await path(), { body: { quota_set } });
    afterAll(async () => {
      await target().admin.nova('DELETE', await path());
    });

    test('is read of the own project, and by admins of all', async () => {
      const { admin, member } = target();
      const own = await member.nova('GET', await path());
      expect(keysOf(own.body.quota_set)).toEqual([...NAMES, 'id'].sort());
      expect((await admin.nova('GET', await path())).body).toEqual(own.body);
      expectForbidden(await member.nova('GET', await path('admin')), `${RULE}:show`);
      expectForbidden(await member.nova('GET', await path('admin', '/detail')), `${RULE}:detail`);
      expect((await member.nova('GET', await path('admin', '/defaults'))).status).toBe(200);
      expectRefusal(await admin.nova('GET', '/os-quota-sets/nobody'), 400, 'Project ID nobody is not a valid project.');
      const oldest = await member.nova('GET', await path(), { version: '2.1' });
      expect(keysOf(oldest.body.quota_set)).toEqual(
        [
          ...NAMES,
          'fixed_ips',
          'floating_ips',
          'id',
          'injected_file_content_bytes',
          'injected_file_path_bytes',
          'injected_files',
          'security_group_rules',
          'security_groups',
        ].sort(),
      );
    });

    test('counts what is used, and stops what would be too much', async () => {
      const { admin, member, flavor } = target();
      const id = await bootServer(target(), member);
      const size = (await admin.nova('GET', `/flavors/${flavor}`)).body.flavor as { vcpus: number; ram: number };
      const used = (await member.nova('GET', await path('member', '/detail'))).body.quota_set;
      expect(used.instances.in_use).toBeGreaterThan(0);
      const inUse = (name: string) => used[name].in_use as number;
      const changed = await set({ cores: inUse('cores'), instances: inUse('instances'), ram: -1 });
      expect(keysOf(changed.body.quota_set)).toEqual(NAMES);
      const more = await createServer(target(), member);
      const numbers = `Requested ${size.vcpus}, 1, but already used ${inUse('cores')}, ${inUse('instances')} of ${inUse('cores')}, ${inUse('instances')}`;
      expectRefusal(more, 403, `Quota exceeded for cores, instances: ${numbers} cores, instances`);
      const limits = await member.nova('GET', '/limits');
      expect(limits.body.limits).toMatchObject({
        rate: [],
        absolute: {
          maxTotalInstances: inUse('instances'),
          totalInstancesUsed: inUse('instances'),
          totalCoresUsed: inUse('cores'),
          totalRAMUsed: inUse('ram'),
          maxTotalRAMSize: -1,
        },
      });
      expect(keysOf(limits.body.limits.absolute)).toHaveLength(11);
      const { body } = await admin.nova('GET', '/flavors/detail');
      const sizes = body.flavors as { id: string; vcpus: number; ram: number }[];
      const bigger = sizes.find(({ vcpus, ram }) => vcpus > size.vcpus && ram > size.ram);
      const grown = await act(member, id, { resize: { flavorRef: bigger?.id } });
      const wanted = (bigger?.vcpus ?? 0) - size.vcpus;
      const cores = `Requested ${wanted}, but already used ${inUse('cores')} of ${inUse('cores')} cores`;
      expectRefusal(grown, 403, `Quota exceeded for cores: ${cores}`);
      const below = `Quota limit 0 for instances must be greater than or equal to already used and reserved ${inUse('instances')}.`;
      expectRefusal(await set({ instances: 0 }), 400, below);
      expect((await set({ instances: 0, force: true })).body.quota_set.instances).toBe(0);
      expect((await admin.nova('DELETE', await path())).status).toBe(202);
    });

    test('counts keypairs and server groups too', async () => {
      const { member } = target();
      await set({ key_pairs: 0, server_groups: 0 });
      const keypair = {
        name: 'opsbook-contract-none',
        public_key: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBIn3M0M1zFw1oH5eQkq4q3c9Gk0jvQmY0b2fP2nTgVv x',
      };
      expectRefusal(
        await member.nova('POST', '/os-keypairs', { body: { keypair } }),
        403,
        'Quota exceeded, too many key pairs.',
      );
      const group = { name: 'opsbook-contract-none', policy: 'affinity' };
      const made = await member.nova('POST', '/os-server-groups', { body: { server_group: group } });
      expectRefusal(made, 403, 'Quota exceeded, too many server groups.');
      await target().admin.nova('DELETE', await path());
    });

    test.each([
      [{ cores: -2 }, 'Invalid input for field/attribute cores. Value: -2. -2 is less than the minimum of -1'],
      [{ cores: 'x' }, "Invalid input for field/attribute cores. Value: x. 'x' does not match '^-?[0-9]+$'"],
      [
        { odd: 1 },
        "Invalid input for field/attribute quota_set. Value: {'odd': 1}. Additional properties are not allowed ('odd' was unexpected)",
      ],
    ])('is not set to %j', async (given, message) => {
      expectRefusal(await set(given), 400, message);
    });

    test('is set by admins, and by deleting it set back', async () => {
      const { admin, member } = target();
      expectForbidden(await member.nova('PUT', await path(), { body: { quota_set: { cores: 1 } } }), `${RULE}:update`);
      expectForbidden(await member.nova('DELETE', await path()), `${RULE}:delete`);
      const before = (await admin.nova('GET', await path('member', '/defaults'))).body;
      await set({ metadata_items: 7 });
      expect((await admin.nova('GET', await path())).body.quota_set.metadata_items).toBe(7);
      expect((await admin.nova('DELETE', await path())).status).toBe(202);
      expect((await admin.nova('DELETE', await path())).status).toBe(202);
      expect((await admin.nova('GET', await path())).body).toEqual(before);
      const other = await member.nova('GET', `/limits?tenant_id=${await projectOf('admin')}`);
      expectForbidden(other, 'os_compute_api:limits:other_project');
      const asked = await admin.nova('GET', `/limits?tenant_id=${await projectOf('member')}`);
      expect(asked.body.limits.absolute.maxServerMeta).toBe(before.quota_set.metadata_items);
    });
  });
}
